"""What the commands of the local stack say when they cannot go on."""


class StackError(Exception):
    """What went wrong and what to do about it, in one sentence for the person at the terminal."""
