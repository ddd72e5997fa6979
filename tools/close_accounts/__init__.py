"""The night's closing of accounts."""
