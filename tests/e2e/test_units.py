"""An operator loads a list of units; a family finds them; the staff of a merged station go on."""

import csv
import subprocess
import sys
from pathlib import Path

from handbook.reference import provinces
from tests.e2e.client import Client
from tests.template import ROOT
from tools.stack.lifecycle import Stack

SHIPPED = Path(provinces.__path__[0]) / "units.csv"
STATION = {
    "unit_id": "e2e-dong-anh",
    "kind": "station",
    "name": "Trạm Y tế xã Đông Anh",
    "parent_id": "syt-01",
    "province_code": "01",
    "communes": "00454",
}


def load(stack: Stack, path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Type `make units`."""
    line = [sys.executable, "-m", "tools.units", str(path), *words, "--function", stack.outputs["LoadUnitsFunction"]]
    return subprocess.run(  # noqa: S603
        line, cwd=ROOT, env=stack.environment(), capture_output=True, text=True, check=False, timeout=120
    )


def test_a_list_is_tried_loaded_and_loaded_again(stack: Stack, mother: Client, tmp_path: Path) -> None:
    dry = load(stack, SHIPPED)
    assert (dry.returncode, dry.stdout.splitlines()[-1]) == (
        0,
        "35 created, 0 changed, 0 unchanged, 0 refused; nothing was written: APPLY=1 writes it",
    )
    assert mother.get("/units/syt-01").status == 404
    assert load(stack, SHIPPED, "--apply").returncode == 0
    assert load(stack, SHIPPED, "--apply").stdout == "0 created, 0 changed, 35 unchanged, 0 refused; written\n"

    path = tmp_path / "units.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, STATION)
        writer.writeheader()
        writer.writerows([STATION, {**STATION, "unit_id": "e2e-other", "province_code": "99"}])
    loaded = load(stack, path, "--apply")
    assert loaded.returncode == 1
    assert loaded.stdout.splitlines()[:2] == [
        "line 2: e2e-dong-anh created",
        "line 3: e2e-other refused: province_code is none of the 34 provinces, or another than the parent's",
    ]
    below = mother.get("/units?parent_id=syt-01").body["items"]
    assert [unit["name"] for unit in below] == [STATION["name"]]
