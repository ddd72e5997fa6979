"""Codes, their pictures, and the orders of printed ones."""

from handbook import cold_start

cold_start.begin()
