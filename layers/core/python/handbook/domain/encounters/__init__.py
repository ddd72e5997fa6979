"""Encounters of six kinds: what is recorded, what is refused, what is unusual, and what is told to few only."""
