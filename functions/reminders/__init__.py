"""The due index, the morning's plan, the sending, and the routes about reminders."""

from handbook import cold_start

cold_start.begin()
