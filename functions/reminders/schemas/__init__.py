"""Bodies and answers about reminders."""
