"""Give a vendor links to the sheets of its order."""

from dataclasses import dataclass
from typing import Protocol

from handbook.domain.access import Action
from handbook.domain.errors import FilesGoneError
from handbook.domain.ids import BatchId
from handbook.domain.orders import Batch, FinishedFile
from handbook.usecases.context import Context
from handbook.usecases.ports import Batches
from handbook.usecases.read_batch import read_batch

LINK_SECONDS = 900
"""A quarter of an hour: a download starts within it, a link found later is worthless."""


@dataclass(frozen=True, slots=True)
class FileLink:
    """A finished file and where it can be fetched for a while."""

    file: FinishedFile
    url: str
    expires_in_seconds: int


class SignedFiles(Protocol):
    """See gateways.files.Files."""

    def link(self, key: str, name: str, seconds: int) -> str: ...


class Orders(Batches, Protocol):
    """Orders that note who was given links."""

    def note_links(self, batch: Batch, actor_id: str, at: str) -> None: ...


def fetch_files(batch_id: BatchId, context: Context, *, batches: Orders, files: SignedFiles) -> list[FileLink]:
    """Sign a link to each finished file, after the issue was written down.

    Raises: NotFoundError; FilesGoneError when the order was cancelled or closed, or its files' time is over;
    UnavailableError.
    """
    batch = read_batch(batch_id, Action.FETCH_FILES, context, batches=batches)
    if batch.files_until is not None and context.now >= batch.files_until:
        raise FilesGoneError
    batches.note_links(batch, context.actor.id, f"{context.now.isoformat()}#{context.request_id}")
    return [FileLink(file, files.link(file.key, file.name, LINK_SECONDS), LINK_SECONDS) for file in batch.files]
