"""How long what kind of trace is kept; see SOURCES_retention.md."""

from handbook.reference.documents import documents_beside

DOCUMENTS = ("terms",)
load_document = documents_beside(__file__, DOCUMENTS)
