"""The command that gives messages which failed for good another try."""
