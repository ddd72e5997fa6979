"""Clocks, kinds and reasons of data requests, and how long records are kept; SOURCES_privacy.md has the sources."""

from handbook.reference.documents import documents_beside

DOCUMENTS = ("clocks", "requests", "retention")
load_document = documents_beside(__file__, DOCUMENTS)
