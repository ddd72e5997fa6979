"""What stands between a child and a vaccine on a day, in words: the reason and the evidence beside a forecast."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from handbook.domain.conditions import LIVE, ConditionFact, DeferralFact
from handbook.domain.handbook import Handbook
from handbook.domain.texts import Text
from handbook.domain.vaccination_codes import code_list
from handbook.reference.vaccination import load_document

if TYPE_CHECKING:
    from handbook.domain.immunization import Schedule


type Words = Callable[[ConditionFact], Text]
"""Puts a condition into a sentence."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One condition or deferral with its sentence. `source_id` is the entry that it comes from.

    `antigens`, `groups` and `products` are what it is about; all of them empty for everything.
    """

    source_id: str
    kind: str
    code: str
    text: Text
    since: date | None
    until: date | None
    antigens: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()

    def concerns(self, group: str, antigens: frozenset[str], products: frozenset[str]) -> bool:
        """Say whether it is about a vaccine group, its antigens, or one of its products."""
        if not self.antigens and not self.groups and not self.products:
            return True
        return group in self.groups or bool(antigens & self.antigens) or bool(products & self.products)


def standing_on(handbook: Handbook, schedule: Schedule, on: date) -> tuple[Standing, ...]:
    """Give everything that holds on a day, as recorded and derived."""
    return (
        *(_of_condition(one, schedule) for one in handbook.conditions if one.holds_on(on)),
        *(_of_deferral(one, schedule) for one in handbook.deferrals if one.until > on),
    )


def _of_condition(fact: ConditionFact, schedule: Schedule) -> Standing:
    text = _text_of(fact, schedule)
    rule = next((rule for rule in schedule.contraindications if rule.code == fact.code), None)
    known = fact.kind == "contraindication" and rule is not None
    antigens = rule.antigens if known and rule else frozenset(fact.of or (fact.code,))
    return Standing(
        fact.condition_id,
        fact.kind,
        fact.code,
        text,
        fact.since,
        fact.until,
        antigens=antigens,
        groups=frozenset(fact.of),
        products=rule.products if known and rule else frozenset(),
    )


def words_of(schedule: Schedule) -> Words:
    """Give what puts conditions into sentences, by the names of a schedule."""
    return lambda fact: _text_of(fact, schedule)


def groups_with(schedule: Schedule, product_id: str) -> frozenset[str]:
    """Give the vaccine groups whose series accept a product."""
    return frozenset(series.group for series in schedule.every_series if product_id in series.accepted_products)


def usual_products(schedule: Schedule) -> Mapping[str, frozenset[str]]:
    """Give for each vaccine group the products that its usual series prefer."""
    found: dict[str, frozenset[str]] = {}
    for series in (one for one in schedule.every_series if one.default):
        preferred = frozenset(rule.product for dose in series.doses for rule in dose.preferable)
        found[series.group] = found.get(series.group, frozenset()) | preferred
    return found


def _text_of(fact: ConditionFact, schedule: Schedule) -> Text:
    if fact.kind == "contraindication":
        return finding_text(schedule, fact.code)
    if fact.kind == "immunity":
        name = schedule.antigen_names.get(fact.code)
        return Text(f"Đã có miễn dịch: {name.vi}.", f"Immune: {name.en}.") if name else Text(fact.code, fact.code)
    return cause_of_deferral(fact.code)


def _of_deferral(fact: DeferralFact, schedule: Schedule) -> Standing:
    live = {product.id for product in schedule.products.values() if product.live} if LIVE in fact.of else set()
    return Standing(
        fact.source_id,
        "deferral",
        fact.code,
        cause_of_deferral(fact.code),
        None,
        fact.until,
        groups=fact.groups,
        products=fact.products | live,
    )


def finding_text(schedule: Schedule, code: str) -> Text:
    """Give the sentence of a contraindication: the schedule's, or the antigen's name by a doctor's judgement."""
    for rule in schedule.contraindications:
        if rule.code == code:
            return rule.text
    name = schedule.antigen_names.get(code)
    if name is None:
        return Text(code, code)
    return Text(f"{name.vi} (bác sĩ chỉ định không tiêm).", f"{name.en} (by a doctor's judgement).")


def cause_of_deferral(code: str) -> Text:
    """Give the sentence of why a child waits: a reason for not giving, or a finding of the screening."""
    known = {entry["code"]: entry for entry in code_list("not_given_reasons")}
    found = known.get(code) or next(_findings(code), None)
    return Text(found["vi"], found["en"]) if found else Text(code, code)


def _findings(code: str) -> Iterator[dict[str, str]]:
    asked, _, rule = code.partition(".")
    checklist = load_document("screening")
    if asked in checklist["questions"]:
        yield checklist["questions"][asked][rule]["reason"]
    if asked in checklist["measures"]:
        yield checklist["measures"][asked][rule]
