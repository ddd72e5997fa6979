"""Pure rules of the handbook. Standard library only: no clock, no environment, no log, no input or output."""
