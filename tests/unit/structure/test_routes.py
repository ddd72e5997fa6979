"""One list of routes: in the template, in the resolvers and in the document for clients."""

import json
from functools import cache
from typing import Any

from handbook.web.openapi import PUBLIC
from tests.template import ROOT, resources
from tools.http_functions import app_of, names
from tools.openapi import document

type Routes = dict[str, set[str]]

CREATES_NOTHING = {
    "/v1/handbooks/{handbook_id}/immunizations/preview",
    "/v1/handbooks/search",
    "/v1/handbooks/matches",
    "/v1/handbooks/{handbook_id}/merge/preview",
    "/v1/invitations/preview",
}
"""POSTs that only read: they take a body, and asking twice is the same as asking once."""
# The body or the path names what there is to be of it, so that a second time changes nothing.
NAMED_BY_ITSELF = {"/v1/me/devices", "/v1/me/messages/{reference}/read"}
# A new code or secret takes the place of the one before, which nobody had yet.
REPLACES = {"/v1/me/second-factor/code", "/v1/me/second-factor/authenticator"}
NAMED_ROW_BY_ROW = {"/v1/sync", "/v1/handbooks/{handbook_id}/history"}
"""POSTs of many rows: each has an id of its own, and is created once by that."""


@cache
def described() -> dict[str, Any]:
    """The OpenAPI document as the resolvers describe themselves now."""
    return document()


def in_template() -> dict[str, dict[str, Any]]:
    """Give the template's routes; the preflights' one path for all is test_gateway.py's."""
    found: dict[str, dict[str, Any]] = resources("AWS::Serverless::Api")["Api"]["Properties"]["DefinitionBody"]["paths"]
    return {path: operations for path, operations in found.items() if path != "/{proxy+}"}


def routes(paths: dict[str, Any]) -> Routes:
    return {path: set(operations) for path, operations in paths.items()}


def test_template_resolvers_and_document_list_the_same_routes() -> None:
    committed = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    assert routes(in_template()) == routes(described()["paths"]), "a route needs its line in template.yaml"
    assert routes(committed["paths"]) == routes(described()["paths"]), "run `make openapi` and commit the document"


def test_every_route_needs_a_token_unless_it_is_on_the_public_list() -> None:
    for path, operations in in_template().items():
        for method, operation in operations.items():
            wanted: list[Any] = [] if path in PUBLIC else [{"SignedIn": []}]
            assert operation["security"] == wanted, (
                f"{method} {path}: a route has the authorizer, or stands on handbook.web.openapi.PUBLIC for all to see"
            )


def test_the_public_list_names_routes_that_exist() -> None:
    assert set(in_template()) >= PUBLIC


def test_only_signing_in_receipts_and_the_pages_of_a_code_and_an_invitation_are_public() -> None:
    # Each is signed with its provider's secret.
    signed = {"/v1/reminders/receipts/{provider}", "/v1/reminders/replies/{provider}"}
    assert {path for path in PUBLIC if not path.startswith("/v1/auth/")} == {
        "/q/{code}",
        "/Q/{code}",
        "/i/{token}",
    } | signed


def test_the_document_tells_clients_the_same_about_tokens() -> None:
    for path, operations in described()["paths"].items():
        for operation in operations.values():
            assert bool(operation["security"]) is (path not in PUBLIC)


def test_the_token_is_checked_against_both_pools() -> None:
    body = resources("AWS::Serverless::Api")["Api"]["Properties"]["DefinitionBody"]
    authorizer = body["components"]["securitySchemes"]["SignedIn"]["x-amazon-apigateway-authorizer"]
    assert authorizer["type"] == "cognito_user_pools"
    assert authorizer["providerARNs"] == [{"GetAtt": "FamilyPool.Arn"}, {"GetAtt": "StaffPool.Arn"}]


def test_every_route_leads_to_the_function_whose_resolver_has_it() -> None:
    served = {
        path: name
        for name in names()
        for path in json.loads(app_of(name).get_openapi_json_schema(title="t", version="1"))["paths"]
    }
    for path, operations in in_template().items():
        for operation in operations.values():
            _, where = operation["x-amazon-apigateway-integration"]["uri"]["Sub"]
            targets = [{"Ref": f"{served[path]}.Alias"}, {"GetAtt": f"{served[path]}.Arn"}]
            assert where == {"Live": {"If": ["Deployed", *targets]}}, f"{path} is served by {served[path]}"


def test_pictures_leave_as_bytes_whatever_a_client_accepts() -> None:
    api = resources("AWS::Serverless::Api")["Api"]["Properties"]
    assert api["BinaryMediaTypes"] == ["*/*"], "the gateway sends base64 to whoever accepts other types first"


def headers_of(operation: dict[str, Any]) -> set[str]:
    return {one["name"].lower() for one in operation.get("parameters", ()) if one["in"] == "header"}


def test_every_post_takes_an_idempotency_key_or_the_version_that_it_is_based_on() -> None:
    for path, operations in described()["paths"].items():
        if (
            "post" in operations
            and path not in PUBLIC | CREATES_NOTHING | NAMED_ROW_BY_ROW | NAMED_BY_ITSELF | REPLACES
        ):
            guarded = headers_of(operations["post"]) & {"idempotency-key", "if-match"}
            assert guarded, f"POST {path} could do its work twice on a bad line"


def test_every_change_takes_the_version_that_it_is_based_on() -> None:
    for path, operations in described()["paths"].items():
        if "patch" in operations:
            assert "if-match" in headers_of(operations["patch"]), f"PATCH {path} could overwrite what nobody saw"


def test_every_error_is_described_as_a_problem() -> None:
    for operations in described()["paths"].values():
        for operation in operations.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]
            assert not [status for status in operation["responses"] if status[0] in "45"]


def test_no_two_bodies_have_one_name_so_that_no_module_shows_in_a_schemas_name() -> None:
    assert [name for name in described()["components"]["schemas"] if "__" in name] == []


def test_two_functions_that_name_a_body_alike_mean_the_same_by_it() -> None:
    # The documents of all functions are merged by these names: of two bodies, clients would be told of one.
    meant: dict[str, Any] = {}
    for name in names():
        schemas = json.loads(app_of(name).get_openapi_json_schema(title="t", version="1"))["components"]["schemas"]
        assert {schema for schema in schemas if meant.setdefault(schema, schemas[schema]) != schemas[schema]} == set()


def test_every_answer_that_succeeds_says_its_form_or_has_none() -> None:
    document = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    untyped = [
        (method, path, status)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        for status, response in operation["responses"].items()
        for content in response.get("content", {}).values()
        if status.startswith("2") and not content["schema"].keys() - {"title"}
    ]
    assert untyped == []


def test_an_answer_without_content_promises_none() -> None:
    paths = json.loads((ROOT / "docs/openapi.json").read_text(encoding="utf-8"))["paths"]
    answers = {
        f"{method} {path}": operation["responses"]["204"]
        for path, operations in paths.items()
        for method, operation in operations.items()
        if "204" in operation["responses"]
    }

    assert len(answers) > 10
    assert [route for route, answer in answers.items() if "content" in answer] == []
