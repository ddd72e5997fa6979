"""The function that draws charts."""

from handbook import cold_start

cold_start.begin()
