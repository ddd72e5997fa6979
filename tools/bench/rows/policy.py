"""The access policy: the decision that every request asks for."""

from tools.bench.budget import Figures, at_most
from tools.bench.measuring import US, in_turns
from tools.bench.row import Row


def decision() -> Figures:
    """A health worker outside her area whom the last of forty rights lets in: the longest way through the policy."""
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415
    from types import SimpleNamespace  # noqa: PLC0415

    from handbook.domain.access import Action, Actor, Role, on_handbook  # noqa: PLC0415
    from handbook.domain.bonds import Bond  # noqa: PLC0415
    from handbook.domain.grants import MOST_GRANTS, Grant, GrantKind  # noqa: PLC0415

    now = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    nurse = Actor("nurse", Role.HEALTH_WORKER, "station", frozenset({"00004"}))  # type: ignore[arg-type]
    rights = SimpleNamespace(
        commune_code="00013",
        guardians={f"account-{number}": Bond(Role.GUARDIAN) for number in range(4)},
        visits={f"station-{number}": now for number in range(9)} | {"station": now},
        grants=tuple(
            Grant(
                f"grant-{number}",  # type: ignore[arg-type]
                GrantKind.SHARE,
                "station" if number == MOST_GRANTS - 1 else f"station-{number}",  # type: ignore[arg-type]
                "care",
                now,
                now + timedelta(hours=1),
            )
            for number in range(MOST_GRANTS)
        ),
        restriction=None,
    )
    if on_handbook(nurse, Action.RECORD_DOSE, rights, now) is None:
        raise RuntimeError("the policy refuses what this row measures")
    table = {("nurse", Action.RECORD_DOSE)}
    return in_turns(
        lambda: on_handbook(nurse, Action.RECORD_DOSE, rights, now),
        lambda: ("nurse", Action.RECORD_DOSE) in table,
        scale=US,
    )


ROWS = (Row("decision on one handbook", "µs", decision, "one look into a set", (at_most(20),)),)
