"""The rows of a station's month: each with an id of its own, none before birth or later than today."""

from datetime import date

from tools.upload_month import month

TODAY = date(2026, 11, 22)


def test_a_month_is_as_many_handbooks_and_entries_as_were_asked_for() -> None:
    rows = month(4, 30, "0912345678", TODAY)

    kinds = [row["kind"] for row in rows]
    assert (kinds.count("handbook"), len(kinds)) == (4, 34)
    assert len({row["id"] for row in rows}) == 34
    books = {row["id"]: date.fromisoformat(row["data"]["birth_date"]) for row in rows if row["kind"] == "handbook"}
    for row in rows:
        if row["kind"] != "handbook":
            (day,) = (value for name, value in row["data"].items() if name.endswith("_on"))
            assert books[row["handbook_id"]] < date.fromisoformat(day) <= TODAY
