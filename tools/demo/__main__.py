"""Plays the main job against the running stack: `python -m tools.demo [--codes 100000]`."""

import argparse
import json
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from tools.demo import expecting, family, morning, paper, printing, station
from tools.demo.client import Api, DemoError
from tools.demo.people import Cast, read_cast
from tools.demo.pictures import make_pictures
from tools.stack.control import running_settings
from tools.stack.errors import StackError
from tools.stack.settings import LOCAL, StackSettings

CODES = 5_000
FOLDER = LOCAL / "demo"


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the demo plays."""

    settings: StackSettings
    api: Api
    cast: Cast
    folder: Path
    today: date


def play(stage: Stage, codes: int) -> None:
    """Play all seven steps. Raises DemoError where one does not do its job."""
    api, cast = stage.api, stage.cast
    paper.heading("Step 7 of 7, first half: a print manager orders codes")
    paper.sentence("Label sheets are made in the background, so the last step begins before the first.")
    order = printing.order_codes(api, cast, codes, cast.unit_of(station.NURSE), stage.today)
    paper.heading("Step 1 of 7: a mother signs in with her number and the code sent by SMS")
    mother = family.sign_in(api, stage.settings.endpoint)
    paper.heading("Step 2 of 7: she opens a handbook, which gets its own QR code")
    handbook = family.open_handbook(mother, stage.today, station.COMMUNE, stage.folder)
    paper.heading("Step 7 of 7, second half: the print shop downloads label sheets and manifest")
    printing.wait_until_ready(order)
    manifest = printing.download(order, api, cast, stage.folder)
    nurse = cast.sign_in(api, station.NURSE)
    printing.deliver(order, api, cast, nurse)
    paper.sentence(f"The shop prints {len(manifest):,} labels. One of them is now stuck on the family's paper book.")
    paper.heading("Step 3 of 7: the nurse scans the paper book; book, card and app become one")
    station.scan_and_bind(nurse, handbook, manifest, stage.settings.root_url)
    paper.heading("Step 4 of 7: the nurse records weight, length and doses")
    station.examine(nurse, handbook["handbook_id"], stage.today)
    paper.heading("Step 5 of 7: the mother sees chart, history, what is due, and who looked")
    family.look(mother, handbook["handbook_id"], stage.folder)
    family.refusals(api, stage.settings.endpoint, handbook["handbook_id"], cast.sign_in(api, station.OTHER_NURSE))
    paper.heading("Beside it: a second handbook, opened in pregnancy, is followed to birth and first dose")
    expecting.play(mother, nurse, stage.today, station.COMMUNE)
    paper.heading("Step 6 of 7: the morning's reminder run")
    outputs = json.loads(stage.settings.outputs_file.read_text(encoding="utf-8"))
    morning.run_reminders(mother, handbook["handbook_id"], stage.settings, outputs["ReminderQueue"])


def finish(stage: Stage, seconds: float) -> None:
    """Say what was left behind and where."""
    paper.heading(f"All seven steps played in {seconds:.0f} s")
    paper.sentence(f"In {stage.folder}:")
    paper.facts([(path.name, f"{path.stat().st_size:,} bytes") for path in sorted(stage.folder.iterdir())])
    make_pictures(stage.folder)


def arguments_of(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="tools.demo", description=__doc__)
    parser.add_argument("--codes", type=int, default=CODES, help="how many codes the print manager orders")
    parser.add_argument("--state", type=Path, default=LOCAL / "state" / "default", help="the stack's state folder")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where charts and sheets are left")
    return parser.parse_args(arguments)


def stage_of(chosen: argparse.Namespace) -> Stage:
    """Find the running stack and empty the folder of the last demo. Raises StackError, DemoError."""
    settings = running_settings(StackSettings(state=chosen.state.resolve()))
    cast = read_cast(settings.accounts_file)
    shutil.rmtree(chosen.folder, ignore_errors=True)
    chosen.folder.mkdir(parents=True)
    return Stage(settings, Api(f"{settings.root_url}/v1"), cast, chosen.folder, datetime.now(family.HANOI).date())


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the demo; a failure is one sentence on stderr and exit code 1."""
    began = time.monotonic()
    try:
        stage = stage_of(chosen := arguments_of(arguments))
        play(stage, chosen.codes)
        finish(stage, time.monotonic() - began)
    except (DemoError, StackError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
