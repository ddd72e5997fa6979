"""Writes docs/openapi.json from the resolvers and docs/export.schema.json from the kinds of entries.

With `--check` it says whether both are current.
"""

import argparse
import inspect
import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "openapi.json"
EXPORT_SCHEMA = ROOT / "docs" / "export.schema.json"
TITLE = "Sổ Mẹ và Bé"
VERSION = "1"


def _prepare() -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "layers" / "core" / "python")]
    for table in ("DIRECTORY", "RECORDS", "CODES", "REMINDERS", "AUDIT", "TRANSIENT"):
        os.environ.setdefault(f"{table}_TABLE", table.lower())
    os.environ.setdefault("AWS_REGION", "ap-southeast-1")
    os.environ.setdefault("POWERTOOLS_SERVICE_NAME", "handbook")
    os.environ.setdefault("POWERTOOLS_METRICS_NAMESPACE", "Handbook")


def document() -> dict[str, Any]:
    """Merge the descriptions of all HTTP functions into one OpenAPI 3.1 document."""
    _prepare()
    from aws_lambda_powertools.event_handler.openapi.merge import OpenAPIMerge  # noqa: PLC0415

    from handbook.web.openapi import (  # noqa: PLC0415
        DESCRIPTION,
        describe_answers,
        describe_operations,
        describe_problems,
        describe_security,
    )
    from tools.http_functions import app_of, names  # noqa: PLC0415

    merge = OpenAPIMerge(title=TITLE, version=VERSION)
    apps = [app_of(name) for name in names()]
    for app in apps:
        merge.add_schema(json.loads(app.get_openapi_json_schema(title=TITLE, version=VERSION)))
    merged: dict[str, Any] = json.loads(json.dumps(merge.get_openapi_schema(), default=str))
    merged["info"] |= {"description": DESCRIPTION, "license": {"name": "Apache-2.0"}}
    merged["servers"] = [{"url": "/"}]
    describe_security(merged)
    describe_problems(merged)
    describe_answers(merged)
    describe_operations(merged, {operation: words for app in apps for operation, words in _words(app).items()})
    return merged


def _words(app: Any) -> dict[str, str]:  # noqa: ANN401 - a powertools resolver
    """Read the docstrings of a resolver's routes by operation id."""
    routes = [*app._static_routes, *app._dynamic_routes]
    return {route.operation_id: inspect.getdoc(route.func) or "" for route in routes}


def text() -> str:
    """Write the document as it is committed."""
    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def export_schema() -> str:
    """Write the schema of exported handbooks as it is committed."""
    _prepare()
    from tools.export_schema import text as schema  # noqa: PLC0415

    return schema()


def main() -> int:
    """Write or check; 1 when a committed document is not what the code says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    old = False
    for path, current in ((DOCUMENT, text()), (EXPORT_SCHEMA, export_schema())):
        name = path.relative_to(ROOT)
        if not check:
            path.write_text(current, encoding="utf-8")
            print(f"wrote {name}")
        elif path.exists() and path.read_text(encoding="utf-8") == current:
            print(f"{name} is current")
        else:
            old = True
            print(f"{name} is not what the code says: run `make openapi` and commit it", file=sys.stderr)
    return int(old)


if __name__ == "__main__":
    raise SystemExit(main())
