"""What our code costs beside what others would use, measured in the same run: `make bench`."""
