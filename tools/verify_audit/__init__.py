"""Hold the access log against its seals and its daily anchors."""
