"""Items as an earlier version wrote them, and the requests that they came from.

Each file is what one version left in the tables after `record_everything`. A release adds its own, by
`REWRITE_EARLIER=2026_12_01 .local/project/bin/pytest tests/integration/test_earlier_items.py -k written`, and none is
changed afterwards: docs/deploy.md says when the oldest may go.
"""

import base64
import json
from pathlib import Path
from typing import Any

from tests.integration.test_care_entries import RESOURCES
from tests.integration.world import MOTHER, NURSE, open_handbook

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("items_*.json"))
DAY = "2026-06-15"
DOSES = (("bcg", "2026-01-06"), ("penta", "2026-03-06"))


def record_everything() -> str:
    """Have a family and its nurse record one of everything; give the handbook's path."""
    path = f"/v1/handbooks/{open_handbook()['handbook_id']}"
    by_the_nurse = [
        ("measurements", {"measured_on": DAY, "weight_kg": 6.5, "length_cm": 63.0, "posture": "lying"}),
        *(("immunizations", {"product": product, "administered_on": on}) for product, on in DOSES),
        *RESOURCES.items(),
        ("encounters", {"kind": "sick_visit", "visited_on": DAY, "sick_visit": {"complaint": "Sốt"}}),
        ("identifiers", {"subject": "child", "system": "foreign_passport", "value": "B1234567"}),
        ("immunization-conditions", {"kind": "refusal", "of": ["polio"], "since": DAY}),
    ]
    answers = [NURSE.post(f"{path}/{what}", body) for what, body in by_the_nurse]
    answers.append(
        MOTHER.post(f"{path}/disputes", {"kind": "dose_missing", "text": "Bé đã tiêm BCG ở bệnh viện ngày 6/1"})
    )
    assert {answer.status for answer in answers} == {201}, [answer.body for answer in answers if answer.status != 201]
    return path


def written(tables: dict[str, list[dict[str, Any]]]) -> str:
    """Write items one a line; bytes in base64."""
    listed = {
        table: ",\n".join(f"  {json.dumps(_plain(item), ensure_ascii=False, sort_keys=True)}" for item in items)
        for table, items in tables.items()
    }
    return "{\n" + ",\n".join(f' "{table}": [\n{lines}\n ]' for table, lines in listed.items()) + "\n}\n"


def read(file: Path) -> dict[str, list[dict[str, Any]]]:
    """Read items as the driver takes them."""
    found: dict[str, list[dict[str, Any]]] = _driven(json.loads(file.read_text(encoding="utf-8")))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _driven(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"base64"}:
            return base64.b64decode(value["base64"])
        return {key: _driven(one) for key, one in value.items()}
    return [_driven(one) for one in value] if isinstance(value, list) else value
