"""A handbook as a book to print: in the order of the paper book, on A5 pages."""

from handbook.pictures.book.compose import written
from handbook.pictures.book.content import Content, Imprint, Verdict
from handbook.pictures.book.typeset import pdf_of

__all__ = ["Content", "Imprint", "Verdict", "pdf_of", "written"]
