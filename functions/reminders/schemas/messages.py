"""What was said, what was not and why, and what comes."""

from datetime import date, datetime
from typing import Any

from handbook.domain.reminders.explaining import REASONS, STATES, NotSaid
from handbook.domain.reminders.messages import Message
from handbook.domain.reminders.rules import Rules
from handbook.domain.texts import Language
from handbook.usecases.read_reminders import Coming, ToldOf
from handbook.web.forms.session_days import SessionDayAnswer, day_answer
from handbook.web.schemas import Body, PageBody, iso


class ReminderAnswer(Body):
    """One message about a recommended date: when it was claimed for sending and what became of it, also in words.

    `session_on` is the vaccination session that it named.
    """

    subject: str
    subject_name: str
    kind: str
    recommended_on: date
    claimed_at: datetime
    state: str
    explanation: str
    channel: str
    session_on: date | None


class NotSentAnswer(Body):
    """A message that did not go out on its day, and why."""

    on: date
    subject: str
    subject_name: str
    kind: str
    recommended_on: date
    reason: str
    explanation: str


class ComingAnswer(Body):
    """A message that is to come, if nothing changes, and the session that it would name."""

    on: date
    subject: str
    subject_name: str
    kind: str
    recommended_on: date
    session: SessionDayAnswer | None


class HindranceAnswer(Body):
    """What keeps a guardian from being told at all."""

    reason: str
    explanation: str


class ReminderPage(PageBody):
    """Messages, newest first. The first page also says what was not sent in the last weeks, and what comes."""

    items: list[ReminderAnswer]
    not_sent: list[NotSentAnswer]
    coming: list[ComingAnswer]
    hindrances: list[HindranceAnswer]


def page_answer(found: ToldOf, following: str | None, language: Language) -> ReminderPage:
    """Write a page as JSON."""
    return ReminderPage.model_validate(
        {
            "items": [_message_answer(one, found.rules, language) for one in found.page.items],
            "next": following,
            "not_sent": [_not_sent_answer(one, found.rules, language) for one in found.not_said],
            "coming": [_coming_answer(one, found.rules, language) for one in found.coming],
            "hindrances": [_explained(reason, language) for reason in found.hindrances],
        }
    )


def _subject(subject: str, rules: Rules, language: Language) -> dict[str, str]:
    name = rules.subjects.get(subject)
    return {"subject": subject, "subject_name": name.in_(language) if name else subject}


def _message_answer(message: Message, rules: Rules, language: Language) -> dict[str, Any]:
    return {
        **_subject(message.subject, rules, language),
        "kind": message.kind.value,
        "recommended_on": message.recommended_on.isoformat(),
        "claimed_at": message.claimed_at.isoformat(),
        "state": message.state.value,
        "explanation": STATES[message.state].in_(language),
        "channel": message.channel,
        "session_on": iso(message.session_on),
    }


def _not_sent_answer(one: NotSaid, rules: Rules, language: Language) -> dict[str, Any]:
    return {
        "on": one.touch.on.isoformat(),
        **_subject(one.touch.subject, rules, language),
        "kind": one.touch.kind.value,
        "recommended_on": one.touch.recommended_on.isoformat(),
        **_explained(one.reason, language),
    }


def _coming_answer(one: Coming, rules: Rules, language: Language) -> dict[str, Any]:
    return {
        "on": one.touch.on.isoformat(),
        **_subject(one.touch.subject, rules, language),
        "kind": one.touch.kind.value,
        "recommended_on": one.touch.recommended_on.isoformat(),
        "session": day_answer(one.session, language) if one.session else None,
    }


def _explained(reason: str, language: Language) -> dict[str, str]:
    return {"reason": reason, "explanation": REASONS[reason].in_(language)}
