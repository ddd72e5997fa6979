"""The function that draws charts."""
