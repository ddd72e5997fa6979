"""The handbook's one first-party package: see docs/architecture.md for its rooms."""
