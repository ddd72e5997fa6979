"""The function behind the handbooks themselves: opened, found, corrected, and how their lives go on."""

from handbook import cold_start

cold_start.begin()
