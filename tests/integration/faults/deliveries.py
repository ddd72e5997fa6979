"""What AWS delivers to functions that nobody waits for: each event, ready to be delivered as often as it may be."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from functions.audit.anchor import lambda_handler as anchor
from functions.audit.seal import lambda_handler as seal
from functions.auth.closings import lambda_handler as closings
from functions.exports.work import lambda_handler as export
from functions.qr.generate import lambda_handler as generate
from functions.qr.nightly import lambda_handler as nightly
from functions.reforecast.control import lambda_handler as control
from functions.reforecast.work import lambda_handler as reforecast
from functions.reminders.noon import lambda_handler as noon
from functions.reminders.plan import lambda_handler as plan
from functions.reminders.project import lambda_handler as project
from functions.reminders.reconcile import lambda_handler as reconcile
from functions.reminders.send import lambda_handler as send
from functions.units.load import lambda_handler as load
from functions.units.load_staff import lambda_handler as load_staff
from handbook.bootstrap import accounts
from handbook.domain.calendar import local_date
from handbook.domain.ids import AccountId, HandbookId
from handbook.domain.reforecast import reforecast_shard_of
from tests.integration.api import Context
from tests.integration.faults.scene import Scene
from tests.integration.mornings import follow, summary, taken, task
from tests.integration.recorded import changes, messages
from tests.integration.test_audit_chain import entries, inserted
from tests.integration.test_batches import order
from tests.integration.test_load_staff import LAN
from tests.integration.world import MOTHER, open_handbook
from tests.unit.usecases.reforecast_fakes import NEW, OLD

type Event = dict[str, Any]
type Handler = Callable[[Event, Any], dict[str, Any]]
type Delivery = tuple[Handler, Event]


def deliver(delivery: Delivery) -> str:
    """Deliver an event, and say what AWS makes of it: `done`, or `comes again` whole or in part."""
    handler, event = delivery
    try:
        said = handler(event, Context())
    except Exception:  # what Lambda does with whatever a function raises
        return "comes again"
    refused = any(row["outcome"] == "refused" for row in said.get("results", ()))  # told to the operator, row by row
    return "comes again" if refused or said.get("batchItemFailures") else "done"


def _sealed(scene: Scene) -> Delivery:
    book = f"HANDBOOK#{scene.place['handbook_id']}"
    return seal, inserted(*entries(book)[-3:], *entries("ACCOUNT#mother")[:1])


def _projected(scene: Scene) -> Delivery:
    return project, changes(summary(scene.place["handbook_id"]), summary(scene.place["other_id"]))


def _morning(scene: Scene) -> str:
    book = str(open_handbook(full_name="Nguyễn Thị Bảy")["handbook_id"])
    scene.clock.at = scene.clock.at.replace(month=7, day=5, hour=1)
    follow(book)
    return book


def _sent(scene: Scene) -> Delivery:
    MOTHER.call("DELETE", f"/v1/me/devices/{scene.place['device_id']}")
    return _sent_to_app(scene)


def _sent_to_app(scene: Scene) -> Delivery:
    """A text whose fate is open is looked at again: that message of the sender to itself belongs to the delivery."""

    def until_nothing_waits(event: Event, context: Any) -> dict[str, Any]:
        said = send(event, context)
        while waiting := taken():
            scene.clock.at = max(datetime.fromisoformat(str(one["not_before"])) for one in waiting)
            send(messages(*waiting), context)
        return said

    return until_nothing_waits, messages(task(_morning(scene)))


def _counted(scene: Scene) -> Delivery:
    _morning(scene)
    return noon, {"run_at": "2026-07-06T05:00:00+00:00"}


def _made(_scene: Scene) -> Delivery:
    return generate, messages({"batch_id": order().body["batch_id"]})


def _exported(scene: Scene) -> Delivery:
    asked = MOTHER.post(f"/v1/handbooks/{scene.place['handbook_id']}/exports", {"format": "json"})
    return export, messages({"export_id": asked.body["export_id"]})


def _night(_scene: Scene) -> Delivery:
    order()
    return nightly, {"run_at": "2026-06-15T18:15:00+00:00"}


def _anchored(scene: Scene) -> Delivery:
    assert deliver(_sealed(scene)) == "done"
    return anchor, {"run_at": "2026-06-16T00:10:00+00:00"}


def _job(scene: Scene) -> Delivery:
    started = control({"action": "start", "schedule": NEW, "from": OLD, "apply": True}, Context())  # type: ignore[arg-type]
    shard = reforecast_shard_of(HandbookId(scene.place["handbook_id"]))
    return reforecast, messages({"job_id": started["job_id"], "shard": shard})


def _units(_scene: Scene) -> Delivery:
    row = {"unit_id": "new-station", "kind": "station", "name": "Trạm y tế mới", "parent_id": "province"}
    return load, {"rows": [{**row, "province_code": "01", "communes": "00099"}], "apply": True}


def _staff(_scene: Scene) -> Delivery:
    return load_staff, {"rows": [LAN], "apply": True}


def _closings(scene: Scene) -> Delivery:
    accounts.accounts().set_closing(AccountId("mother"), local_date(scene.clock.at))
    return closings, {"run_at": "2026-06-15T18:45:00+00:00"}


DELIVERIES: Mapping[str, Callable[[Scene], Delivery]] = {
    "SealFunction": _sealed,
    "ProjectFunction": _projected,
    "SendFunction": _sent,
    "SendFunction, app": _sent_to_app,
    "GenerateFunction": _made,
    "MakeExportFunction": _exported,
    "ReforecastShardFunction": _job,
    "PlanFunction": lambda _scene: (plan, {"run_at": "2026-07-05T00:30:00+00:00"}),
    "NoonFunction": _counted,
    "NightlyFunction": _night,
    "ReconcileFunction": lambda _scene: (reconcile, {"run_at": "2026-06-15T17:30:00+00:00"}),
    "AnchorFunction": _anchored,
    "LoadUnitsFunction": _units,
    "LoadStaffFunction": _staff,
    "ClosingsFunction": _closings,
}
"""By the function in template.yaml, and how it differs. A function that AWS wakes without a client has a row; a test
holds this."""
