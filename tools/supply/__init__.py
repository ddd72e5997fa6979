"""What is built in that others wrote: pinned, hashed, licensed, listed, and asked after for known holes."""
