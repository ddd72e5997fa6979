"""Words in which families read who looked; own texts, proofread in both languages."""

from handbook.reference.documents import documents_beside

DOCUMENTS = ("words",)
load_document = documents_beside(__file__, DOCUMENTS)
