"""The due index, the morning's plan, and the sending."""
