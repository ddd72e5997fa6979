"""Demo data for a local stack: units, staff, families and sixty children with histories that look like life."""
