"""One module for each resource of a handbook."""
