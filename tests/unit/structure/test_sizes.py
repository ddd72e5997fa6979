"""Files and functions stay small enough to be read in one go, and say what they promise."""

import ast
from collections.abc import Iterator
from statistics import median, quantiles

from tests.unit.structure.sources import Source, developers, length, product

LONGEST_FILE, MEDIAN_FILE = 300, 80
LONGEST_FUNCTION, USUAL_FUNCTION, MEDIAN_FUNCTION = 50, 30, 10
DOCUMENTED = {"domain", "usecases", "storage"}
VAGUE = {"utils", "util", "common", "helpers", "helper", "misc", "shared"}


def test_a_file_has_at_most_300_lines() -> None:
    long = [f"{one.place}: {one.lines}" for one in (*product(), *developers()) if one.lines > LONGEST_FILE]
    assert long == [], "one module for each responsibility"


def test_a_function_has_at_most_50_lines() -> None:
    long = [
        f"{source.place}:{function.lineno} {function.name}: {length(function)}"
        for source in (*product(), *developers())
        for function in source.functions()
        if length(function) > LONGEST_FUNCTION
    ]
    assert long == [], "give each step of a long function a name"


def test_most_functions_are_short() -> None:
    lengths = [length(function) for source in product() for function in source.functions()]
    assert quantiles(lengths, n=20)[-1] <= USUAL_FUNCTION
    assert median(lengths) <= MEDIAN_FUNCTION


def test_half_of_the_files_have_less_than_80_lines() -> None:
    assert median(source.lines for source in product()) < MEDIAN_FILE


def test_no_module_is_named_after_nothing() -> None:
    places = [source.place for source in (*product(), *developers())]
    vague = [place for place in places if VAGUE & set(place.removesuffix(".py").split("/"))]
    assert vague == [], "name a module after what it knows"


def _is_protocol(node: ast.ClassDef) -> bool:
    return any("Protocol" in ast.unparse(base) for base in node.bases)


def _public(source: Source) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Public functions and classes, and the public methods of classes that are no Protocol."""
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef) and not _is_protocol(node):
                yield from (one for one in node.body if isinstance(one, ast.FunctionDef) and one.name[0] != "_")


def _says_nothing(node: ast.FunctionDef | ast.ClassDef) -> bool:
    words = "".join(filter(str.isalnum, (ast.get_docstring(node) or "").lower()))
    return words in {"", node.name.lower().replace("_", "")}


def test_what_domain_usecases_and_storage_offer_says_its_effect() -> None:
    silent = [
        f"{source.place}:{node.lineno} {node.name}"
        for source in product()
        if source.room in DOCUMENTED
        for node in _public(source)
        if _says_nothing(node)
    ]
    assert silent == [], "a docstring says effect, units, errors, guarantee and source, and never repeats the name"


def test_every_function_says_what_it_returns() -> None:
    silent = [
        f"{source.place}:{one.lineno} {one.name}"
        for source in product()
        for one in source.functions()
        if one.returns is None
    ]
    assert silent == []
