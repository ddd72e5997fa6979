"""Routes of sharing."""
