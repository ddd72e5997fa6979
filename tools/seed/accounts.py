"""The list of demo accounts that `make run` shows and `make demo` signs in with."""

import json
from collections.abc import Sequence
from pathlib import Path

from tools.seed.children import Child
from tools.seed.places import Member
from tools.seed.staff_accounts import PASSWORD

type AccountRow = dict[str, str]

SHOWN_FAMILIES = (1, 2, 8, 9, 21)
"""Children whose families are listed: the complete one, twins, growth that worries, a dose due today."""


def staff_row(member: Member, totp_secret: str) -> AccountRow:
    """A member of staff: the password, and the secret from which make totp makes the second factor."""
    return {
        "role": member.staff.posts[0].role.value,
        "label": member.label,
        "full_name": member.staff.full_name,
        "username": member.staff.staff_id,
        "password": PASSWORD,
        "totp_secret": totp_secret,
        "unit_id": member.staff.posts[0].unit_id,
    }


def family_row(child: Child) -> AccountRow:
    """A family by its child; it signs in with a code by SMS."""
    from tools.seed.recording import family_phone  # noqa: PLC0415 - pulls in the tables, which need the stack

    return {
        "role": "guardian",
        "label": f"{child.full_name}: {child.story}",
        "full_name": child.mother,
        "username": "0" + family_phone(child.family).removeprefix("+84"),
    }


def write_accounts(file: Path, rows: Sequence[AccountRow]) -> None:
    """Write the list, readable by its owner only: it holds secrets, if only a demo's."""
    file.touch(mode=0o600)
    file.write_text(json.dumps(list(rows), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
