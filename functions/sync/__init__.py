"""What clients that were without signal ask for and send: changes since, batches, the history of a paper book."""

from handbook import cold_start

cold_start.begin()
