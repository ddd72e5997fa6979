"""What can be asked of exports."""
