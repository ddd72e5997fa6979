"""Whether a guardian is written to now, later or not: the one place that decides, pure.

One message a guardian and day for all children and contacts; about each contact at most as often as the rules say;
at hours that are decent and wished; to the app first, by SMS to who has none or has not read it for a day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from handbook.domain.calendar import VIETNAM, local_date
from handbook.domain.ids import HandbookId
from handbook.domain.preferences import Channel, Preferences
from handbook.domain.reminders.hours import next_moment
from handbook.domain.reminders.kinds import Kind
from handbook.domain.reminders.messages import AGAIN, Message, State, times_told
from handbook.domain.reminders.outcomes import Outcome
from handbook.domain.reminders.rules import Rules
from handbook.domain.reminders.touches import Touch

PAUSE = timedelta(minutes=15)
"""Between two tries of a message that the provider refused for a while, or of which it has to be asked."""
TRIES_A_DAY = 3
"""A message that the provider refused so often on a day is tried again on the next."""


@dataclass(frozen=True, slots=True)
class Due:
    """A touch of one handbook. `again`: the app was told of it a day ago, and nobody read it."""

    handbook_id: HandbookId
    touch: Touch
    again: bool = False

    @property
    def occurrence(self) -> str:
        """Name of the message among all of the handbook."""
        return self.touch.occurrence + (AGAIN if self.again else "")


@dataclass(frozen=True, slots=True)
class Guardian:
    """What the decision needs to know of who is to be told; `preferences` is None where there is no account.

    Of `no_sms_about` the account withdrew its consent to be told by SMS; the app still tells.
    """

    preferences: Preferences | None
    has_app: bool = False
    number_is_dead: bool = False
    written_today: bool = False
    no_sms_about: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Case:
    """All that one decision rests on: touches of a handbook and of its siblings, and what this guardian was told."""

    handbook_id: HandbookId
    guardian: Guardian
    due: Sequence[Due]
    told: Mapping[HandbookId, Sequence[Message]]


@dataclass(frozen=True, slots=True)
class Send:
    """One text for all of `due`."""

    channel: Channel
    due: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """Not before `until`."""

    until: datetime
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Skip:
    """Nothing is sent about these touches, whatever comes."""

    outcome: Outcome


type Decision = Send | Wait | Skip


def decide(case: Case, now: datetime, rules: Rules) -> Decision:
    """Decide for one guardian and handbook; what is due of the siblings goes with it in one text."""
    preferences = case.guardian.preferences
    if preferences is None:
        return Skip(Outcome.NO_ACCOUNT)
    if not preferences.enabled:
        return Skip(Outcome.STOPPED)
    channels = _channels(case.guardian, preferences)
    if not channels:
        return Skip(Outcome.DEAD_NUMBER if case.guardian.number_is_dead else Outcome.NO_CHANNEL)
    looked_at = [(one, _of_touch(one, case, channels, now, rules)) for one in case.due]
    own = [found for one, found in looked_at if one.handbook_id == case.handbook_id]
    ready = [found for _, found in looked_at if isinstance(found, Due)]
    if not any(isinstance(found, Due) for found in own):
        return _nothing_now([found for found in own if not isinstance(found, Due)])
    return _send(ready, channels, case, preferences, now, rules)


_MAY_STAND_UNREAD = {State.SENT, State.DELIVERED, State.UNKNOWN}
"""Of an app's message: one that may never have arrived was read by nobody, either."""


def _channels(guardian: Guardian, preferences: Preferences) -> tuple[Channel, ...]:
    can: dict[Channel, bool] = {"app": guardian.has_app, "sms": not guardian.number_is_dead}
    return tuple(channel for channel in preferences.channels if can[channel])


def _of_touch(one: Due, case: Case, channels: Sequence[Channel], now: datetime, rules: Rules) -> Due | Wait | Skip:
    """Say whether a touch is ready to be told of, and in which role."""
    told = case.told.get(one.handbook_id, ())
    if one.touch.subject in case.guardian.no_sms_about:
        channels = tuple(channel for channel in channels if channel != "sms")
    preferences = case.guardian.preferences
    if preferences is None or not preferences.wants(one.touch.subject) or not channels:
        return Skip(Outcome.UNWANTED)
    before = _message(one, told)
    if before is None:
        whats = one.touch.whats
        capped = (
            one.touch.kind is not Kind.MOVED
            and whats
            and all(times_told(told, what) >= rules.most_per_contact for what in whats)
        )
        return Skip(Outcome.CAPPED) if capped else one
    if before.state is State.CLAIMED:
        return Wait(now + PAUSE, Outcome.UNSURE)
    if before.state is State.REFUSED:
        return _retry(one, before, now, rules)
    if before.channel != "app" or before.state not in _MAY_STAND_UNREAD or "sms" not in channels:
        return Skip(Outcome.ALREADY_TOLD)
    return _unread(replace(one, again=True), before, told, now, rules)


def _message(one: Due, told: Sequence[Message]) -> Message | None:
    return next((message for message in told if message.occurrence == one.occurrence), None)


def _retry(one: Due, before: Message, now: datetime, rules: Rules) -> Due | Wait:
    """Try again what a provider refused for a while: fifteen minutes apart, three times a day."""
    if before.tries >= TRIES_A_DAY and local_date(before.claimed_at) == local_date(now):
        return Wait(_tomorrow(now, rules), Outcome.PROVIDER_BUSY)
    ready_at = before.claimed_at + PAUSE
    return one if now >= ready_at else Wait(ready_at, Outcome.PROVIDER_BUSY)


def _unread(again: Due, before: Message, told: Sequence[Message], now: datetime, rules: Rules) -> Due | Wait | Skip:
    """Say by SMS what stood unread in the app for a day."""
    repeated = _message(again, told)
    if repeated is not None:
        return _retry(again, repeated, now, rules) if repeated.state is State.REFUSED else Skip(Outcome.ALREADY_TOLD)
    ready_at = before.claimed_at + timedelta(hours=rules.unread_hours)
    return again if now >= ready_at else Wait(ready_at, Outcome.UNREAD)


def _nothing_now(found: Sequence[Wait | Skip]) -> Wait | Skip:
    """Give the first wait, else why the handbook's own touches are not spoken of."""
    waits = [one for one in found if isinstance(one, Wait)]
    if waits:
        return min(waits, key=lambda wait: wait.until)
    return found[0] if found else Skip(Outcome.NOTHING_DUE)


def _send(
    ready: Sequence[Due],
    channels: Sequence[Channel],
    case: Case,
    preferences: Preferences,
    now: datetime,
    rules: Rules,
) -> Send | Wait:
    if case.guardian.written_today:
        return Wait(_tomorrow(now, rules), Outcome.TOLD_TODAY)
    hours = (max(rules.hours[0], preferences.hours[0]), min(rules.hours[1], preferences.hours[1]))
    until = next_moment(now, hours if hours[0] < hours[1] else rules.hours)
    if until > now:
        return Wait(until, Outcome.HOURS)
    # What the app was told in vain goes out by SMS, and all the rest with it: one message a day.
    if channels[0] != "sms" and not any(one.again for one in ready):
        return Send(channels[0], tuple(ready))
    by_sms = tuple(one for one in ready if one.touch.subject not in case.guardian.no_sms_about)
    if any(one.handbook_id == case.handbook_id for one in by_sms):
        return Send("sms", by_sms)
    # The handbook's own news may go to the app only; a sibling's waits for its own look.
    return Send("app", tuple(one for one in ready if not one.again))


def _tomorrow(now: datetime, rules: Rules) -> datetime:
    following: date = local_date(now) + timedelta(days=1)
    begins: time = rules.hours[0]
    return datetime.combine(following, begins, VIETNAM).astimezone(now.tzinfo)
