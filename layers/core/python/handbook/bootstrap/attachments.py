"""Adapters of attachments: asked for by one function only."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from handbook.config import config

if TYPE_CHECKING:
    from handbook.gateways.attachments import AttachmentFiles
    from handbook.storage.uploads import Uploads


@cache
def attachment_files() -> AttachmentFiles:
    """Give the bucket of attachments."""
    from handbook.gateways.attachments import AttachmentFiles

    return AttachmentFiles(config().attachments_bucket)


@cache
def uploads() -> Uploads:
    """Give the uploads that wait to be completed."""
    from handbook.storage.uploads import Uploads

    return Uploads()
