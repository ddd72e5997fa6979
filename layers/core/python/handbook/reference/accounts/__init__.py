"""Terms of accounts and kinds of proof; see SOURCES_accounts.md."""

from handbook.reference.documents import documents_beside

DOCUMENTS = ("terms", "closing")
load_document = documents_beside(__file__, DOCUMENTS)
