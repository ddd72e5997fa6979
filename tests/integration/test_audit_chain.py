"""What is done to the access log by another hand shows when it is held against its seals."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import boto3
import pytest

from functions.audit.anchor import lambda_handler as anchor
from functions.audit.seal import lambda_handler as seal
from handbook import bootstrap
from handbook.bootstrap import auditing
from handbook.domain.audit_verify import BACKDATED_AFTER, Fault, Finding
from handbook.storage.tables import connection
from handbook.usecases.anchor_seals import anchor_key
from handbook.usecases.verify_log import verify_chain, verify_day
from tests.integration.api import Context
from tests.integration.wire import failing
from tests.integration.world import FAR_NURSE, NURSE, Clock, items, open_handbook

pytestmark = pytest.mark.usefixtures("world")


def inserted(*images: dict[str, Any]) -> dict[str, Any]:
    return {
        "Records": [
            {
                "eventName": "INSERT",
                "dynamodb": {
                    "Keys": {"pk": image["pk"], "sk": image["sk"]},
                    "NewImage": image,
                    "SequenceNumber": str(number),
                },
            }
            for number, image in enumerate(images, 1)
        ]
    }


def entries(prefix: str = "HANDBOOK#") -> list[dict[str, Any]]:
    return [item for item in items("AuditTable") if item["pk"]["S"].startswith(prefix)]


def sealed(event: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = seal(event, Context())
    return said


def client() -> Any:
    return connection().client


@pytest.fixture
def chain(clock: Clock) -> str:
    """A handbook that a nurse read five times, sealed."""
    handbook_id = open_handbook()["handbook_id"]
    for _ in range(5):
        clock.move(minutes=1)
        NURSE.get(f"/v1/handbooks/{handbook_id}")
    assert sealed(inserted(*entries())) == {"batchItemFailures": []}
    clock.move(hours=2)
    return f"HANDBOOK#{handbook_id}"


def found(chain: str) -> list[Finding]:
    return verify_chain(chain, bootstrap.now(), chains=auditing.seals())


def put(item: dict[str, Any]) -> None:
    client().put_item(TableName="AuditTable", Item=item)


def remove(item: dict[str, Any]) -> None:
    client().delete_item(TableName="AuditTable", Key={"pk": item["pk"], "sk": item["sk"]})


def test_what_nobody_touched_is_whole_whatever_comes_twice(chain: str) -> None:
    before = entries("SEALS#")

    sealed(inserted(*reversed(entries())))
    sealed({"chain": chain})

    assert found(chain) == []
    assert entries("SEALS#") == before
    assert len([one for one in before if one["sk"]["S"].startswith("SEAL#")]) == len(entries())


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda one: put({**one, "actor_id": {"S": "somebody-else"}}), Fault.CHANGED),
        (lambda one: put({**one, "purpose": {"S": "care"}}), Fault.CHANGED),
        (lambda one: put({**one, "unknown": {"S": "x"}}), Fault.CHANGED),
        (lambda one: put({**one, "address": {"S": "198.51.100.7"}}), Fault.CHANGED),
        (lambda one: put({name: said for name, said in one.items() if name != "address"}), Fault.CHANGED),
        (remove, Fault.MISSING),
    ],
)
def test_an_entry_that_was_changed_or_taken_out_is_named(
    chain: str, change: Callable[[dict[str, Any]], None], fault: Fault
) -> None:
    for victim in entries():
        change(victim)
        assert found(chain) == [Finding(fault, victim["sk"]["S"])]
        put(victim)
    assert found(chain) == []


def test_an_entry_that_was_put_in_between_is_added_also_once_it_is_sealed(chain: str, clock: Clock) -> None:
    victim = entries()[2]
    false = {**victim, "sk": {"S": victim["sk"]["S"].replace("Z#", "Z#0")}}
    put(false)

    assert found(chain) == [Finding(Fault.ADDED, false["sk"]["S"])]
    clock.move(days=16)
    sealed(inserted(false))
    assert found(chain) == [Finding(Fault.ADDED, false["sk"]["S"])]


def test_an_entry_is_backdated_only_when_it_is_sealed_later_than_a_message_can_wait(chain: str, clock: Clock) -> None:
    NURSE.get(f"/v1/handbooks/{chain.removeprefix('HANDBOOK#')}")
    late = entries()[-1]
    clock.at += BACKDATED_AFTER

    sealed(inserted(late))

    assert found(chain) == []


def test_an_entry_without_a_seal_is_told_after_an_hour(chain: str, clock: Clock) -> None:
    NURSE.get(f"/v1/handbooks/{chain.removeprefix('HANDBOOK#')}")
    young = entries()[-1]
    clock.move(hours=1)
    assert found(chain) == []
    clock.move(seconds=1)
    assert found(chain) == [Finding(Fault.UNSEALED, young["sk"]["S"])]

    sealed({"chain": chain})

    assert found(chain) == []


def test_a_seal_that_was_changed_or_taken_out_breaks_the_chain(chain: str) -> None:
    for victim in [one for one in entries("SEALS#") if one["sk"]["S"].startswith("SEAL#")][:-1]:
        put({**victim, "entry": {"S": "f" * 64}})
        assert "chain_broken" in {one.fault for one in found(chain)}
        remove(victim)
        assert "chain_broken" in {one.fault for one in found(chain)}
        put(victim)
    assert found(chain) == []


def test_a_chain_that_was_written_anew_differs_from_the_anchor_of_its_day(chain: str, clock: Clock) -> None:
    day = clock.at.date()
    clock.move(days=1)
    anchor({"run_at": clock.at.isoformat()}, Context())
    kept = [auditing.anchors().read(anchor_key(day))]
    assert verify_day(day, kept, seals=auditing.seals()) == []

    victim = entries()[1]
    for item in entries("SEALS#"):
        remove(item)
    remove(victim)
    clock.at -= timedelta(days=1)
    sealed(inserted(*entries()))

    assert found(chain) == []
    assert verify_day(day, kept, seals=auditing.seals()) == ["HANDBOOK"]


def test_look_ups_and_guesses_are_chained_under_who_made_them(clock: Clock) -> None:
    FAR_NURSE.get("/v1/handbooks/absent")
    NURSE.call("POST", "/v1/handbooks/search", {"code": "XYZ"})

    sealed(inserted(*entries("ACTOR#")))

    assert found("ACTOR#far-nurse") == []
    [guess] = entries("ACTOR#far-nurse")
    put({**guess, "at": {"S": "x"}})
    assert [one.fault for one in found("ACTOR#far-nurse")] == ["changed"]


def test_a_table_that_does_not_answer_gives_the_batch_back(chain: str) -> None:
    NURSE.get(f"/v1/handbooks/{chain.removeprefix('HANDBOOK#')}")
    for operation in ("Query", "BatchGetItem", "TransactWriteItems"):
        with failing("dynamodb", operation, "InternalServerError"):
            assert sealed(inserted(entries()[-1])) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert sealed(inserted(entries()[-1])) == {"batchItemFailures": []}


def test_the_anchor_is_of_the_day_before_and_holds_no_name(chain: str, clock: Clock) -> None:
    made = anchor({"run_at": (clock.at + timedelta(days=1)).isoformat()}, Context())

    [key] = [one["Key"] for one in boto3.client("s3").list_objects_v2(Bucket="anchors")["Contents"]]
    assert key == f"anchors/{clock.at.date().isoformat()}.json"
    assert made["seals"] == {"HANDBOOK": len(entries()), "ACTOR": 0, "ACCOUNT": 0}
    assert date.fromisoformat(made["day"]) == clock.at.date()
