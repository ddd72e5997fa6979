"""Reminders: when a family is told, whether it still should be, and in which words.

Planning and deciding are apart: a due index says which handbooks to look at today, and the decision looks at them
afresh.
"""
