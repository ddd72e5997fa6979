"""Plan all children anew when a schedule changes: start a job, watch it, and read what it found."""
