"""One module per verb. Collaborators, `now` and `today` are arguments."""
