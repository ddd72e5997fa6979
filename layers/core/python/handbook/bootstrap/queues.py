"""The queues, each made when something is first put on it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from handbook.config import config

if TYPE_CHECKING:
    from handbook.gateways.queues import Queue


@cache
def export_queue() -> Queue:
    """Give the queue of exports that were asked for."""
    from handbook.gateways.queues import Queue

    return Queue(config().export_queue)


@cache
def batch_queue() -> Queue:
    """Give the queue of orders."""
    from handbook.gateways.queues import Queue

    return Queue(config().batch_queue)


@cache
def reminder_queue() -> Queue:
    """Give the queue of the morning's shards."""
    from handbook.gateways.queues import Queue

    return Queue(config().reminder_queue)


@cache
def reforecast_queue() -> Queue:
    """Give the queue of shards whose children are planned anew."""
    from handbook.gateways.queues import Queue

    return Queue(config().reforecast_queue)
