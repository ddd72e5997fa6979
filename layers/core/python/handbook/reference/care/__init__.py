"""Code lists and rules of everyday child care as plain documents; SOURCES_care.md says where each is from."""

from handbook.reference.documents import documents_beside

DOCUMENTS = ("danger_signs", "dental", "feeding", "milestones", "pregnancy_risks", "urine_protein", "supplements")
load_document = documents_beside(__file__, DOCUMENTS)
