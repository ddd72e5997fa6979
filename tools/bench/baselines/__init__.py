"""What ours is measured beside, written as a competent developer in a hurry would."""
