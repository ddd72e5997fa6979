"""The parts of the demo that need no stack."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from handbook.domain.phones import normalise_phone
from tools.demo import printing
from tools.demo.__main__ import main
from tools.demo.client import Answer, DemoError
from tools.demo.family import accesses
from tools.demo.paper import day, facts, quote
from tools.demo.people import SentCode, fresh_number, international, read_cast, spaced


def test_fresh_numbers_are_mobile_numbers_and_none_of_a_seeded_family() -> None:
    numbers = {fresh_number() for _ in range(200)}
    assert len(numbers) > 190
    assert all(normalise_phone(spaced(number)) == international(number) for number in numbers)
    assert not any(number.startswith("0900") for number in numbers)


@pytest.mark.parametrize(("code", "wrong"), [("123456", "123457"), ("999999", "000000"), ("000009", "000010")])
def test_the_wrong_code_is_another_one_of_six_digits(code: str, wrong: str) -> None:
    sent = SentCode("0912345678", "challenge", 300, f"{code} …", code)
    assert sent.wrong == wrong
    assert sent.body()["code"] == code
    assert sent.body(sent.wrong)["code"] == wrong


def test_without_a_running_stack_there_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--state", str(tmp_path), "--folder", str(tmp_path / "demo")]) == 1
    printed = capsys.readouterr()
    assert printed.err == "error: The system is not running: start it with make run (or make run BACKGROUND=1).\n"
    assert printed.out == ""
    assert not (tmp_path / "demo").exists()


def test_a_stack_without_accounts_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DemoError, match="make run"):
        read_cast(tmp_path / "accounts.json")


def test_a_member_who_is_not_there_is_named(tmp_path: Path) -> None:
    file = tmp_path / "accounts.json"
    file.write_text(json.dumps([{"username": "an", "unit_id": "u"}]), encoding="utf-8")
    cast = read_cast(file)
    assert cast.unit_of("an") == "u"
    with pytest.raises(DemoError, match="binh"):
        cast.unit_of("binh")


def entry(actor: str, action: str, at: str) -> dict[str, Any]:
    return {"actor_id": actor, "role": "health_worker", "action": action, "ground": "area", "at": at}


def test_the_same_access_several_times_running_is_one_line_in_local_time() -> None:
    log = [
        entry("an", "record_dose", "2026-11-21T20:00:03+00:00"),
        entry("an", "record_dose", "2026-11-21T20:00:02+00:00"),
        entry("an", "scan_code", "2026-11-21T20:00:01+00:00"),
        entry("an", "record_dose", "2026-11-21T20:00:00+00:00"),
    ]
    rows = accesses(log)
    assert [(row[0], row[3], row[5]) for row in rows] == [
        ("03:00:03", "record_dose", "2 times"),
        ("03:00:01", "scan_code", ""),
        ("03:00:00", "record_dose", ""),
    ]


def file_of(content: bytes) -> dict[str, Any]:
    digest = hashlib.sha256(content).hexdigest()
    return {"name": "a.pdf", "url": "http://127.0.0.1:1/a.pdf", "sha256": digest, "size_bytes": len(content)}


def test_a_file_is_taken_only_when_its_digest_is_the_announced_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "fetch", lambda _: Answer(200, None, {}, b"sheet"))
    assert printing.fetch_checked(file_of(b"sheet")) == b"sheet"
    with pytest.raises(DemoError, match="SHA-256"):
        printing.fetch_checked(file_of(b"other"))


def test_a_link_that_is_refused_ends_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "fetch", lambda _: Answer(403, None, {}, b"SignatureDoesNotMatch"))
    with pytest.raises(DemoError, match="403"):
        printing.fetch_checked(file_of(b"sheet"))


def test_facts_stand_under_each_other_also_with_vietnamese_letters(capsys: pytest.CaptureFixture[str]) -> None:
    facts([("bé", "một"), ("tiếng Việt", "hai")])
    first, second = capsys.readouterr().out.splitlines()
    assert first.index("một") == second.index("hai")


def test_long_texts_are_wrapped_and_dates_are_written_the_vietnamese_way(capsys: pytest.CaptureFixture[str]) -> None:
    quote("lịch tiêm " * 30)
    assert all(len(line) <= 110 for line in capsys.readouterr().out.splitlines())
    assert day("2026-11-22T01:00:00+00:00") == "22/11/2026"
