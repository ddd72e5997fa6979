"""Handbooks and what is recorded in them."""

from handbook import cold_start

cold_start.begin()
