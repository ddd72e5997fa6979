"""Bodies and answers of sharing."""
