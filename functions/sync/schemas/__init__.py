"""What these routes take and give beside the forms that all functions share."""
