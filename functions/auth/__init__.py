"""Signing in and the signed-in person's own account."""

from handbook import cold_start

cold_start.begin()
