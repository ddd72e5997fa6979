"""A stage is saved into a folder and put back into a new one: equal item for item, and serving as before."""

import copy
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest

from handbook.gateways import secrets
from tests.integration.agreed import agree
from tests.integration.conftest import backend, empty
from tests.integration.test_codes import bind, handed_out, ordered
from tests.integration.world import MOTHER, NURSE, open_handbook
from tools.recovery import keys, putting, stage, taking
from tools.recovery.__main__ import main
from tools.recovery.lines import SpoiltPartError, line_of, pack, unpack
from tools.recovery.restoring import NotRestorableError, Wish, compare, look, manifest_of, restore
from tools.recovery.saving import save
from tools.recovery.shelves import Folder, UnfitShelfError, shelf, write_document
from tools.recovery.stage import Table, mark_of_tables

pytestmark = pytest.mark.usefixtures("world", "lived_in")
NO_ONE = 3  # workers


def quiet(_name: str, _items: int) -> None:
    """Say nothing."""


@pytest.fixture
def lived_in(world: None) -> dict[str, str]:
    """A handbook with a dose, a printed code, a consent and a photograph's object; anchors and sheets in buckets."""
    opened = open_handbook()
    path = f"/v1/handbooks/{opened['handbook_id']}"
    code = handed_out(ordered(2))
    bind(code, opened["handbook_id"])
    assert agree(path, "research").status == 201
    given = NURSE.post(
        f"{path}/immunizations", {"product": "bcg", "administered_on": "2026-01-06", "lot_number": "L-1"}
    )
    assert given.status == 201, given.body
    s3 = boto3.client("s3")
    s3.put_object(Bucket="attachments", Key="kept/photo", Body=b"\xff\xd8photo", ContentType="image/jpeg")
    s3.put_object(Bucket="attachments", Key="incoming/never-completed", Body=b"no")
    s3.put_object(Bucket="anchors", Key="anchors/2026-06-14.json", Body=b'{"root": "first"}')
    return {"path": path, "code": code}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "saved")


@pytest.fixture(autouse=True)
def one_stage_after_another(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Clients are moto's of this module; tables that are made anew have another mark."""
    stage = iter(f"stage-{number}" for number in range(100))
    current = [next(stage)]
    for module in ("saving", "restoring"):
        monkeypatch.setattr(f"tools.recovery.{module}.mark_of_tables", lambda: current[0])

    def next_stage() -> None:
        current[0] = next(stage)

    return next_stage


def kept() -> dict[str, Any]:
    """Everything that lies in the tables."""
    return {
        name: copy.deepcopy({pk: {sk: one.to_json() for sk, one in items.items()} for pk, items in table.items.items()})
        for name, table in backend("dynamodb").tables.items()
    }


def a_new_stage(next_stage: Callable[[], None]) -> None:
    empty()
    for bucket in backend("s3", "aws").buckets.values():
        bucket.keys.clear()
    next_stage()


def test_what_was_saved_comes_back_item_for_item_and_serves_as_before(
    folder: Folder, lived_in: dict[str, str], one_stage_after_another: Callable[[], None]
) -> None:
    before, seen = kept(), MOTHER.get(lived_in["path"]).body
    manifest = save(folder, NO_ONE, quiet)
    a_new_stage(one_stage_after_another)
    assert restore(folder, Wish(workers=NO_ONE), quiet) == []

    assert kept() == before
    assert {name: table["items"] for name, table in manifest["tables"].items()} == {
        name: sum(map(len, before[f"{name.title()}Table"].values())) for name in manifest["tables"]
    }
    assert manifest["objects"] == {"attachments": 1, "files": 0, "anchors": 1}
    assert boto3.client("s3").get_object(Bucket="attachments", Key="kept/photo")["ContentType"] == "image/jpeg"
    assert MOTHER.get(lived_in["path"]).body == seen
    assert NURSE.get(f"/v1/qr/codes/{lived_in['code']}").status == 200


def test_what_is_saved_is_for_its_owner_alone_and_holds_no_number_in_clear(folder: Folder, tmp_path: Path) -> None:
    save(folder, NO_ONE, quiet)
    files = [path for path in (tmp_path / "saved").rglob("*") if path.is_file()]

    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    lines = [
        line
        for path in files
        if path.name.endswith(".jsonl.gz") and path.parent.name in taking_tables()
        for line in unpack(path.read_bytes(), path.name)[0]
    ]
    assert lines
    assert [line for line in lines if b"912345678" in line or b"k" * 64 in line] == []


def taking_tables() -> set[str]:
    return {"transient", "codes", "audit", "reminders", "directory", "records"}


class EndedError(Exception):
    """The machine went away."""


@pytest.mark.parametrize("ends_after", [0, 2])
def test_a_saving_that_ended_half_way_goes_on_and_saves_the_same(
    folder: Folder, ends_after: int, monkeypatch: pytest.MonkeyPatch, one_stage_after_another: Callable[[], None]
) -> None:
    monkeypatch.setattr(taking, "PAGES_OF_A_PART", 1)
    before, calls = kept(), iter(range(100))

    def ending(_name: str, _items: int) -> None:
        if next(calls) == ends_after:
            raise EndedError

    with pytest.raises(EndedError):
        save(folder, 1, ending)
    with pytest.raises(NotRestorableError):
        manifest_of(folder)
    save(folder, NO_ONE, quiet)
    a_new_stage(one_stage_after_another)

    assert restore(folder, Wish(), quiet) == []
    assert kept() == before


@pytest.mark.parametrize("ends_after", [0, 18])
def test_a_restore_that_ended_half_way_goes_on_and_puts_no_part_twice(
    folder: Folder, ends_after: int, one_stage_after_another: Callable[[], None]
) -> None:
    before = kept()
    save(folder, NO_ONE, quiet)
    a_new_stage(one_stage_after_another)
    put: list[str] = []

    def ending(name: str, _items: int) -> None:
        put.append(name)
        if len(put) == ends_after + 1:
            raise EndedError

    with pytest.raises(EndedError):
        restore(folder, Wish(workers=1), ending)
    first = len(put)

    assert restore(folder, Wish(workers=1), lambda name, _items: put.append(name)) == []

    assert kept() == before
    objects = [name for name in put[first:] if name in {"attachments", "anchors"}]
    parts = sum(json.loads(b"".join(folder.read(name)))["parts"] for name in segment_documents(folder))
    assert first + len(put[first:]) - len(objects) <= parts + 2 + 1  # each part once, each object once, the last asked


def segment_documents(folder: Folder) -> list[str]:
    return [f"{table}/{segment:03d}.json" for table in taking_tables() for segment in range(taking.SEGMENTS)]


def test_tables_that_hold_items_are_never_written_over_unless_told(
    folder: Folder, lived_in: dict[str, str], one_stage_after_another: Callable[[], None]
) -> None:
    save(folder, NO_ONE, quiet)
    one_stage_after_another()
    changed = NURSE.post(f"{lived_in['path']}/measurements", {"measured_on": "2026-06-15", "weight_kg": 6.5})
    assert changed.status == 201
    before = kept()

    with pytest.raises(NotRestorableError, match="records"):
        restore(folder, Wish(), quiet)
    assert kept() == before

    assert restore(folder, Wish(over=True, only=("records",)), quiet) == []
    assert MOTHER.get(lived_in["path"]).status == 200


def test_one_table_alone_is_put_back_and_the_others_stay(
    folder: Folder, lived_in: dict[str, str], one_stage_after_another: Callable[[], None]
) -> None:
    save(folder, NO_ONE, quiet)
    before = kept()
    backend("dynamodb").tables["RecordsTable"].items.clear()
    one_stage_after_another()

    assert restore(folder, Wish(only=("records",)), quiet) == []
    assert kept() == before


@pytest.mark.parametrize("spoil", ["missing", "cut", "other_items"])
def test_a_folder_that_was_spoilt_is_refused_before_anything_is_written(
    folder: Folder, spoil: str, tmp_path: Path, one_stage_after_another: Callable[[], None]
) -> None:
    save(folder, NO_ONE, quiet)
    a_new_stage(one_stage_after_another)
    part = next(iter(sorted((tmp_path / "saved" / "records").glob("*.jsonl.gz"))))
    if spoil == "missing":
        part.unlink()
    elif spoil == "cut":
        part.write_bytes(part.read_bytes()[:-9])
    else:
        lines, _ = unpack(part.read_bytes(), part.name)
        part.write_bytes(pack([line.replace(b"HANDBOOK", b"HANDB00K") for line in lines]))

    with pytest.raises(SpoiltPartError):
        restore(folder, Wish(), quiet)
    assert not any(table for table in kept().values())


def test_a_spoilt_photograph_is_refused(folder: Folder, tmp_path: Path) -> None:
    save(folder, NO_ONE, quiet)
    (tmp_path / "saved" / "objects" / "attachments-000000" / "0000").write_bytes(b"another")
    with pytest.raises(SpoiltPartError):
        look(folder, Wish(over=True))


def test_a_table_that_does_not_hold_what_was_saved_is_named(folder: Folder) -> None:
    manifest = save(folder, NO_ONE, quiet)
    assert compare(manifest, Wish()) == []
    items = backend("dynamodb").tables["RecordsTable"].items
    items.pop(next(iter(items)))
    assert compare(manifest, Wish()) == ["records"]


def test_without_the_keys_nothing_is_put_and_with_their_file_they_come_first(
    folder: Folder, lived_in: dict[str, str], tmp_path: Path, one_stage_after_another: Callable[[], None]
) -> None:
    file, client = tmp_path / "keys.json", boto3.client("secretsmanager")
    keys.save_keys(file)
    save(folder, NO_ONE, quiet)
    a_new_stage(one_stage_after_another)
    own = {name: client.get_secret_value(SecretId=name)["SecretString"] for name in ("phone", "code")}
    for name in own:
        client.put_secret_value(SecretId=name, SecretString='{"current": "1", "1": "%s"}' % ("z" * 64))

    with pytest.raises(NotRestorableError, match="code 1, phone 1"):
        restore(folder, Wish(), quiet)
    assert restore(folder, Wish(keys_file=file), quiet) == []

    secrets.forget()
    assert {name: client.get_secret_value(SecretId=name)["SecretString"] for name in own} == own
    assert NURSE.get(f"/v1/qr/codes/{lived_in['code']}").status == 200
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        keys.save_keys(file)


def test_a_file_of_keys_never_takes_the_place_of_a_key_that_something_is_sealed_by(
    folder: Folder, tmp_path: Path
) -> None:
    file, client = tmp_path / "keys.json", boto3.client("secretsmanager")
    keys.save_keys(file)
    save(folder, NO_ONE, quiet)
    own = client.get_secret_value(SecretId="phone")["SecretString"]
    rotated = json.dumps({**json.loads(own), "2": "2" * 64, "current": "2"})
    client.put_secret_value(SecretId="phone", SecretString=rotated)
    try:
        with pytest.raises(NotRestorableError, match="lacks its own: phone 2"):
            restore(folder, Wish(over=True, only=("records",), keys_file=file), quiet)
        assert client.get_secret_value(SecretId="phone")["SecretString"] == rotated
    finally:
        client.put_secret_value(SecretId="phone", SecretString=own)
    assert restore(folder, Wish(over=True, only=("records",), keys_file=file), quiet) == []


def test_staff_are_invited_anew_and_a_closed_account_stays_closed(
    folder: Folder, one_stage_after_another: Callable[[], None]
) -> None:
    client: Any = boto3.client("cognito-idp")
    pool = backend("cognito-idp").user_pools
    (staff,) = [one for one in pool.values() if one.name == "staff"]
    address = [{"Name": "email", "Value": "nurse@station.example"}]
    client.admin_create_user(UserPoolId=staff.id, Username="nurse-a", UserAttributes=address)
    client.admin_create_user(UserPoolId=staff.id, Username="left", UserAttributes=address)
    client.admin_disable_user(UserPoolId=staff.id, Username="left")
    assert save(folder, NO_ONE, quiet)["staff"] == 2
    a_new_stage(one_stage_after_another)
    for name in ("nurse-a", "left"):
        client.admin_delete_user(UserPoolId=staff.id, Username=name)

    assert restore(folder, Wish(invite=True), quiet) == []

    users = {one["Username"]: one for one in client.list_users(UserPoolId=staff.id)["Users"]}
    assert {name: user["Enabled"] for name, user in users.items()} == {"nurse-a": True, "left": False}
    assert {"Name": "email", "Value": "nurse@station.example"} in users["nurse-a"]["Attributes"]
    for name in users:
        client.admin_delete_user(UserPoolId=staff.id, Username=name)


def test_items_that_a_busy_table_left_are_offered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    table, pauses = Table("records", "RecordsTable"), list[float]()
    real = stage.client("dynamodb")
    offered: list[int] = []

    class Busy:
        def batch_write_item(self, RequestItems: Any) -> Any:  # noqa: N803 - boto3's own
            (requests,) = RequestItems.values()
            offered.append(len(requests))
            real.batch_write_item(RequestItems={"RecordsTable": requests[:2]})
            left = requests[2:]
            return {"UnprocessedItems": {"RecordsTable": left} if left else {}}

    monkeypatch.setattr(putting, "client", lambda _service: Busy())
    lines = tuple(putting_line(number) for number in range(5))
    putting.put(table, lines, pauses.append)
    assert (offered, pauses) == ([5, 3, 1], [0.05, 0.1])


def putting_line(number: int) -> bytes:
    return line_of({"pk": {"S": f"HANDBOOK#{number}"}, "sk": {"S": "SUMMARY"}})


def test_a_folder_takes_one_stage_once(folder: Folder, one_stage_after_another: Callable[[], None]) -> None:
    save(folder, NO_ONE, quiet)
    with pytest.raises(UnfitShelfError, match="whole"):
        save(folder, NO_ONE, quiet)
    (Path(folder.where) / "manifest.json").unlink()
    one_stage_after_another()
    with pytest.raises(UnfitShelfError, match="another stage"):
        save(folder, NO_ONE, quiet)


def test_a_bucket_must_encrypt_and_be_closed_and_then_takes_a_stage(
    one_stage_after_another: Callable[[], None],
) -> None:
    client: Any = boto3.client("s3")
    client.create_bucket(Bucket="saved", CreateBucketConfiguration={"LocationConstraint": "ap-southeast-1"})
    with pytest.raises(UnfitShelfError):
        shelf("s3://saved/june")
    kms = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
    client.put_bucket_encryption(Bucket="saved", ServerSideEncryptionConfiguration={"Rules": [kms]})
    closed = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    client.put_public_access_block(Bucket="saved", PublicAccessBlockConfiguration=dict.fromkeys(closed, True))
    before, where = kept(), shelf("s3://saved/june")
    save(where, NO_ONE, quiet)
    empty()
    one_stage_after_another()

    assert restore(where, Wish(), quiet) == []
    assert kept() == before
    assert where.encryption == "aws:kms"


def test_the_mark_of_a_stage_is_that_of_its_very_tables() -> None:
    assert len(mark_of_tables()) == 16
    assert mark_of_tables() == mark_of_tables()


def test_the_command_saves_looks_through_and_tells_that_nothing_is_encrypted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.recovery.__main__.enter_chosen", lambda _state, account: None)
    folder = str(tmp_path / "saved")
    assert main(["backup", folder, "--dry"]) == 0
    assert not (tmp_path / "saved").exists()
    assert main(["backup", folder, "--keys", str(tmp_path / "saved" / "keys")]) == 1
    assert main(["backup", folder]) == 0
    assert "is not encrypted" in capsys.readouterr().out
    assert main(["restore", folder]) == 1
    assert "these tables hold items" in capsys.readouterr().err
    assert main(["restore", folder, "--over"]) == 0
    assert "nothing was written" in capsys.readouterr().out
    assert main(["backup", folder, "--account"]) == 2
    assert main(["restore", folder, "--only", "drawers"]) == 1


def test_a_folder_of_a_later_format_is_refused(folder: Folder) -> None:
    write_document(folder, "manifest.json", {"format": 2})
    with pytest.raises(NotRestorableError, match="format 2"):
        manifest_of(folder)
