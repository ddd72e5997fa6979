"""What an entry of the access log says to the family, in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass

from handbook.domain.access import Action, Ground
from handbook.domain.audit import AuditEntry, Outcome
from handbook.domain.grants import GrantKind, purposes_of
from handbook.domain.texts import Language
from handbook.reference.audit import load_document

_KIND_OF_GROUND = {Ground.SHARE: GrantKind.SHARE, Ground.BREAK_GLASS: GrantKind.BREAK_GLASS}
_FAMILY = frozenset({"guardian", "carer", "viewer", "unproved"})


@dataclass(frozen=True, slots=True)
class Who:
    """Names of who acted; None where the directory has none, as of families."""

    unit_name: str | None = None
    unit_kind: str | None = None
    staff_name: str | None = None


def is_family(entry: AuditEntry) -> bool:
    """Say whether a family member acted, or somebody who signed in as one."""
    return entry.role in _FAMILY


def sentence(entry: AuditEntry, who: Who, language: Language) -> str:
    """Say in one sentence who did what on which ground, or tried to."""
    if entry.action is Action.DROP_OLD_ACCESSES:
        return _word("sentences", "dropped", language)
    form = "refused" if entry.outcome is Outcome.REFUSED else "allowed"
    action = entry.action if entry.action in _words("actions") else "other"
    return _word("sentences", form, language).format(
        who=_who(entry, who, language),
        action=_word("actions", action, language),
        ground=_ground(entry, language),
        purpose=_purpose(entry, language),
    )


def place(who: Who, language: Language) -> str | None:
    """Say from what kind of place it was done: the kind of the unit, never an address."""
    return _word("places", who.unit_kind, language) if who.unit_kind else None


def _who(entry: AuditEntry, who: Who, language: Language) -> str:
    if is_family(entry):
        role = _family_role(entry)
        return _word("roles", role, language)
    names = " – ".join(filter(None, (who.unit_name, who.staff_name)))
    return names or _word("roles", entry.role, language)


def _family_role(entry: AuditEntry) -> str:
    if entry.ground in {Ground.GUARDIAN, Ground.CARER, Ground.VIEWER}:
        return entry.ground
    return "stranger" if entry.outcome is Outcome.REFUSED else "guardian"


def _purpose(entry: AuditEntry, language: Language) -> str:
    kind = _KIND_OF_GROUND.get(entry.ground) if entry.ground else None
    text = purposes_of(kind).get(entry.purpose) if kind and entry.purpose else None
    return f" ({text.in_(language)})" if text else ""


def _ground(entry: AuditEntry, language: Language) -> str:
    # What a family member is to the handbook is said by who they are.
    return f", {_word('grounds', entry.ground, language)}" if entry.ground and not is_family(entry) else ""


def _words(part: str) -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = load_document("words")[part]
    return found


def _word(part: str, code: str, language: Language) -> str:
    return _words(part)[code][language]
