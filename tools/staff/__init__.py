"""Loading lists of staff."""
