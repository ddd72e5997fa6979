"""Routes about reminders, one module a resource."""
