"""Handbooks and what is recorded in them."""
