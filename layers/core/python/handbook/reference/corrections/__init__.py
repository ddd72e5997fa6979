"""Reasons, states and clocks of corrections and disputes; SOURCES_corrections.md says where each is from."""

from handbook.reference.documents import documents_beside

DOCUMENTS = ("clocks", "disputes", "reasons", "working_days")
load_document = documents_beside(__file__, DOCUMENTS)
