"""AWS that fails on command, and what the service does then."""
