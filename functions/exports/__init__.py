"""Exports of handbooks: the routes, and the worker that makes the files."""

from handbook import cold_start

cold_start.begin()
