"""The tree of units: looked up by everybody, looked after by managers, loaded by operators."""

from handbook import cold_start

cold_start.begin()
