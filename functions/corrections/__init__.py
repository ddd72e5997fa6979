"""Corrections of what was recorded, and disputes about it."""
