"""The commands that save all state of a stage and put it into a new one."""
