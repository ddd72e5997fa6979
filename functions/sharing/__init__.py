"""Who else may see a handbook."""

from handbook import cold_start

cold_start.begin()
