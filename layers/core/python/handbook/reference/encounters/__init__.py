"""Code lists, limits and the plan of encounters as plain documents; SOURCES_encounters.md says where each is from."""

from handbook.reference.documents import documents_beside

DOCUMENTS = ("care_plan", "codes", "examination", "fields", "icd10", "labs")
load_document = documents_beside(__file__, DOCUMENTS)
