"""The part of the book that informs the family: danger signs, feeding, what to remember."""

from collections.abc import Iterator

from handbook.domain.findings import danger_signs_of
from handbook.domain.vaccination_codes import observation
from handbook.pictures.book.blocks import Block, Heading, Paragraph, Points
from handbook.pictures.book.words import Words
from handbook.reference.book import load_document


def guidance_blocks(words: Words) -> Iterator[Block]:
    """Write each section of guidance.json; signs and rules come from the lists that alerts go by."""
    for section in load_document("guidance")["sections"]:
        yield Heading(2, section[words.language])
        if "danger_signs" in section:
            yield Points([text.in_(words.language) for text in danger_signs_of(section["danger_signs"]).values()])
        elif "observation" in section:
            yield Paragraph(observation()[words.language])
        else:
            yield Points([one[words.language] for one in section["points"]])
