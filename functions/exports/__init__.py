"""Exports of handbooks: the routes, and the worker that makes the files."""
