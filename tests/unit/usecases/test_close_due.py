"""The night closes whom it finds, whatever happens to one of them, and stops in time."""

from handbook.domain.errors import HandbookError, UnavailableError
from handbook.domain.ids import AccountId
from handbook.usecases.close_due import Closings, close_due

PAGE = 3


class Night:
    """Accounts whose day has come; `lagging` still lists those that were closed."""

    def __init__(self, many: int, *, lagging: bool = False, broken: tuple[str, ...] = ()) -> None:
        self.left = [AccountId(f"a{number}") for number in range(many)]
        self.lagging, self.broken = lagging, broken
        self.done: list[AccountId] = []
        self.failed: list[AccountId] = []

    def due(self, most: int) -> list[AccountId]:
        return (self.left if self.lagging else [one for one in self.left if one not in self.done])[:most]

    def close(self, account_id: AccountId) -> bool:
        if account_id in self.broken:
            raise UnavailableError("down")
        assert account_id not in self.done
        self.done.append(account_id)
        return True

    def fail(self, account_id: AccountId, error: HandbookError) -> None:
        assert isinstance(error, UnavailableError)
        self.failed.append(account_id)

    def run(self, tries: int = 1000) -> Closings:
        left = iter([True] * tries)
        return close_due(self.due, self.close, self.fail, page=PAGE, has_time=lambda: next(left, False))


def test_all_are_closed_page_by_page_though_the_index_lags() -> None:
    for lagging in (False, True):
        night = Night(8, lagging=lagging)
        assert night.run() == Closings(8, 0, finished=True)


def test_more_broken_ones_than_a_page_hold_up_nobody() -> None:
    night = Night(9, broken=("a0", "a1", "a2", "a3"))
    assert night.run() == Closings(5, 4, finished=True)
    assert night.failed == ["a0", "a1", "a2", "a3"]
    assert len(night.done) == 5


def test_without_time_it_stops_before_the_next_one() -> None:
    night = Night(5)
    assert night.run(tries=2) == Closings(2, 0, finished=False)
    assert night.run() == Closings(3, 0, finished=True)


def test_who_signed_in_meanwhile_is_not_counted() -> None:
    assert close_due(Night(2).due, lambda _: False, Night(0).fail, page=PAGE, has_time=lambda: True) == Closings(
        0, 0, finished=True
    )


def test_nobody_is_due() -> None:
    assert Night(0).run() == Closings(0, 0, finished=True)
