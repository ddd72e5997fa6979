"""What the routes of requests about personal data share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from functions.sharing.schemas.data_requests import DataRequestAnswer
from handbook import bootstrap
from handbook.bootstrap.privacy import data_requests, erasings
from handbook.domain.data_requests import DataRequest
from handbook.domain.errors import StaleVersionError
from handbook.usecases.open_data_request import RequestTools


def request_tools() -> RequestTools:
    """Give what requests need of the world."""
    return RequestTools(
        bootstrap.records(), data_requests(), bootstrap.disputes(), bootstrap.directory(), bootstrap.new_id, erasings()
    )


@contextmanager
def stale(shown: Callable[[DataRequest], DataRequestAnswer]) -> Iterator[None]:
    """Let a refusal for an old version show the request as it is now."""
    try:
        yield
    except StaleVersionError as error:
        error.kept = shown(error.kept).model_dump(mode="json") if isinstance(error.kept, DataRequest) else None
        raise
