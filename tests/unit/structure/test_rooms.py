"""Imports point inward; each room holds what belongs in it."""

import ast
from collections.abc import Iterator
from sys import stdlib_module_names

from tests.unit.structure.sources import Source, dotted, imported, product

ALLOWED: dict[str, set[str]] = {
    "functions": {
        "functions",
        "web",
        "usecases",
        "domain",
        "pictures",
        "bootstrap",
        "config",
        "cold_start",
        "observability",
    },
    "web": {"web", "bootstrap", "domain", "usecases", "config", "observability"},
    "usecases": {"usecases", "domain", "pictures"},
    "bootstrap": {"bootstrap", "storage", "gateways", "domain", "reference", "config", "cold_start"},
    "storage": {"storage", "domain", "aws"},
    "gateways": {"gateways", "domain", "aws"},
    "pictures": {"pictures", "domain", "reference"},
    "domain": {"domain", "reference"},
    "reference": {"reference"},
    "aws": {"domain"},
    "cold_start": {"gathered"},
    "gathered": set(),
    "config": set(),
    "observability": set(),
    "__init__": set(),
}
"""Which rooms a room may know. A new room gets a line here first."""

LIBRARIES: dict[str, set[str]] = {
    "functions": {"aws_lambda_powertools", "pydantic"},
    "web": {"aws_lambda_powertools", "pydantic"},
    "observability": {"aws_lambda_powertools"},
    "storage": {"botocore", "pynamodb", "pydantic", "pydantic_core"},
    "gateways": {"botocore", "cryptography"},
    "aws": {"botocore"},
    "pictures": {"resvg_py", "segno", "typst"},
}
"""What a room may know of the world beside the standard library."""

# Modules of the standard library through which the clock, chance, files or the network would come into the domain.
IMPURE = {"os", "sys", "io", "time", "random", "secrets", "uuid", "logging", "socket", "ssl", "http", "urllib",
          "subprocess", "pathlib", "tempfile", "shutil", "asyncio", "threading", "multiprocessing"}  # fmt: skip
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now",
          "datetime.date.today", "time.time", "time.monotonic"}  # fmt: skip
ENVIRONMENT = {"os.environ", "os.getenv"}
LEVELS = {f"logger.{level}" for level in ("debug", "info", "warning", "error", "exception", "critical")}
MAKERS = {"Logger", "Metrics", "Tracer", "logging.getLogger"}
CORE = "layers/core/python/handbook"


def _room(module: str) -> str | None:
    first, _, rest = module.partition(".")
    if first == "functions":
        return "functions"
    return rest.partition(".")[0] or None if first == "handbook" else None


def _calls(source: Source) -> Iterator[tuple[str, ast.Call]]:
    return ((dotted(node.func), node) for node in ast.walk(source.tree) if isinstance(node, ast.Call))


def _mentions(names: set[str]) -> set[str]:
    """Files that mention one of some dotted names."""
    return {
        source.place
        for source in product()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and dotted(node) in names
    }


def test_imports_point_inward() -> None:
    outward = [
        f"{source.place}:{line} imports {module}"
        for source in product()
        for module, line in imported(source)
        if (room := _room(module)) is not None and room not in ALLOWED[source.room]
    ]
    assert outward == [], (
        "A room knows the rooms in ALLOWED only: pass what it needs as an argument (a Protocol of usecases/ports.py), "
        "and let bootstrap choose the adapter"
    )


def test_a_library_is_known_where_it_is_spoken_to() -> None:
    strange = [
        f"{source.place}:{line} imports {module}"
        for source in product()
        for module, line in imported(source)
        if module.partition(".")[0]
        not in {"handbook", "functions", *stdlib_module_names, *LIBRARIES.get(source.room, ())}
    ]
    assert strange == [], (
        "DynamoDB is spoken to in storage, AWS in gateways, HTTP in web and functions; the domain needs the standard "
        "library only"
    )


def test_the_domain_has_no_clock_no_chance_and_no_input_or_output() -> None:
    domain = [source for source in product() if source.room == "domain"]
    impure = [
        f"{source.place}:{line} imports {module}"
        for source in domain
        for module, line in imported(source)
        if module.partition(".")[0] in IMPURE
    ]
    opened = [
        f"{source.place}:{call.lineno} calls {name}"
        for source in domain
        for name, call in _calls(source)
        if name in {"open", "input", "eval", "exec", "__import__"}
    ]
    assert impure + opened == [], "the domain is pure: give it the value as an argument"


def test_only_bootstrap_reads_the_clock() -> None:
    assert _mentions(CLOCKS) == {f"{CORE}/bootstrap/__init__.py"}, "take `now` or `today` as an argument"


def test_only_config_and_the_tables_read_the_environment() -> None:
    readers = {f"{CORE}/config.py", f"{CORE}/storage/tables.py"}
    assert _mentions(ENVIRONMENT) == readers, "add a field to handbook/config.py"


def test_nothing_is_printed() -> None:
    printing = [
        f"{source.place}:{call.lineno}" for source in product() for name, call in _calls(source) if name == "print"
    ]
    assert printing == [], "log an Event of handbook/observability.py"


def test_every_line_of_the_log_is_a_constant_event_with_named_fields() -> None:
    logged = [(source, call) for source in product() for name, call in _calls(source) if name in LEVELS]
    assert logged
    free = [
        f"{source.place}:{call.lineno}"
        for source, call in logged
        if len(call.args) != 1 or not dotted(call.args[0]).startswith("Event.")
    ]
    assert free == [], (
        "the message of a log line is an Event of handbook/observability.py; what varies is a named field that holds "
        "an identifier, a count or a reason, never what a person typed"
    )


def test_nobody_but_observability_makes_a_logger() -> None:
    makers = {source.place for source in product() for name, _ in _calls(source) if name in MAKERS}
    assert makers == {f"{CORE}/observability.py"}, (
        "a second Logger splits child loggers off, and Tracer is too heavy for a function behind the API"
    )


def test_no_table_is_ever_read_whole() -> None:
    scans = [
        f"{source.place}:{call.lineno} calls {name}"
        for source in product()
        for name, call in _calls(source)
        if name.rpartition(".")[2] in {"scan", "rate_limited_scan", "Scan"}
    ]
    assert scans == [], "a scan reads every handbook of the country: find a key, or make an index for the question"


def test_the_access_log_speaks_of_the_handbook_that_was_read_and_not_of_the_name_that_was_asked_for() -> None:
    asked = [
        f"{source.place}:{call.lineno}"
        for source in product()
        for name, call in _calls(source)
        if name.endswith("context.audit") and dotted(call.args[2]) == "handbook_id"
    ]
    assert asked == [], (
        "a handbook may be asked for by the name of one that was merged into it: write `handbook.handbook_id` of the "
        "handbook that `admit` gave"
    )


def test_every_function_starts_cheaply_before_it_imports_anything_and_says_when_it_has_started() -> None:
    packages = [source for source in product() if source.room == "functions" and source.place.endswith("__init__.py")]
    handlers = [source for source in product() if any(one.name == "lambda_handler" for one in source.functions())]
    begins = {source.place for source in packages for name, _ in _calls(source) if name == "cold_start.begin"}
    finishes = {source.place for source in handlers for name, _ in _calls(source) if name == "bootstrap.prepare"}

    assert begins == {source.place for source in packages if source.place.count("/") == 2}
    assert finishes == {source.place for source in handlers}
