"""Vaccination days of communes."""

from pynamodb.attributes import JSONAttribute, VersionAttribute

from handbook.domain.errors import StaleVersionError
from handbook.domain.ids import CommuneCode
from handbook.domain.receipts import Receipt
from handbook.domain.sessions.plans import SessionId, SessionPlan
from handbook.storage import receipts
from handbook.storage.reminders import RemindersTableItem
from handbook.storage.session_form import plan_form, plan_from
from handbook.storage.tables import transaction, translated, versioned

_PREFIX = "SESSION#"


class SessionItem(RemindersTableItem):
    """One plan of vaccination days."""

    plan = JSONAttribute()
    version = VersionAttribute()


def _partition(commune_code: CommuneCode) -> str:
    return f"COMMUNE#{commune_code}"


def _item(plan: SessionPlan) -> SessionItem:
    return SessionItem(
        _partition(plan.commune_code),
        f"{_PREFIX}{plan.session_id}",
        plan=plan_form(plan),
        **versioned(plan.version),
    )


def _plan(item: SessionItem) -> SessionPlan:
    commune = CommuneCode(item.pk.removeprefix("COMMUNE#"))
    return plan_from(SessionId(item.sk.removeprefix(_PREFIX)), commune, item.plan, item.version)


class VaccinationDays:
    """Plans by commune: few of each, so that all are read at once."""

    def of_commune(self, commune_code: CommuneCode) -> tuple[SessionPlan, ...]:
        """List the plans of a commune that hold, in the order of ids (AP-70)."""
        with translated():
            found = map(_plan, SessionItem.query(_partition(commune_code), SessionItem.sk.startswith(_PREFIX)))
            return tuple(plan for plan in found if not plan.taken_away)

    def get(self, commune_code: CommuneCode, session_id: SessionId) -> SessionPlan | None:
        """Read one plan that holds (AP-71); strongly consistent."""
        with translated():
            try:
                item = SessionItem.get(_partition(commune_code), f"{_PREFIX}{session_id}", consistent_read=True)
            except SessionItem.DoesNotExist:
                return None
        plan = _plan(item)
        return None if plan.taken_away else plan

    def add(self, plan: SessionPlan, receipt: Receipt) -> None:
        """Write a new plan. Raises ConflictError when its id is taken."""
        with transaction() as writes:
            writes.save(_item(plan))
            receipts.keep(receipt, plan, writes)

    def save(self, plan: SessionPlan) -> SessionPlan:
        """Write a changed plan; with its next version. Raises StaleVersionError when it changed since it was read."""
        item = _item(plan)
        with translated(StaleVersionError):
            item.save()
        return _plan(item)
