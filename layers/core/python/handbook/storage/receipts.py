"""Idempotency receipts, written in the transaction of the work that they tell of."""

import json
import zlib
from collections.abc import Mapping

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from handbook.domain.errors import IdempotencyKeyReusedError
from handbook.domain.receipts import Answer, Receipt
from handbook.storage.tables import Item, table_name, translated

_LEVEL = 3
"""Half the work of zlib's own choice of 6, for a tenth more bytes: a dose's answer stays under four kilobytes."""


class ReceiptItem(Item):
    """The first answer to a request that created something; compressed, since a forecast is wordy."""

    class Meta:
        table_name = table_name("TRANSIENT_TABLE")

    fingerprint = UnicodeAttribute()
    answer = BinaryAttribute(legacy_encoding=False)
    expires_at = NumberAttribute()


def _key(receipt: Receipt) -> tuple[str, str]:
    return f"RECEIPT#{receipt.identity}", "RECEIPT"


def first_answer(receipt: Receipt) -> Answer | None:
    """Give what the first request with this key was answered, None when there was none (AP-11).

    Raises: IdempotencyKeyReusedError when the key came before with another body or route.
    """
    with translated():
        try:
            item = ReceiptItem.get(*_key(receipt), consistent_read=True)
        except ReceiptItem.DoesNotExist:
            return None
    if item.fingerprint != receipt.fingerprint:
        raise IdempotencyKeyReusedError("Idempotency-Key")
    answer: Answer = json.loads(zlib.decompress(item.answer))
    return answer


def keep(receipt: Receipt, result: object, writes: TransactWrite) -> None:
    """Add the answer to a transaction; a second request with the same key then cancels it whole.

    A request without a key rests on the id that its client made, and leaves no answer.
    """
    if not receipt.key:
        return
    from pydantic_core import to_json  # noqa: PLC0415 - with pydantic, which whoever answers requests has loaded

    said = receipt.render(result)
    text = to_json(said) if isinstance(said, Mapping) else said.as_sent.encode()
    item = ReceiptItem(
        *_key(receipt),
        fingerprint=receipt.fingerprint,
        answer=zlib.compress(text, _LEVEL),
        expires_at=receipt.forgotten_at,
    )
    writes.save(item, condition=ReceiptItem.pk.does_not_exist())
