"""Do what is due for an order: make its files, take them away, or close it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from handbook.domain.batch_files import planned_files
from handbook.domain.batch_states import BatchEvent, BatchState
from handbook.domain.batch_work import Work, due_work
from handbook.domain.codes import CodeKey
from handbook.domain.errors import ConflictError, UnavailableError
from handbook.domain.ids import BatchId
from handbook.domain.orders import Batch, Said
from handbook.usecases.generate_batch import WORKER, Files, Press, Upload, generate_batch
from handbook.usecases.ports import Batches, Codes, Keys
from handbook.usecases.retry import on_conflict
from handbook.usecases.state_codes import state_codes


class Bucket[U: Upload](Files[U], Protocol):
    """See gateways.files.Files."""

    def remove(self, keys: Sequence[str]) -> None: ...


@dataclass(frozen=True, slots=True)
class Tended:
    """An order after a worker looked at it. `overtaken`: somebody else changed it meanwhile, and does the rest."""

    batch: Batch
    overtaken: bool
    work_left: bool


def tend_batch[U: Upload](
    batch_id: BatchId,
    *,
    batches: Batches,
    codes: Codes,
    files: Bucket[U],
    keys: Keys,
    host: str,
    now: Callable[[], datetime],
    may_go_on: Callable[[], bool],
    progress: Callable[[Batch], None],
) -> Tended | None:
    """Do all that is due for an order, as long as `may_go_on` says yes. None when there is no such order.

    Raises: UnavailableError or ConflictError, after which trying again goes on where this stopped.
    """
    batch = batches.get(batch_id)
    if batch is None:
        return None
    _say(batch, now(), codes)
    try:
        while (work := _due(batch, batches, now())) and may_go_on():
            if work is Work.GENERATE:
                press = Press(_key(batch, keys), host)
                batch = generate_batch(
                    batch, press, batches=batches, files=files, now=now, may_go_on=may_go_on, progress=progress
                )
            else:
                batch = _finish(batch, work, batches, files, now())
                progress(batch)
    except ConflictError:
        return _overtaken(batch_id, batches, files)
    return Tended(batch, overtaken=False, work_left=work is not None)


def _say(batch: Batch, now: datetime, codes: Codes) -> None:
    """Whom it meets at the codes binds one or speaks of others: nobody else would say what this order has to."""
    said = batch.said or Said(now, WORKER, f"version-{batch.version}")
    on_conflict(lambda: state_codes(batch, said, codes=codes))


def _due(batch: Batch, batches: Batches, now: datetime) -> Work | None:
    received = batch.state is BatchState.RECEIVED
    return due_work(batch, batches.bound([batch.batch_id])[batch.batch_id] if received else 0, now)


def _key(batch: Batch, keys: Keys) -> CodeKey:
    """The key of the order's day, whatever the present one is. Raises: UnavailableError when it is not held."""
    key = keys.all().get(batch.key_version)
    if key is None:
        raise UnavailableError("CodeKeyMissing")
    return key


def _finish[U: Upload](batch: Batch, work: Work, batches: Batches, files: Bucket[U], now: datetime) -> Batch:
    if work is Work.CLOSE:
        finished = batch.moved(BatchEvent.CLOSED, now, WORKER)
    else:
        files.remove([planned.key for planned in planned_files(batch)])
        unprinted = batch.state is BatchState.READY
        finished = batch.moved(BatchEvent.EXPIRED, now, WORKER) if unprinted else batch
        finished = replace(finished, files_removed_at=now)
    batches.save(finished)
    return finished.stored()


def _overtaken[U: Upload](batch_id: BatchId, batches: Batches, files: Bucket[U]) -> Tended | None:
    """Leave the order to whoever was faster; a file that was made for an order cancelled meanwhile goes away again."""
    batch = batches.get(batch_id)
    if batch is None:
        return None
    if batch.state is BatchState.CANCELLED:
        files.remove([planned.key for planned in planned_files(batch)])
    return Tended(batch, overtaken=True, work_left=False)
