"""From the `series` of a schedule document to `Series` and their target doses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from handbook.domain.immunization.parsing_fields import less_grace, optional_date, optional_span
from handbook.domain.immunization.series_rules import (
    AgeRule,
    Comparison,
    ConditionalSkip,
    Indication,
    IntervalFrom,
    IntervalRule,
    ProductRule,
    Series,
    SkipCondition,
    SkipContext,
    SkipKind,
    SkipSet,
    TargetDose,
)

_Item = Mapping[str, Any]


def parse_series(item: _Item, antigen: str, grace_days: int) -> Series:
    """Build the series of one antigen; a document may share one series between antigens.

    Raises:
        KeyError: a required field is missing. ScheduleError: a field is misspelt.
    """
    select = item.get("select", {})
    doses = tuple(_parse_dose(dose, antigen, grace_days) for dose in item["doses"])
    return Series(
        id=item["id"],
        antigen=antigen,
        group=item["group"],
        series_group=item.get("series_group", "standard"),
        equivalent_groups=frozenset(item.get("equivalent_series_groups", ())),
        doses=doses,
        risk=bool(item.get("risk", False)),
        default=bool(select.get("default", False)),
        product_path=bool(select.get("product_path", False)),
        product_lock=bool(item.get("product_lock", False)),
        priority=select.get("priority", "A"),
        preference=int(select.get("preference", 1)),
        min_start_age=optional_span(select, "min_start_age"),
        max_start_age=optional_span(select, "max_start_age"),
        sexes=frozenset(item.get("sexes", ())),
        indications=tuple(
            Indication(i["observation"], optional_span(i, "from"), optional_span(i, "until"))
            for i in item.get("indications", ())
        ),
        ignored_products=frozenset(item.get("ignored_products", ())),
        accepted_products=frozenset(product for dose in doses for product in dose.accepted),
        area=item.get("area", ""),
        uncertain=tuple(item.get("uncertain", ())),
    )


def _parse_dose(item: _Item, antigen: str, grace_days: int) -> TargetDose:
    products = item["products"]
    season = item.get("season", {})
    uncertain = item.get("uncertain", ())
    if isinstance(uncertain, Mapping):
        uncertain = uncertain.get(antigen, ())
    preferable = tuple(_parse_product_rule(p) for p in products["preferable"])
    return TargetDose(
        number=int(item["number"]),
        ages=tuple(_parse_age(age, grace_days) for age in _as_list(item.get("age"))),
        intervals=tuple(_parse_interval(i, grace_days) for i in item.get("intervals", ())),
        allowable_intervals=tuple(_parse_interval(i, grace_days) for i in item.get("allowable_intervals", ())),
        preferable=preferable,
        accepted=_by_product(preferable + tuple(_parse_product_rule(p) for p in products.get("allowable", ()))),
        inadvertent=frozenset(products.get("inadvertent", ())),
        skips=tuple(_parse_skip(skip) for skip in item.get("skip", ())),
        recurring=bool(item.get("recurring", False)),
        season_from=optional_date(season, "from"),
        season_until=optional_date(season, "until"),
        uncertain=tuple(uncertain),
    )


def _as_list(value: _Item | list[_Item] | None) -> list[_Item]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _parse_age(item: _Item, grace_days: int) -> AgeRule:
    minimum = optional_span(item, "min")
    return AgeRule(
        absolute_min=less_grace(minimum, optional_span(item, "absolute_min"), grace_days),
        min=minimum,
        offered_from=optional_span(item, "offered_from"),
        earliest_recommended=optional_span(item, "earliest_recommended"),
        latest_recommended=optional_span(item, "latest_recommended"),
        offered_until=optional_span(item, "offered_until"),
        max=optional_span(item, "max"),
        effective_from=optional_date(item, "effective_from") or date.min,
        effective_to=optional_date(item, "effective_to") or date.max,
    )


def _parse_interval(item: _Item, grace_days: int) -> IntervalRule:
    minimum = optional_span(item, "min")
    return IntervalRule(
        origin=IntervalFrom(item["from"]),
        target_dose=int(item.get("target_dose", 0)),
        products=frozenset(item.get("products", ())),
        observation=item.get("observation", ""),
        absolute_min=less_grace(minimum, optional_span(item, "absolute_min"), grace_days),
        min=minimum,
        offered_from=optional_span(item, "offered_from"),
        earliest_recommended=optional_span(item, "earliest_recommended"),
        latest_recommended=optional_span(item, "latest_recommended"),
        group_priority=bool(item.get("group_priority", False)),
        effective_from=optional_date(item, "effective_from") or date.min,
        effective_to=optional_date(item, "effective_to") or date.max,
    )


def _parse_product_rule(item: str | _Item) -> ProductRule:
    if isinstance(item, str):
        return ProductRule(item)
    volume = item.get("volume_ml")
    return ProductRule(
        product=item["product"],
        from_age=optional_span(item, "from"),
        until_age=optional_span(item, "until"),
        manufacturer=item.get("manufacturer", ""),
        volume_ml=float(volume) if volume is not None else None,
        forecast=bool(item.get("forecast", False)),
    )


def _by_product(rules: tuple[ProductRule, ...]) -> dict[str, tuple[ProductRule, ...]]:
    found: dict[str, tuple[ProductRule, ...]] = {}
    for rule in rules:
        found[rule.product] = (*found.get(rule.product, ()), rule)
    return found


def _parse_skip(item: _Item) -> ConditionalSkip:
    return ConditionalSkip(
        context=SkipContext(item.get("context", "both")),
        require_all=item.get("join", "any") == "all",
        sets=tuple(
            SkipSet(
                require_all=one.get("join", "all") == "all",
                conditions=tuple(_parse_condition(condition) for condition in one["conditions"]),
                effective_from=optional_date(one, "effective_from") or date.min,
                effective_to=optional_date(one, "effective_to") or date.max,
            )
            for one in item["sets"]
        ),
    )


def _parse_condition(item: _Item) -> SkipCondition:
    return SkipCondition(
        kind=SkipKind(item["kind"]),
        from_age=optional_span(item, "from_age"),
        until_age=optional_span(item, "until_age"),
        from_date=optional_date(item, "from_date"),
        until_date=optional_date(item, "until_date"),
        interval=optional_span(item, "interval"),
        products=frozenset(item.get("products", ())),
        count=int(item.get("count", 0)),
        comparison=Comparison(item.get("comparison", "greater_than")),
        valid_only=bool(item.get("valid_only", False)),
        series_groups=frozenset(item.get("series_groups", ())),
    )
