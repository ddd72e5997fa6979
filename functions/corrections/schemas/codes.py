"""Pick lists of corrections and disputes."""

from collections.abc import Mapping
from typing import Any

from handbook.domain.disputes import codes_of
from handbook.domain.entry_kinds import BY_NAME
from handbook.domain.reasons import reasons_for
from handbook.domain.texts import Text
from handbook.web.schemas import Body


class CorrectionCode(Body):
    """A code with its text in both languages."""

    code: str
    vi: str
    en: str


class CorrectionCodes(Body):
    """Reasons by what is done to an entry, lists of disputes, and the words of the kinds of entries in addresses."""

    amend: list[CorrectionCode]
    entered_in_error: list[CorrectionCode]
    reinstate: list[CorrectionCode]
    dispute_kinds: list[CorrectionCode]
    dispute_states: list[CorrectionCode]
    dispute_refusals: list[CorrectionCode]
    dispute_extensions: list[CorrectionCode]
    entry_kinds: list[str]


def correction_codes() -> dict[str, Any]:
    """Write every list as JSON."""
    disputes = {name: codes_of(name) for name in ("kinds", "states", "refusals", "extensions")}
    return {
        "amend": _listed(reasons_for("amend")),
        "entered_in_error": _listed(reasons_for("entered_in_error")),
        "reinstate": _listed(reasons_for("reinstate")),
        **{f"dispute_{name}": _listed(codes) for name, codes in disputes.items()},
        "entry_kinds": list(BY_NAME),
    }


def _listed(codes: Mapping[str, Text]) -> list[dict[str, str]]:
    return [{"code": code, **text._asdict()} for code, text in codes.items()]
