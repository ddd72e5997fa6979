"""What the routes of corrections take and give."""
