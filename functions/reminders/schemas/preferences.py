"""What /v1/me/reminder-preferences takes and gives."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import time
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints

from handbook.domain.directory import Account
from handbook.domain.errors import InvalidFieldError
from handbook.domain.preferences import CHANNELS, SUBJECTS, Channel, Preferences
from handbook.domain.texts import Language
from handbook.web.schemas import Body, Flag

type _Subject = Literal["dose", "school_dose", "antenatal", "check_up", "vitamin_a", "deworming"]
_Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class Hours(Body):
    """From when until when to be told, local time; within 08:00 and 20:00, an hour at least."""

    earliest: _Clock = "08:00"
    latest: _Clock = "20:00"


class PreferencesBody(Body):
    """All choices of a family member; what is left out is as at the beginning. `enabled: false` stops everything."""

    enabled: Flag
    language: Language = "vi"
    channels: Annotated[list[Channel], Field(max_length=2)] = Field(default_factory=lambda: list(CHANNELS))
    hours: Hours = Field(default_factory=Hours)
    kinds: Annotated[list[_Subject], Field(max_length=20)] = Field(
        default_factory=lambda: list(get_args(_Subject.__value__))
    )

    def change(self, before: Preferences) -> Preferences:
        """Put these choices in the place of those before."""
        return replace(
            before,
            enabled=self.enabled,
            language=self.language,
            channels=tuple(self.channels),
            hours=_hours(self.hours),
            unwanted=_unwanted(self.kinds),
        )


class PreferencesPatch(Body):
    """The choices that change; the others stay."""

    enabled: Flag | None = None
    language: Language | None = None
    channels: Annotated[list[Channel], Field(max_length=2)] | None = None
    hours: Hours | None = None
    kinds: Annotated[list[_Subject], Field(max_length=20)] | None = None

    def change(self, before: Preferences) -> Preferences:
        """Change what is named."""
        return replace(
            before,
            enabled=before.enabled if self.enabled is None else self.enabled,
            language=self.language or before.language,
            channels=before.channels if self.channels is None else tuple(self.channels),
            hours=before.hours if self.hours is None else _hours(self.hours),
            unwanted=before.unwanted if self.kinds is None else _unwanted(self.kinds),
        )


class PreferencesAnswer(Body):
    """How a family member wants to be told; a stop holds from the next run on.

    `stopped_through` says whether it was asked for in the app or by answering a message.
    """

    enabled: bool
    language: Language
    channels: list[str]
    hours: Hours
    kinds: list[str]
    stopped_at: str | None
    stopped_through: str | None


def preferences_answer(account: Account) -> PreferencesAnswer:
    """Write an account's choices as JSON."""
    chosen = account.preferences
    begins, ends = (one.isoformat("minutes") for one in chosen.hours)
    return PreferencesAnswer(
        enabled=chosen.enabled,
        language=chosen.language,
        channels=list(chosen.channels),
        hours=Hours(earliest=begins, latest=ends),
        kinds=[subject for subject in SUBJECTS if subject not in chosen.unwanted],
        stopped_at=chosen.stopped_at.isoformat() if chosen.stopped_at else None,
        stopped_through=chosen.stopped_through,
    )


def _hours(sent: Hours) -> tuple[time, time]:
    begins, ends = time.fromisoformat(sent.earliest), time.fromisoformat(sent.latest)
    if begins >= ends:
        raise InvalidFieldError("hours")
    return begins, ends


def _unwanted(wanted: Iterable[str]) -> frozenset[str]:
    return frozenset(SUBJECTS).difference(wanted)
