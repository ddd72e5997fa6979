"""Data requests, breaches, and how long records are kept; SOURCES_privacy.md has the sources."""

from handbook.reference.documents import documents_beside

DOCUMENTS = ("breach", "clocks", "requests", "retention")
load_document = documents_beside(__file__, DOCUMENTS)
