"""Terms of accounts, kinds of proof and the texts of codes; see SOURCES_accounts.md."""

from handbook.reference.documents import documents_beside

DOCUMENTS = ("terms", "closing", "codes")
load_document = documents_beside(__file__, DOCUMENTS)
