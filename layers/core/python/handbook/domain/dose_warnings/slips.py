"""Warnings about slips in the entry: duplicates, lots, routes, and doses written down late."""

from collections.abc import Iterator

from handbook.domain.dose_warnings.situation import Situation
from handbook.domain.dose_warnings.wording import DoseWarning, limit_days, warn
from handbook.domain.handbook import DoseFact
from handbook.domain.texts import Text
from handbook.domain.vaccination_codes import code_list


def of_duplicates(situation: Situation) -> Iterator[DoseWarning]:
    """Say which recorded dose may be this very one."""
    for other in situation.handbook.doses:
        code = _likeness(situation, other)
        if code:
            words = {"product": situation.product_name(other.product)}
            yield warn(code, ahead=situation.ahead, on=other.administered_on, words=words, doses=(other.dose_id,))


def _likeness(situation: Situation, other: DoseFact) -> str:
    this = situation.fact
    days = abs((this.administered_on - other.administered_on).days)
    if this.product == other.product and days == 0:
        return "same_product_same_day"
    near = days <= limit_days("near_days")
    copied = this.historical != other.historical and days <= limit_days("copied_within_days")
    alike = near or (copied and situation.outcome.status.value != "valid") or _swapped(this, other)
    if not alike or not situation.shared_antigens(other):
        return ""
    return "same_antigen_same_day" if days == 0 else "looks_like_duplicate"


def _swapped(this: DoseFact, other: DoseFact) -> bool:
    """Say whether day and month changed places: 03/05 for 05/03."""
    one, two = this.administered_on, other.administered_on
    same_product = this.product == other.product and this.historical != other.historical
    return same_product and (one.year, one.month, one.day) == (two.year, two.day, two.month)


def of_lots(situation: Situation) -> Iterator[DoseWarning]:
    """Say that a lot number is missing, or does not go with what was recorded of it before."""
    this = situation.fact
    if this.lot_number is None:
        if not this.historical:
            yield warn("lot_missing", ahead=situation.ahead)
        return
    for other in situation.handbook.doses:
        if other.lot_number is None or other.lot_number.casefold() != this.lot_number.casefold():
            continue
        if other.product != this.product:
            words = {"product": situation.product_name(other.product)}
            yield warn("lot_other_product", ahead=situation.ahead, words=words, doses=(other.dose_id,))
        elif other.expires_on and this.expires_on and other.expires_on != this.expires_on:
            yield warn("lot_expiry_differs", ahead=situation.ahead, on=other.expires_on, doses=(other.dose_id,))


def of_the_route(situation: Situation) -> Iterator[DoseWarning]:
    """Say that the route is not the vaccine's: injected for oral, or into another layer."""
    usual = situation.product.route
    routes = {entry["code"]: entry for entry in code_list("routes")}
    chosen = routes.get(situation.dose.route or "")
    if chosen is None or not usual or chosen["product_route"] == usual:
        return
    name = next((Text(one["vi"], one["en"]) for one in routes.values() if one["product_route"] == usual), None)
    if name:
        yield warn("route_unusual", ahead=situation.ahead, words={"route": name})


def of_lateness(situation: Situation) -> Iterator[DoseWarning]:
    """Say that a dose of ours was written down late: after 5 days of work (Decision 3421/QD-BYT 2017)."""
    days = (situation.today - situation.dose.administered_on).days
    if situation.dose.kind == "administered" and days > limit_days("late_after_days"):
        yield warn("recorded_late", ahead=situation.ahead, words={"days": Text(str(days), str(days))})
