"""The functions' handlers in this process, above a DynamoDB that answers at once: what a warm request costs.

Everything between the gateway's event and the bytes for DynamoDB is the product's own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handbook.domain.audit import AuditEntry
    from handbook.domain.handbook import Handbook

REGION = "ap-southeast-1"
BOOK, MOTHER, NURSE, STATION, COMMUNE = "book", "mother", "nurse", "station", "00004"
_TABLES = ("DIRECTORY", "RECORDS", "CODES", "REMINDERS", "AUDIT", "TRANSIENT")

type Item = dict[str, Any]


class Tables:
    """What was written, by table and key; `is_kept` is switched off while the same write is done again and again."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str, str], Item] = {}
        self.is_kept = True

    def answer(self, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Answer the operations that the measured routes use, without conditions."""
        match operation:
            case "GetItem":
                found = self.items.get(_place(parameters["TableName"], parameters["Key"]))
                return {"Item": found} if found else {}
            case "BatchGetItem":
                found = {
                    table: self._among(table, asked["Keys"]) for table, asked in parameters["RequestItems"].items()
                }
                return {"Responses": found, "UnprocessedKeys": {}}
            case "Query":
                items = self._queried(parameters)
                return {"Items": items, "Count": len(items), "ScannedCount": len(items)}
            case "PutItem":
                self._keep(parameters)
            case "TransactWriteItems":
                for write in parameters["TransactItems"]:
                    self._keep(write["Put"])
            case _:
                raise ValueError(f"no canned answer to {operation}")
        return {}

    def _among(self, table: str, keys: list[Item]) -> list[Item]:
        return [found for key in keys if (found := self.items.get(_place(table, key)))]

    def _queried(self, parameters: Mapping[str, Any]) -> list[Item]:
        """Answer with a partition, or an index's, in its order; more than a prefix the measured routes do not ask."""
        index = parameters.get("IndexName", "")
        pk, sk = (f"{index}pk", f"{index}sk") if index.startswith("gsi") else ("pk", "seq" if index else "sk")
        values = [value for _, value in sorted(parameters["ExpressionAttributeValues"].items())]
        found = [
            item
            for (table, _, _), item in self.items.items()
            if table == parameters["TableName"] and item.get(pk) == values[0] and sk in item
        ]
        if "begins_with" in parameters["KeyConditionExpression"]:
            found = [item for item in found if item[sk]["S"].startswith(values[1]["S"])]
        return sorted(found, key=lambda item: float(item[sk]["N"]) if sk == "seq" else item[sk]["S"])

    def _keep(self, put: Mapping[str, Any]) -> None:
        if self.is_kept:
            self.items[_place(put["TableName"], put["Item"])] = put["Item"]


def _place(table: str, item: Mapping[str, Any]) -> tuple[str, str, str]:
    return table, item["pk"]["S"], item["sk"]["S"]


def _prepare() -> None:
    os.environ.update({f"{table}_TABLE": table.lower() for table in _TABLES})
    os.environ.update(
        {
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "none",
            "AWS_SECRET_ACCESS_KEY": "none",
            "AWS_EC2_METADATA_DISABLED": "true",
            "FAMILY_POOL": "families",
            "STAFF_POOL": "staff",
            "FAMILY_CLIENT": "client",
            "STAFF_CLIENT": "client",
            "STAGE": "bench",
            "POWERTOOLS_SERVICE_NAME": "handbook",
            "POWERTOOLS_METRICS_NAMESPACE": "Handbook",
            "POWERTOOLS_LOG_LEVEL": "ERROR",
        }
    )


def settle(doses: int) -> Tables:
    """Write down a station with a nurse and a child of hers with so many doses, nineteen at most, and their entries."""
    _prepare()
    from handbook import aws  # noqa: PLC0415
    from handbook.domain.access import Action, Ground, Role  # noqa: PLC0415
    from handbook.domain.audit import AuditEntry  # noqa: PLC0415
    from handbook.domain.bonds import Bond  # noqa: PLC0415
    from handbook.domain.directory import Post, Staff, Unit, UnitKind  # noqa: PLC0415
    from handbook.domain.handbook import DoseFact, Handbook, Profile, Sex  # noqa: PLC0415
    from handbook.domain.ids import (  # noqa: PLC0415
        AccountId,
        CommuneCode,
        DoseId,
        HandbookId,
        ProvinceCode,
        StaffId,
        UnitId,
    )
    from handbook.domain.receipts import Receipt  # noqa: PLC0415
    from handbook.storage.directory import Directory  # noqa: PLC0415
    from handbook.storage.records import Records  # noqa: PLC0415
    from tools.bench.baselines.dynamodb import answer_at_once  # noqa: PLC0415
    from tools.bench.rows.immunization import GIVEN  # noqa: PLC0415

    tables, now, born = Tables(), datetime.now(UTC), date.today() - timedelta(days=600)  # noqa: DTZ011 - any day will do
    answer_at_once(aws.session(), tables.answer)
    directory = Directory(seal=str.encode, open_=bytes.decode)  # type: ignore[arg-type]
    station, commune = UnitId(STATION), CommuneCode(COMMUNE)
    directory.save_unit(Unit(station, UnitKind.STATION, "Trạm y tế", communes=(commune,)))
    directory.save_staff(Staff(StaffId(NURSE), "Trần Thị Ngọc Hà", (Post(station, Role.HEALTH_WORKER),)))
    facts = [
        DoseFact(DoseId(f"4f0c9a52-4a27-4c7e-9d4e-{n:012d}"), product, born + timedelta(days=age))
        for n, (age, product) in enumerate(GIVEN[:doses])
    ]
    book = Handbook(
        handbook_id=HandbookId(BOOK),
        child=Profile("Nguyễn Thị Ánh", Sex.FEMALE, born, commune, ProvinceCode("01")),
        guardians=MappingProxyType({AccountId(MOTHER): Bond(Role.GUARDIAN)}),
        created_at=now,
        own_code="0" * 20,
        doses=tuple(facts),
    )
    entry = AuditEntry(
        HandbookId(BOOK), now, MOTHER, "guardian", None, Action.OPEN_HANDBOOK, Ground.GUARDIAN, "request"
    )
    Records().add(book, entry, Receipt(MOTHER, "key", "POST /v1/handbooks", b"{}", now, lambda _: {}))
    _record(book, entry)
    tables.is_kept = False
    return tables


def _record(book: Handbook, entry: AuditEntry) -> None:
    """Write the entry of each dose that a handbook holds."""
    from handbook.domain.doses import Dose  # noqa: PLC0415
    from handbook.domain.receipts import Receipt  # noqa: PLC0415
    from handbook.storage.records import Records  # noqa: PLC0415

    at = book.created_at
    unnamed = Receipt(MOTHER, "", "POST /v1/sync", b"{}", at, lambda _: {})
    for version, fact in enumerate(book.doses, 1):
        dose = Dose(fact.dose_id, fact.product, fact.administered_on, at, NURSE, "administered", unit_id=STATION)
        Records().add_entry(dose, entry, unnamed, None, replace(book, version=version))


def caller(
    method: str, path: str, username: str, pool: str, body: object = None, query: Mapping[str, str] | None = None
) -> Callable[[], dict[str, Any]]:
    """Give a function that sends one request to the handler of its route, as the gateway does.

    Raises:
        RuntimeError: the first answer, made here, is not a success.
    """
    from tools.http_functions import function_of, handler_of  # noqa: PLC0415

    lambda_handler = handler_of(function_of(path))
    event = {**_event(method, path, username, pool, body), "queryStringParameters": query}
    text = json.dumps(event)

    def call() -> dict[str, Any]:
        return lambda_handler(json.loads(text), _Context())

    first = call()
    if first["statusCode"] not in {200, 201}:
        raise RuntimeError(f"{method} {path} is answered with {first['statusCode']}: {first['body']}")
    return call


_CLAIMS = {"token_use": "id", "aud": "client", "auth_time": "1750000000", "origin_jti": "session"}


class _Context:
    function_name = "records"
    memory_limit_in_mb = 512
    invoked_function_arn = f"arn:aws:lambda:{REGION}:000000000000:function:records"
    aws_request_id = "request"


def _event(method: str, path: str, username: str, pool: str, body: object) -> dict[str, Any]:
    issuer = f"https://cognito-idp.{REGION}.amazonaws.com/{os.environ[pool]}"
    headers = {
        "Accept": "application/json",
        "Accept-Language": "vi",
        "Content-Type": "application/json",
        "Idempotency-Key": "5f0f0b8e-6a51-4d0f-8b1e-0a1f6f6f4a11",
    }
    return {
        "httpMethod": method,
        "path": path,
        "resource": path,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "isBase64Encoded": False,
        "body": None if body is None else json.dumps(body),
        "requestContext": {
            "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            "stage": "bench",
            "path": path,
            "httpMethod": method,
            "identity": {"sourceIp": "203.0.113.9"},
            "authorizer": {"claims": _CLAIMS | {"cognito:username": username, "iss": issuer}},
        },
    }
