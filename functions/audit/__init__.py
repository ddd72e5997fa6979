"""The seals of the access log, their daily anchor, and the notice of emergency access."""

from handbook import cold_start

cold_start.begin()
