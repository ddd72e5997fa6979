"""Letting go what is past its term."""
