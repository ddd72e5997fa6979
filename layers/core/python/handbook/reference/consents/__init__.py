"""Purposes of consents and the texts that people agree to; SOURCES_privacy.md says where each is from."""

from handbook.reference.documents import documents_beside

DOCUMENTS = ("purposes", "texts")
load_document = documents_beside(__file__, DOCUMENTS)
