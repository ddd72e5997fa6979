"""Published tables and schedules, verbatim and versioned, with their loaders. SOURCES.md says where from."""
