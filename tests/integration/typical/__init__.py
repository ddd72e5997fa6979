"""Typical calls: what a station, a family and the nights of a country that uses the handbook ask for, each metered."""

from tests.integration.typical import of_audit, of_codes, of_grants, of_handbooks, of_mornings, of_papers, of_people
from tests.integration.typical.pattern import Typical

PARTS = (of_handbooks, of_people, of_codes, of_mornings, of_papers, of_grants, of_audit)

PATTERNS: dict[str, Typical] = {name: typical for part in PARTS for name, typical in part.PATTERNS.items()}
"""A typical call by the number of its access pattern."""
