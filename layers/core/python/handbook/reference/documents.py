"""Published tables that lie as JSON beside the package that names them."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

type Document = dict[str, Any]


def documents_beside(package_file: str, names: tuple[str, ...]) -> Callable[[str], Document]:
    """Give the reader of a package's documents: by one of `names`, once per process; the caller must not change one.

    The reader raises KeyError for another name.
    """
    folder = Path(package_file).parent

    @cache
    def load_document(name: str) -> Document:
        if name not in names:
            raise KeyError(name)
        document: Document = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        return document

    return load_document
