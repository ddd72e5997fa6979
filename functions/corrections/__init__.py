"""Corrections of what was recorded, and disputes about it."""

from handbook import cold_start

cold_start.begin()
