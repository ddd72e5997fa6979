"""What the OpenAPI document says beside the routes: problems, and how this API behaves everywhere."""

from collections.abc import Mapping
from typing import Any

from handbook.web.hints import HINTS
from handbook.web.problems import CONTENT_TYPE, NAMESPACE, PROBLEMS

DESCRIPTION = """The electronic mother and child health handbook of Vietnam.

Sign in at `/v1/auth/otp` and `/v1/auth/token` (families) or `/v1/auth/staff/token` (staff) and send the ID token as
`Authorization: Bearer`. Every POST that creates takes an `Idempotency-Key`; a change takes the `ETag` it is based on as
`If-Match`. Lists give `next`, to be sent as `cursor`. Every error is `application/problem+json` (RFC 9457) with a
stable `type`; docs/problems.md lists them. Texts follow `Accept-Language`: vi (default) or en.
"""

_GENERATED = ("HTTPValidationError", "ValidationError", "ResponseValidationError")


PUBLIC = frozenset(
    {
        "/v1/auth/otp",
        "/v1/auth/token",
        "/v1/auth/refresh",
        "/v1/auth/password",
        "/v1/auth/recovery",
        "/v1/auth/recovery/confirm",
        "/v1/auth/logout",
        "/v1/auth/staff/token",
        "/v1/auth/staff/sign-in",
        "/v1/auth/staff/sign-in/answer",
        "/v1/auth/staff/password",
        "/v1/auth/staff/password/new",
        "/v1/reminders/receipts/{provider}",
        "/v1/reminders/replies/{provider}",
        "/q/{code}",
        "/Q/{code}",
        "/i/{token}",
    }
)
"""The only routes without a token; a test holds the template and the resolvers to this list."""


_SVG, _HTML, _PNG, _PDF = "image/svg+xml", "text/html", "image/png", "application/pdf"
OTHER_TYPES = {
    "/v1/handbooks/{handbook_id}/growth/{chart}": (_SVG, _PNG),
    "/v1/handbooks/{handbook_id}/qr.svg": (_SVG,),
    "/v1/handbooks/{handbook_id}/qr.png": (_PNG,),
    "/v1/handbooks/{handbook_id}/card.pdf": (_PDF,),
    "/q/{code}": (_HTML,),
    "/Q/{code}": (_HTML,),
    "/i/{token}": (_HTML,),
}
_BYTES = {_PNG, _PDF}
"""Routes that answer with something else than JSON."""


def describe_answers(document: dict[str, Any]) -> None:
    """Say in which form the answers come that are no JSON, in place."""
    for path, operations in document["paths"].items():
        for operation in operations.values():
            if media_types := OTHER_TYPES.get(path):
                operation["responses"]["200"]["content"] = {name: {"schema": _schema_of(name)} for name in media_types}
            # 204 has no content (RFC 9110, 15.3.5), whatever type the function says that it gives.
            operation["responses"].get("204", {}).pop("content", None)
            _forget_empty(operation["responses"].get("202", {}))


def _forget_empty(response: dict[str, Any]) -> None:
    # A route without a type for its answer has none: the generator would promise JSON of whatever form.
    if not any(one["schema"].keys() - {"title"} for one in response.get("content", {}).values()):
        response.pop("content", None)


def _schema_of(media_type: str) -> dict[str, str]:
    return {"type": "string", **({"format": "binary"} if media_type in _BYTES else {})}


def describe_operations(document: dict[str, Any], texts: Mapping[str, str]) -> None:
    """Give each operation the words of its function, by operation id, in place."""
    for operations in document["paths"].values():
        for operation in operations.values():
            operation["description"] = texts[operation["operationId"]]


def describe_security(document: dict[str, Any]) -> None:
    """Say of every operation whether it needs a token, in place."""
    document["components"]["securitySchemes"] = {
        "SignedIn": {"type": "http", "scheme": "bearer", "description": "The ID token from /v1/auth"}
    }
    for path, operations in document["paths"].items():
        for operation in operations.values():
            operation["security"] = [] if path in PUBLIC else [{"SignedIn": []}]


def describe_problems(document: dict[str, Any]) -> None:
    """Replace the generated error answers by the one form that errors really have, in place."""
    schemas = document["components"].setdefault("schemas", {})
    for name in _GENERATED:
        schemas.pop(name, None)
    schemas["Problem"] = _problem_schema()
    reference = {
        "description": "A problem (RFC 9457)",
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for path in document["paths"].values():
        for operation in path.values():
            operation["responses"] = {
                status: response for status, response in operation["responses"].items() if status < "4"
            }
            operation["responses"]["default"] = reference


def _problem_schema() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type", "title", "instance", "errors"],
        "properties": {
            "type": {"type": "string", "enum": sorted(NAMESPACE + slug for slug in PROBLEMS)},
            "title": {"type": "string", "description": "In the language of the request"},
            "status": {"type": "integer"},
            "instance": {"type": "string", "description": "Id of the request, for support"},
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["field", "code"],
                    "properties": {"field": {"type": "string"}, "code": {"type": "string"}, "hint": _hint_schema()},
                },
            },
        },
    }


def _hint_schema() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["code", "text"],
        "properties": {
            "code": {"type": "string", "enum": sorted(HINTS)},
            "text": {"type": "string", "description": "In the language of the request"},
        },
    }
