"""What a family agreed to: purpose by purpose, by acts that are kept for ever, and whether a consent holds on a day.

Nothing is agreed to by silence: without an act there is no consent (Law 91/2025/QH15 with Decree 356/2025/ND-CP).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from handbook.domain.calendar import months_after
from handbook.domain.errors import DateInFutureError, InvalidFieldError
from handbook.domain.privacy_errors import ChildNotAskedError, ConsentNeededError, WrongConsentStateError
from handbook.domain.texts import Language
from handbook.reference.consents import load_document

type Channel = Literal["app", "web", "paper"]
type Agreement = Literal["in_app", "spoken", "written"]
"""How a child said that it agrees."""
type ConsentState = Literal["not_given", "waiting_for_child", "in_force", "withdrawn"]


class Act(StrEnum):
    """What can be done about a consent."""

    GIVEN = "given"
    CHILD_AGREED = "child_agreed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ConsentAct:
    """One act, as evidence: what was done for which purpose, by whom, through what, when.

    `version` and `text_sha256` name the words that were read, in `language`. `on` is the local day of the act, on paper
    the day that stands there; `recorded_at` is when it reached us. `signed_by` is who signed a paper, where staff typed
    it in; `how` a child agreed.
    """

    act_id: str
    purpose: str
    act: Act
    on: date
    recorded_at: datetime
    recorded_by: str
    channel: Channel
    by_family: bool = True
    version: str | None = None
    text_sha256: str | None = None
    language: Language | None = None
    signed_by: str | None = None
    how: Agreement | None = None
    attachment_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsentFact:
    """Where one purpose stands after all acts: what decisions look at, without reading the acts again."""

    version: str | None = None
    given_on: date | None = None
    child_agreed_on: date | None = None
    withdrawn_on: date | None = None

    @property
    def stands(self) -> bool:
        """Say whether the representative agreed and nobody withdrew since."""
        return self.given_on is not None and self.withdrawn_on is None


type Facts = Mapping[str, ConsentFact]


def holds(fact: ConsentFact | None, on: date, born_on: date | None) -> bool:
    """Say whether a consent holds on a day.

    From the birthday on which a child is seven it holds only when the child agreed too, also where it was given
    before; `born_on` is None in a pregnancy and for what concerns an adult.
    """
    if fact is None or fact.given_on is None or fact.withdrawn_on is not None or on < fact.given_on:
        return False
    return not is_asked(born_on, on) or (fact.child_agreed_on is not None and fact.child_agreed_on <= on)


def is_asked(born_on: date | None, on: date) -> bool:
    """Say whether a child born on a day is old enough on another to be asked itself."""
    if born_on is None:
        return False
    rules = [one for one in load_document("purposes")["child_age_years"] if one["effective_from"] <= on.isoformat()]
    rule = max(rules, key=lambda one: one["effective_from"], default=load_document("purposes")["child_age_years"][0])
    return months_after(born_on, rule["years"] * 12) <= on


def state_of(fact: ConsentFact | None, on: date, born_on: date | None) -> ConsentState:
    """Say where a purpose stands on a day."""
    if fact is None or (fact.given_on is None and fact.withdrawn_on is None):
        return "not_given"
    if fact.withdrawn_on is not None:
        return "withdrawn"
    return "in_force" if holds(fact, on, born_on) else "waiting_for_child"


def after(fact: ConsentFact | None, act: ConsentAct, born_on: date | None) -> ConsentFact:
    """Give where a purpose stands after one more act.

    Raises: WrongConsentStateError for what stands already, or does not; ChildNotAskedError for the word of a child that
    is not seven yet; InvalidFieldError ("on") for a paper older than what it would change.
    """
    before = fact or ConsentFact()
    if act.act is Act.GIVEN:
        return _given(before, act)
    if act.act is Act.WITHDRAWN:
        return _withdrawn(before, act)
    if not before.stands or before.child_agreed_on is not None:
        raise WrongConsentStateError
    if not is_asked(born_on, act.on):
        raise ChildNotAskedError
    return replace(before, child_agreed_on=act.on)


def _given(before: ConsentFact, act: ConsentAct) -> ConsentFact:
    if before.stands and before.version == act.version:
        raise WrongConsentStateError
    latest = before.withdrawn_on or before.given_on
    if latest is not None and act.on < latest:
        # A paper that was signed before somebody withdrew, and typed in after, brings nothing back; nor do older words
        # take the place of those that were agreed to since. Whoever agreed by its own day agreed last.
        raise InvalidFieldError("on")
    return ConsentFact(act.version, act.on)


def _withdrawn(before: ConsentFact, act: ConsentAct) -> ConsentFact:
    never = before.given_on is None and before.withdrawn_on is None
    if before.withdrawn_on is not None or (never and not is_told_until_withdrawn(act.purpose, act.on)):
        raise WrongConsentStateError
    if before.given_on is not None and act.on < before.given_on:
        raise InvalidFieldError("on")
    return replace(before, withdrawn_on=act.on)


def folded(acts: Iterable[ConsentAct], born_on: date | None) -> Facts:
    """Give where every purpose stands after all acts, told in their order. Raises: as `after`."""
    facts: dict[str, ConsentFact] = {}
    for act in acts:
        facts[act.purpose] = after(facts.get(act.purpose), act, born_on)
    return facts


def check_day(on: date, today: date) -> None:
    """Refuse an act of tomorrow. Raises: DateInFutureError ("on")."""
    if on > today:
        raise DateInFutureError("on")


def is_told_until_withdrawn(purpose: str, on: date) -> bool:
    """Say whether a purpose belongs to the service that was asked for, until somebody says no to it."""
    rule = _reminders_rule(on)["optional"]
    return bool(rule["purpose"] == purpose and rule["told_until_withdrawn"])


def sms_refused(facts: Facts, on: date) -> frozenset[str]:
    """Give the subjects that an account is not to be told of by SMS.

    What care needs (the vaccinations and check-ups of the schedule) is no matter of consent; whoever wants none of it
    says so in the preferences.
    """
    optional = _reminders_rule(on)["optional"]
    fact = facts.get(optional["purpose"])
    said_no = fact is not None and fact.withdrawn_on is not None
    agreed = holds(fact, on, None) or (optional["told_until_withdrawn"] and not said_no)
    return frozenset() if agreed else frozenset(optional["subjects"])


def _reminders_rule(on: date) -> Mapping[str, Any]:
    listed = load_document("purposes")["reminders"]
    in_force = [one for one in listed if one["effective_from"] <= on.isoformat()]
    rule: Mapping[str, Any] = max(in_force or listed[:1], key=lambda one: one["effective_from"])
    return rule


def consent_of_share(share_purpose: str) -> str | None:
    """Give the purpose that a family has to agree to before it shares for one; None where the share says it all.

    A share with those who care for the child is the written request that the law asks for (Law 91/2025/QH15 with
    Decree 356/2025/ND-CP); a school and a partner system are a purpose of their own.
    """
    found: str | None = load_document("purposes")["shares"].get(share_purpose)
    return found


def check_agreed(share_purpose: str, facts: Facts, on: date, born_on: date | None) -> None:
    """Refuse a share whose purpose nobody agreed to. Raises: ConsentNeededError ("purpose")."""
    purpose = consent_of_share(share_purpose)
    if purpose is not None and not holds(facts.get(purpose), on, born_on):
        raise ConsentNeededError("purpose")
