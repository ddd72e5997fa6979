"""One run over tombstones, handbooks that are being erased, and all others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from handbook import bootstrap
from handbook.bootstrap import attachments, privacy
from handbook.domain.calendar import local_date
from handbook.domain.errors import HandbookError
from handbook.domain.handbook import Handbook
from handbook.domain.retention import is_over
from handbook.storage.erased import Erased
from handbook.usecases.erase_handbook import Hands, begin_erasing, erase, erase_again, may_be_erased
from tools.erase.graves import keep, united

_PAGE = 100


@dataclass(frozen=True, slots=True)
class Run:
    """Which parts are looked at, how many handbooks leave or go at most, and where the list of tombstones lies."""

    shards: range
    most: int
    applies: bool
    graves: Path | None = None


def hands() -> Hands:
    """Give what erasing works with."""
    return Hands(
        bootstrap.records(),
        privacy.data_requests(),
        bootstrap.disputes(),
        privacy.erasings(),
        Erased(),
        bootstrap.code_keys(),
        attachments.attachment_files().remove,
    )


def run(wish: Run) -> Iterator[str]:
    """Do a run, and say in lines what was done, or is to be done, by ids alone."""
    tools = hands()
    if wish.graves is not None:
        yield from _again(wish, tools)
    yield from _deleted(wish, tools)
    yield from _leaving(wish, tools)
    if wish.applies and wish.graves is not None:
        keep(wish.graves, united(wish.graves, tools.erased.tombstones()))


def _again(wish: Run, tools: Hands) -> Iterator[str]:
    known = {one.handbook_id for one in tools.erased.tombstones()}
    for grave in united(wish.graves, tools.erased.tombstones()):
        if tools.erased.lies_there(grave.handbook_id):
            word = "came back, erased again" if wish.applies else "came back"
        elif grave.handbook_id not in known:
            word = "was forgotten, noted again" if wish.applies else "was forgotten"
        else:
            continue
        done = partial(erase_again, grave, bootstrap.now(), tools)
        yield f"{grave.handbook_id}  {_tried(done, word) if wish.applies else word}"


def _deleted(wish: Run, tools: Hands) -> Iterator[str]:
    today = local_date(bootstrap.now())
    begun = list(tools.erasings.begun())
    over = [one for one in begun if is_over(one, today)]
    for one in over[: wish.most]:
        done = partial(erase, one, bootstrap.now(), tools)
        yield f"{one.handbook_id}  {_tried(done, 'erased') if wish.applies else 'to be deleted'}"
    yield f"{len(over)} to be deleted, {len(begun) - len(over)} wait for their day"


def _leaving(wish: Run, tools: Hands) -> Iterator[str]:
    seen = left = 0
    for book in _all(wish.shards):
        seen += 1
        if left < wish.most and may_be_erased(book, bootstrap.now(), tools):
            if wish.applies and not begin_erasing(book, bootstrap.now(), tools):
                continue  # somebody wrote in it meanwhile
            left += 1
            yield f"{book.handbook_id}  {'left' if wish.applies else 'to leave'}"
    yield f"{seen} handbooks, {left} {'left' if wish.applies else 'to leave'}"


def _all(shards: range) -> Iterator[Handbook]:
    for shard in shards:
        page = bootstrap.records().of_shard(shard, _PAGE)
        yield from page.items
        while page.next is not None:
            page = bootstrap.records().of_shard(shard, _PAGE, page.next)
            yield from page.items


def _tried(do: Callable[[], object], word: str) -> str:
    try:
        do()
    except HandbookError as error:
        return f"{type(error).__name__.removesuffix('Error')}: begin again"
    return word
