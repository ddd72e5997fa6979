"""The command that puts fifty clients on the running system at once, and reads back every write it was told of."""
