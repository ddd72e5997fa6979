"""What the routes of handbooks take and give."""
