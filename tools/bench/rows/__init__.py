"""The rows of the table, one module for each group; every module has `ROWS`.

A module is imported by the command itself, which has none of the baselines: they, and our own code, are imported
inside the functions that measure.
"""
