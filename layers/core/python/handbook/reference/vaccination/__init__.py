"""Code lists, warnings and the screening checklist of a vaccination; SOURCES_vaccination.md says where each is from."""

from handbook.reference.documents import documents_beside

DOCUMENTS = ("codes", "observation", "screening", "warnings")
load_document = documents_beside(__file__, DOCUMENTS)
