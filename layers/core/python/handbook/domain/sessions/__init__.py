"""A commune's vaccination days: how they are planned, and on which dates they fall."""
