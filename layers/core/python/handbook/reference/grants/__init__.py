"""Purposes of shares, reasons of referrals and of break-glass; SOURCES_grants.md says where each is from."""

from handbook.reference.documents import documents_beside

DOCUMENTS = ("codes",)
load_document = documents_beside(__file__, DOCUMENTS)
