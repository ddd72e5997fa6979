"""Domain objects in, SVG or PDF bytes out. No input or output of its own."""
