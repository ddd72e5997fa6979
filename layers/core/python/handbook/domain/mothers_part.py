"""What of a handbook is the mother's own, and to whom it is shown: after an adoption not to the new family."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime

from handbook.domain.access import Role
from handbook.domain.attachments import Attachment
from handbook.domain.consents import ConsentAct
from handbook.domain.data_requests import DataRequest
from handbook.domain.disputes import Dispute
from handbook.domain.encounters.encounter import ChildCheckup, Encounter
from handbook.domain.entries import Entry, Kept
from handbook.domain.entry_kinds import KINDS
from handbook.domain.identifiers import Identifier, masked
from handbook.domain.life_events import LifeEvent
from handbook.domain.mothers import adopted_at
from handbook.domain.mothers_entries import MOTHERS_ENCOUNTERS, is_mothers
from handbook.domain.whole import Recorded, Whole


def shown_to(role: Role, whole: Whole) -> Whole:
    """Give what somebody in a role may see of a handbook whose right to it was checked.

    Guardians who may not see what is the mother's get none of it, nor her name, nor what the old family said. Staff
    see all, but of the numbers of offices the ends alone: whole they read them one at a time, each with an entry in
    the access log.
    """
    handbook = whole.handbook
    if role is not Role.GUARDIAN:
        return replace(whole, others={name: tuple(map(_masked, some)) for name, some in whole.others.items()})
    if not handbook.mother_hidden:
        return whole
    since = adopted_at(handbook)
    child = replace(handbook.child, mother_name=None) if handbook.child else None
    life = tuple(one for one in handbook.life if since is not None and one.recorded_at >= since)
    contacts = tuple(one for one in handbook.care_contacts if one.kind not in MOTHERS_ENCOUNTERS)
    hidden = {KINDS[type(one.now.entry)].id_of(one.now.entry) for one in whole.entries if is_of_before(one.now.entry)}
    return replace(
        whole,
        handbook=replace(handbook, child=child, pregnancy=None, pregnancy_in=None, life=life, care_contacts=contacts),
        entries=tuple(
            _told(one) for one in whole.entries if not (is_of_before(one.now.entry) or _is_with(one, hidden, since))
        ),
        others={name: tuple(one for one in some if _of_now(one, since)) for name, some in whole.others.items()},
        former_profiles=tuple(
            replace(one, pregnancy=None)
            for one in whole.former_profiles
            if since is not None and one.replaced_at > since
        ),
    )


def told_after_adoption[E: Entry](kept: Kept[E]) -> Kept[E] | None:
    """Give an entry as it is told to guardians who may not see what is the mother's; None where it is hers.

    What the first check-up asks about the pregnancy and the birth is hers too.
    """
    if is_of_before(kept.entry):
        return None
    details = getattr(kept.entry, "details", None)
    if isinstance(kept.entry, Encounter) and isinstance(details, ChildCheckup):
        return replace(kept, entry=replace(kept.entry, details=replace(details, newborn_history=None)))
    return kept


def is_of_old_family(dispute: Dispute, since: datetime | None) -> bool:
    """Say whether a dispute is one of those who were guardians before an adoption: their words are their own."""
    return since is not None and dispute.steps[0].at < since


def _told(one: Recorded[Entry]) -> Recorded[Entry]:
    now = told_after_adoption(one.now)
    return Recorded(now, tuple(filter(None, map(told_after_adoption, one.before)))) if now is not None else one


def _is_with(one: Recorded[Entry], hidden: AbstractSet[str], since: datetime | None) -> bool:
    entry = one.now.entry
    if not isinstance(entry, Attachment):
        return False
    return entry.about.id in hidden or (entry.about.id is None and since is not None and entry.recorded_at < since)


def _masked(one: object) -> object:
    return replace(one, value=masked(one.value)) if isinstance(one, Identifier) else one


def _of_now(one: object, since: datetime | None) -> bool:
    if isinstance(one, Dispute):
        return not is_of_old_family(one, since)
    if isinstance(one, ConsentAct | DataRequest):
        said_at = one.recorded_at if isinstance(one, ConsentAct) else one.steps[0].at
        return since is None or said_at >= since
    return getattr(one, "subject", "child") == "child"


def is_of_before(entry: Entry) -> bool:
    """Say whether an entry is the mother's, or an event that tells where her family lived and who it was."""
    return is_mothers(entry) or isinstance(entry, LifeEvent)


def with_pregnancy_of(whole: Whole, first: Whole) -> Whole:
    """Put the shared pregnancy beside a further child of it; what is the mother's lies in the first one's handbook."""
    mothers: tuple[Recorded[Entry], ...] = tuple(one for one in first.entries if is_mothers(one.now.entry))
    handbook = replace(whole.handbook, pregnancy=first.handbook.pregnancy)
    return replace(whole, handbook=handbook, entries=(*mothers, *whole.entries))
