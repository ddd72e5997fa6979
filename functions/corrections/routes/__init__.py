"""One module for each resource of corrections."""
