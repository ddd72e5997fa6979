"""Planning all children anew when a schedule changes: the control, and the work on a shard."""
