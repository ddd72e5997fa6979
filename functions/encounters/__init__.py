"""Encounters of mother and child, the plan of care, and the files that belong to entries."""

from handbook import cold_start

cold_start.begin()
