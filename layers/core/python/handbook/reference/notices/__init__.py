"""Words by which an account is told of itself and of who may see its handbooks; see SOURCES_notices.md."""

from handbook.reference.documents import documents_beside

DOCUMENTS = ("notices", "letters")
load_document = documents_beside(__file__, DOCUMENTS)
