"""The due index, the morning's plan, the sending, and the routes about reminders."""
