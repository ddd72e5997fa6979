"""Codes, their pictures, and the orders of printed ones."""
