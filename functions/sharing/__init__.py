"""Who else may see a handbook."""
