"""Acknowledge an alert: a worker has seen it and says what is done about it."""

from collections.abc import Sequence

from handbook.domain.access import Action
from handbook.domain.acknowledgements import Acknowledgement
from handbook.domain.amendments import recorded_anew
from handbook.domain.encounters.confidential import check_text
from handbook.domain.entries import Entry, Kept, counting
from handbook.domain.errors import AlertAcknowledgedError, AlertResolvedError, NotFoundError
from handbook.domain.ids import HandbookId
from handbook.domain.receipts import Receipt
from handbook.usecases.admit import admit
from handbook.usecases.context import Context
from handbook.usecases.ports import Records
from handbook.usecases.watch import WatchedAlert, attention_of, watch


def acknowledge_alert(
    handbook_id: HandbookId, alert_id: str, note: str, context: Context, receipt: Receipt, *, records: Records
) -> WatchedAlert:
    """Keep that the actor has seen an open alert, with a note, and give the alert as it then is.

    After an acknowledgement that was entered in error this is its next version, on whatever day.
    Raises: NotFoundError for an alert that the handbook never had, ForbiddenError, AlertResolvedError,
    AlertAcknowledgedError, ConflictError.
    """
    handbook, ground = admit(context, Action.ACKNOWLEDGE_ALERT, handbook_id, records)
    check_text(note, "note")
    entries = records.all_entries(handbook.handbook_id)
    found = watch(handbook, counting(entries), context.today)
    alert = _to_acknowledge(found, alert_id)
    acknowledgement = Acknowledgement(
        alert_id=alert_id,
        code=alert.alert.rule.code,
        about=alert.alert.about,
        opened_by=alert.alert.opened_by,
        acknowledged_on=context.today,
        recorded_at=context.now,
        recorded_by=context.actor.id,
        note=note,
    )
    acknowledged = WatchedAlert(alert.alert, "acknowledged", acknowledgement)
    changed = handbook.needing(attention_of(one for one in found if one is not alert))
    audit = context.audit(Action.ACKNOWLEDGE_ALERT, ground, handbook.handbook_id)
    mistaken = _mistaken(entries, alert_id)
    if mistaken is None:
        records.add_entry(acknowledgement, audit, receipt, acknowledged, changed=changed)
    else:
        moved = (mistaken, recorded_anew(mistaken, acknowledgement))
        records.replace_entries([moved], audit, changed, (receipt, acknowledged))
    return acknowledged


def _mistaken(entries: Sequence[Kept[Entry]], alert_id: str) -> Kept[Entry] | None:
    """Find an acknowledgement of the alert that was entered in error: its id is the alert's, and is used only once."""
    return next(
        (
            one
            for one in entries
            if isinstance(one.entry, Acknowledgement) and one.entry.alert_id == alert_id and not one.counts
        ),
        None,
    )


def _to_acknowledge(found: tuple[WatchedAlert, ...], alert_id: str) -> WatchedAlert:
    alert = next((one for one in found if one.alert.alert_id == alert_id), None)
    if alert is None:
        raise NotFoundError
    if alert.state == "resolved":
        raise AlertResolvedError
    if alert.state == "acknowledged":
        raise AlertAcknowledgedError
    return alert
