"""A hundred handbooks and more around the one: copies of its summary under other names."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from handbook.domain.dating import Dating
from handbook.domain.handbook import Handbook
from handbook.domain.ids import CommuneCode, HandbookId, ProvinceCode
from handbook.domain.pregnancy import Mother, Pregnancy
from handbook.domain.reforecast import reforecast_shard_of
from handbook.storage.record_items import SummaryItem, summary_item
from tests.integration.own_ids import own_id

COMMUNE, OF_PREGNANT, PART = CommuneCode("00004"), CommuneCode("00007"), 7
PAGE = 100


def neighbours(book: Handbook) -> list[HandbookId]:
    """Give a page's worth of children to a commune, one born each day, and of pregnancies to another."""
    children = [
        replace(
            book, handbook_id=HandbookId(own_id(n)), child=replace(book.profile, birth_date=date(2026, 6, 1) - n * _DAY)
        )
        for n in range(PAGE)
    ]
    _write([*children, *map(_pregnancy, [book] * PAGE, range(PAGE)), *_of_one_part(book)])
    return [child.handbook_id for child in children]


_DAY = timedelta(days=1)
_LAST_BIRTH = date(2026, 6, 1)


def _pregnancy(book: Handbook, number: int) -> Handbook:
    dating = Dating("d", "lmp", date(2026, 5, 1) - number * _DAY, 0, book.created_at, "nurse")
    expected = Pregnancy(Mother("Trần Thị Lan"), OF_PREGNANT, ProvinceCode("01"), (dating,))
    name = HandbookId(own_id(1000 + number))
    return Handbook(name, None, book.guardians, book.created_at, book.own_code, pregnancy=expected)


def _of_one_part(book: Handbook) -> Iterable[Handbook]:
    names = (HandbookId(own_id(number)) for number in range(10_000, 50_000))
    mine = (name for name in names if reforecast_shard_of(name) == PART)
    elsewhere = replace(book.profile, commune_code=CommuneCode("00013"))
    return [replace(book, handbook_id=next(mine), child=elsewhere) for _ in range(PAGE)]


def _write(books: Iterable[Handbook]) -> None:
    with SummaryItem.batch_write() as batch:
        for book in books:
            item = summary_item(replace(book, version=None))
            item.version = 1
            batch.save(item)
