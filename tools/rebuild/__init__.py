"""The command that compares summaries with the entries that they are made of."""
