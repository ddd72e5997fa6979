"""Loading lists of units."""
