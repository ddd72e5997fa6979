"""What a stage consists of, as the environment names it, in the order in which it is put back."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import cache
from typing import Any

import boto3
from botocore.config import Config

# Claims of texts come back before the handbooks that texts are sent about: a morning's run that starts meanwhile finds
# nobody whom it could tell a second time. Last come the handbooks, which everything else belongs to.
TABLES = ("transient", "codes", "audit", "reminders", "directory", "records")
BUCKETS = {"attachments": "kept/", "files": "", "anchors": "anchors/"}
"""Buckets whose objects cannot be made anew, and below which prefix. Exports are gone after a day anyway."""
SECRETS = ("phone", "code", "sign_in", "provider")

_PATIENT = Config(retries={"total_max_attempts": 10, "mode": "standard"}, max_pool_connections=32)


@dataclass(frozen=True, slots=True)
class Table:
    """A table by its name in this house and its name in the account."""

    name: str
    physical: str


def tables() -> tuple[Table, ...]:
    """Name the tables."""
    return tuple(Table(name, os.environ[f"{name.upper()}_TABLE"]) for name in TABLES)


def bucket_of(name: str) -> str:
    """Name a bucket."""
    return os.environ[f"{name.upper()}_BUCKET"]


@cache
def client(service: str) -> Any:  # noqa: ANN401 - boto3 has a type per service
    """Make a client that waits longer than a request may."""
    make: Any = boto3.session.Session().client
    return make(service, config=_PATIENT)


def mark_of_tables() -> str:
    """Give a short name of these very tables: the same names made anew have another one."""
    described = [client("dynamodb").describe_table(TableName=table.physical)["Table"] for table in tables()]
    ids = "".join(str(one.get("TableId") or one["CreationDateTime"]) + one["TableArn"] for one in described)
    return hashlib.sha256(ids.encode()).hexdigest()[:16]


def is_empty(table: Table) -> bool:
    """Say whether a table holds nothing at all."""
    return not client("dynamodb").scan(TableName=table.physical, Limit=1, ConsistentRead=True)["Items"]
