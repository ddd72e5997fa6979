"""Planning all children anew when a schedule changes: the control, and the work on a shard."""

from handbook import cold_start

cold_start.begin()
