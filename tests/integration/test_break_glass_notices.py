"""Of emergency access every guardian is told, once, without a word about health."""

from typing import Any

import pytest

from tests.integration.test_audit_chain import inserted, sealed
from tests.integration.wire import failing
from tests.integration.world import MOTHER, MOTHERS_PHONE, Clock, Inbox, items, open_handbook

pytestmark = pytest.mark.usefixtures("world")
WORDS = "So Me va Be: mot can bo y te vua mo so cua gia dinh theo quyen khan cap. Xem ai mo va ly do trong ung dung."


def broken_open(handbook_id: str, clock: Clock, **more: Any) -> dict[str, Any]:
    """An entry as the route of emergency access writes it."""
    key = f"{clock.at.strftime('%Y-%m-%dT%H:%M:%S.000Z')}#request#break_glass"
    entry = {"pk": f"HANDBOOK#{handbook_id}", "sk": key, "action": "break_glass", "purpose": "unconscious"}
    return {name: {"S": value} for name, value in {**entry, **more}.items()}


def test_each_guardian_is_told_once_however_often_the_stream_tells(clock: Clock, inbox: Inbox) -> None:
    event = inserted(broken_open(open_handbook()["handbook_id"], clock))

    for _ in range(3):
        assert sealed(event) == {"batchItemFailures": []}

    assert inbox.messages == [(MOTHERS_PHONE, WORDS)]


def test_a_guardian_whom_nobody_could_tell_is_told_when_the_stream_comes_again(clock: Clock, inbox: Inbox) -> None:
    event = inserted(broken_open(open_handbook()["handbook_id"], clock))
    with failing("sns", "Publish", "ThrottledException"):
        assert sealed(event) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    clock.move(minutes=30)

    assert sealed(event) == {"batchItemFailures": []}

    assert inbox.messages == [(MOTHERS_PHONE, WORDS)]
    seals = [item for item in items("AuditTable") if item["sk"]["S"].startswith("SEAL#")]
    assert len(seals) == 1


def test_reads_and_refused_emergency_access_tell_nobody(clock: Clock, inbox: Inbox) -> None:
    handbook_id = open_handbook()["handbook_id"]

    sealed(inserted(broken_open(handbook_id, clock, outcome="refused")))
    sealed(inserted(broken_open(handbook_id, clock, action="read_handbook", ground="break_glass")))

    assert inbox.messages == []
    assert MOTHER.get(f"/v1/handbooks/{handbook_id}").status == 200
