"""Bodies and answers about exports."""
