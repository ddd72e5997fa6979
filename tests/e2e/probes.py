"""Things that somebody does with a running stack, each seen as one short text: what permissions are proved with."""

import json
import re
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from handbook.reference.immunization import load_document
from tests.builders import CHILD_SCHEDULE as IN_FORCE
from tests.e2e.client import Answer, Client, family, new_phone, read_code, staff
from tests.e2e.permissions import Deployment
from tests.e2e.uploads import send_form
from tests.unit.domain.scans.pictures import png
from tools.stack.lifecycle import Stack
from tools.stack.remind import MORNING_UTC

QUIET_DAY = date(2020, 1, 1)  # nothing is due to anybody
KEY = "least-privilege"
"""Idempotency key of the handbook and the order that a world is made with."""


_INVITED = {"phone": "0912345670", "role": "viewer", "relation": "mother"}


@dataclass(frozen=True, slots=True)
class World:
    """A family with a handbook and an order of printed codes: what the probes look at."""

    stack: Stack
    deployment: Deployment
    phone: str
    mother: Client
    nurse: Client
    manager: Client
    vendor: Client
    unit_manager: Client
    bystander: Mapping[str, str]
    child: Mapping[str, Any]
    handbook: Mapping[str, Any]
    order: Mapping[str, Any]
    batch: Mapping[str, Any]

    @property
    def path(self) -> str:
        return f"/handbooks/{self.handbook['handbook_id']}"


def make_world(
    stack: Stack,
    deployment: Deployment,
    people: Mapping[str, Client],
    bystander: Mapping[str, str],
    child: Mapping[str, Any],
) -> World:
    """Open a handbook, order one code, and do at once what the workers would do with both.

    `bystander` is an account of staff whose sessions may end at any time.
    """
    phone = new_phone()
    mother = family(stack, phone)
    nurse, manager, vendor = people["health_worker"], people["print_manager"], people["print_vendor"]
    born = (datetime.now(UTC).date() - timedelta(days=30)).isoformat()
    own_child = {**child, "full_name": "Lý Thu Ngân", "birth_date": born}
    units = [client.get("/me").body["unit_id"] for client in (vendor, nurse)]
    order = {"vendor_id": units[0], "unit_id": units[1], "quantity": 1}
    batch = manager.post("/qr/batches", order, key=KEY).body
    handbook = mother.post("/handbooks", own_child, key=KEY).body
    world = World(
        stack,
        deployment,
        phone,
        mother,
        nurse,
        manager,
        vendor,
        people["unit_manager"],
        bystander,
        own_child,
        handbook,
        order,
        batch,
    )
    assert (generate_again(world), project(world), invite_the_same(world)) == (DONE, DONE, "201")
    return world


DONE = "done"
UNAVAILABLE = "503 unavailable"
GIVEN_BACK = "given back to the queue"
DIED = "died"


def seen(answer: Answer) -> str:
    return f"{answer.status} {answer.problem}" if answer.status >= 400 else str(answer.status)


def worked(world: World, function: str, event: Mapping[str, Any]) -> str:
    """Call a worker; messages that it gives back come again."""
    result = world.deployment.invoke(function, event)
    if result is None:
        return DIED
    return GIVEN_BACK if result["batchItemFailures"] else DONE


def queued(body: Mapping[str, Any]) -> dict[str, Any]:
    return {"Records": [{"messageId": str(uuid.uuid4()), "body": json.dumps(body), "eventSource": "aws:sqs"}]}


def ask_for_code(world: World) -> str:
    phone = new_phone()
    answer = Client(world.stack).call("POST", "/auth/otp", {"phone": phone})
    return f"{seen(answer)}, {len(world.stack.sms('+84' + phone[1:]))} SMS"


def sign_in(world: World) -> str:
    client, phone = Client(world.stack), new_phone()
    challenge = client.call("POST", "/auth/otp", {"phone": phone}).body["challenge_id"]
    body = {"phone": phone, "challenge_id": challenge, "code": read_code(world.stack, phone)}
    return seen(client.call("POST", "/auth/token", body))


def sign_in_as_staff(world: World) -> str:
    said = {name: world.bystander[name] for name in ("username", "password")}
    return seen(Client(world.stack).call("POST", "/auth/staff/sign-in", said))


def forget_password(world: World) -> str:
    """Ask for a letter to an address that nobody has, each time another: a letter goes out all the same."""
    return seen(Client(world.stack).call("POST", "/auth/recovery", {"email": f"{uuid.uuid4().hex}@example.vn"}))


def change_nobodys_number(world: World) -> str:
    """Ask at a unit for a new number for somebody who has nothing to do with the handbook."""
    body = {
        "old_phone": new_phone(),
        "phone": new_phone(),
        "challenge_id": "none",
        "code": "000000",
        "proof_kind": "id_card",
    }
    return seen(world.nurse.post(f"{world.path}/number-changes", body))


def see_guardians(world: World) -> str:
    """Read who is bound to the handbook, with their masked numbers."""
    return seen(world.mother.get(f"{world.path}/guardians"))


def break_the_glass(world: World) -> str:
    """Ask for a handbook of the own area as an emergency, by a code in hand: it is found, and there is no need to."""
    body = {"code": world.handbook["code"], "reason": "life_in_danger", "text": "Cấp cứu lúc nửa đêm"}
    return seen(world.nurse.post("/handbooks/break-glass", body))


def share_the_same(world: World) -> str:
    """Invite somebody once, whatever is asked how often."""
    return seen(world.mother.post(f"{world.path}/invitations", _INVITED, key=f"{KEY}-invited"))


def share_anew(world: World) -> str:
    """Invite somebody anew and take it back, and say by which way the link went."""
    invited = world.mother.post(f"{world.path}/invitations", {**_INVITED, "phone": new_phone()})
    if invited.status == 201:
        one = f"{world.path}/invitations/{invited.body['invitation_id']}"
        world.mother.call("DELETE", one, headers={"If-Match": invited.body["etag"]})
        return f"{seen(invited)} {invited.body['told']}"
    return seen(invited)


def choose_again(world: World) -> str:
    """Save a family's choices as they are."""
    shown = world.mother.get("/me/reminder-preferences")
    if shown.status != 200:
        return seen(shown)
    tag = shown.headers["Etag"]
    return seen(world.mother.call("PATCH", "/me/reminder-preferences", {}, headers={"If-Match": tag}))


def plan_the_same_session(world: World) -> str:
    """Plan one vaccination day again and again."""
    return seen(_plan_session(world))


def _plan_session(world: World) -> Answer:
    me = world.nurse.get("/me").body
    place = {"commune_code": me["communes"][0], "place": "Nhà văn hóa", "starts": "07:30", "ends": "11:00"}
    return world.nurse.post(f"/units/{me['unit_id']}/sessions", {**place, "pattern": {"days": [5]}}, key=KEY)


def move_a_session(world: World) -> str:
    """Change nothing of a vaccination day, which reads and writes it."""
    unit, planned = world.nurse.get("/me").body["unit_id"], _plan_session(world)
    if planned.status != 201:
        return seen(planned)
    path = f"/units/{unit}/sessions/{planned.body['session_id']}"
    shown = world.nurse.get(path)
    tag = shown.headers.get("Etag", "")
    return seen(world.nurse.call("PATCH", path, {}, headers={"If-Match": tag})) if tag else seen(shown)


def try_to_move(world: World) -> str:
    """Ask what no change of a vaccination day would come to."""
    unit, planned = world.nurse.get("/me").body["unit_id"], _plan_session(world)
    path = f"/units/{unit}/sessions/{planned.body['session_id']}"
    tag = world.nurse.get(path).headers["Etag"]
    return seen(world.nurse.call("POST", f"{path}/moves", {}, headers={"If-Match": tag}))


def open_another(world: World) -> str:
    return seen(world.mother.post("/handbooks", world.child))


def open_the_same(world: World) -> str:
    return seen(world.mother.post("/handbooks", world.child, key=KEY))


def tell_the_same_illness(world: World) -> str:
    day = world.child["birth_date"]
    visit = {"kind": "sick_visit", "visited_on": day, "sick_visit": {"complaint": "Ho"}}
    return seen(world.mother.post(f"{world.path}/encounters", visit, key=f"{KEY}-illness"))


def search_by_code(world: World) -> str:
    return seen(world.nurse.post("/handbooks/search", {"code": world.handbook["code"]}))


def attach_a_photograph(world: World) -> str:
    """Upload with the signed form, which speaks for the function that signed it; complete, and fetch by the link."""
    data = png()
    body = {"about": {"kind": "dispute"}, "media_type": "image/png", "size_bytes": len(data)}
    announced = world.mother.post(f"{world.path}/attachments", body)
    sent = send_form(announced.body["upload"], data)
    if sent >= 400:
        return f"uploaded {sent}"
    place = f"{world.path}/attachments/{announced.body['attachment_id']}"
    completed = world.mother.post(f"{place}/complete", None)
    if completed.status >= 400:
        return f"uploaded {sent}, {seen(completed)}"
    with urllib.request.urlopen(world.mother.get(place).body["url"], timeout=30) as response:
        return f"uploaded {sent}, {completed.status}, {response.status}"


def weigh_the_same(world: World) -> str:
    """Record one measurement again and again."""
    body = {"measured_on": world.child["birth_date"], "weight_kg": 3.2}
    return seen(world.mother.post(f"{world.path}/measurements", body, key=f"{KEY}-weight"))


def send_an_opening(world: World) -> str:
    """Open one more handbook by a batch of one row."""
    row = {"kind": "handbook", "id": str(uuid.uuid4()), "data": world.child}
    result = world.mother.post("/sync", {"rows": [row]}).body["items"][0]
    return f"{result['status']} unavailable" if result["status"] >= 400 else str(result["status"])


def move_a_weight(world: World) -> str:
    """Weigh, and put the day right: the entry leaves the key of the day before."""
    born = date.fromisoformat(str(world.child["birth_date"]))
    days = [(born + timedelta(days=number)).isoformat() for number in (3, 4)]
    weighed = world.mother.post(f"{world.path}/measurements", {"measured_on": days[0], "weight_kg": 3.4})
    address = f"{world.path}/entries/measurement/{weighed.body['measurement_id']}"
    body = {"changes": {"measured_on": days[1]}, "reason": {"code": "wrong_day", "text": "Ghi nhầm ngày"}}
    return seen(world.mother.call("PATCH", address, body, headers={"If-Match": '"1"'}))


def dispute_the_same(world: World) -> str:
    """Dispute one thing again and again."""
    return seen(
        world.mother.post(f"{world.path}/disputes", {"kind": "other", "text": "Xem giúp"}, key=f"{KEY}-dispute")
    )


def see_what_waits(world: World) -> str:
    """Read the requests that wait at the nurse's unit."""
    unit = world.nurse.get("/me").body["unit_id"]
    return seen(world.nurse.get(f"/units/{unit}/data-requests?limit=1"))


def look_up_code(world: World) -> str:
    return seen(world.mother.get(f"/qr/codes/{world.handbook['code']}"))


def order_another(world: World) -> str:
    return seen(world.manager.post("/qr/batches", world.order))


def order_the_same(world: World) -> str:
    return seen(world.manager.post("/qr/batches", world.order, key=KEY))


def ask_for_an_export(world: World) -> str:
    return seen(world.mother.post(f"{world.path}/exports", {"format": "json"}))


def ask_as_a_nurse(world: World) -> str:
    return seen(world.nurse.post(f"{world.path}/exports", {"format": "json", "purpose": "care"}))


def ask_for_another_export(world: World) -> str:
    """Ask for what nobody has asked for: the handbook has changed since."""
    world.mother.post(
        f"{world.path}/measurements", {"measured_on": datetime.now(UTC).date().isoformat(), "weight_kg": 4.5}
    )
    return ask_for_an_export(world)


def make_an_export(world: World) -> str:
    return _made(world, world.mother)


def make_a_nurses_export(world: World) -> str:
    return _made(world, world.nurse, purpose="care")


def make_an_export_with_a_number(world: World) -> str:
    number = {"system": "national_immunization", "value": uuid.uuid4().hex[:20].upper(), "subject": "child"}
    world.mother.post(f"{world.path}/identifiers", number)
    return make_an_export(world)


def _made(world: World, who: Client, **body: str) -> str:
    ask_for_another_export(world)
    export = who.post(f"{world.path}/exports", {"format": "pdf", **body}).body
    said = worked(world, "MakeExportFunction", queued({"export_id": export["export_id"]}))
    state = who.get(f"{world.path}/exports/{export['export_id']}").body["state"]
    return said if said == GIVEN_BACK else f"{said}, {state}"


def download_an_export(world: World) -> str:
    """Fetch an export through its link, which speaks for the function that signed it."""
    export = world.mother.post(f"{world.path}/exports", {"format": "json"}).body
    worked(world, "MakeExportFunction", queued({"export_id": export["export_id"]}))
    return fetched(world.mother.get(f"{world.path}/exports/{export['export_id']}").body["url"])


def download(world: World) -> str:
    """Fetch a sheet through its link, which speaks for the function that signed it."""
    return fetched(world.vendor.get(f"/qr/batches/{world.batch['batch_id']}/files").body["items"][0]["url"])


def fetched(link: str) -> str:
    """Fetch what a link points at."""
    try:
        with urllib.request.urlopen(link, timeout=30) as response:
            return str(response.status)
    except urllib.error.HTTPError as error:
        with error:
            reason = re.search(r"<Code>(\w+)</Code>", error.read().decode())
            return f"{error.code} {reason.group(1) if reason else ''}"


def generate(world: World, batch: Mapping[str, Any]) -> str:
    return worked(world, "GenerateFunction", queued({"batch_id": batch["batch_id"]}))


def generate_again(world: World) -> str:
    return generate(world, world.batch)


def generate_another(world: World) -> str:
    batch = world.manager.post("/qr/batches", world.order).body
    said = generate(world, batch)
    return f"{said}, {world.manager.get('/qr/batches/' + batch['batch_id']).body['state']}"


def cancel_another(world: World) -> str:
    """Let a worker take away the files of an order that was cancelled."""
    batch = world.manager.post("/qr/batches", world.order).body
    assert generate(world, batch) == DONE
    world.manager.change(f"/qr/batches/{batch['batch_id']}", "cancel")
    said = generate(world, batch)
    bucket, place = world.stack.outputs["FilesBucket"], f"batches/{batch['batch_id']}/"
    left = world.stack.client("s3").list_objects_v2(Bucket=bucket, Prefix=place)["KeyCount"]
    return f"{said}, {left} files"


def look_at_night(world: World) -> str:
    """Look at every open order, one of which nobody has made yet."""
    world.manager.post("/qr/batches", world.order)
    seen = world.deployment.invoke("NightlyFunction", {})
    return DIED if seen is None else DONE


def project(world: World) -> str:
    """Tell the due index of the handbook, as the stream of its table would."""
    key = {"pk": {"S": f"HANDBOOK#{world.handbook['handbook_id']}"}, "sk": {"S": "SUMMARY"}}
    table = world.stack.outputs["RecordsTable"]
    image = world.stack.client("dynamodb").get_item(TableName=table, Key=key)["Item"]
    change = {"eventName": "MODIFY", "dynamodb": {"Keys": key, "NewImage": image, "SequenceNumber": "1"}}
    return worked(world, "ProjectFunction", {"Records": [change]})


def seal(world: World, action: str = "read_handbook") -> str:
    """Tell of one access, as the stream of the access log would."""
    key = {"pk": {"S": f"HANDBOOK#{world.handbook['handbook_id']}"}, "sk": {"S": f"{now_text()}#{uuid.uuid4()}#x"}}
    told = {"Keys": key, "NewImage": {**key, "action": {"S": action}}, "SequenceNumber": "1"}
    return worked(world, "SealFunction", {"Records": [{"eventName": "INSERT", "dynamodb": told}]})


def break_glass(world: World) -> str:
    before = len(world.stack.sms("+84" + world.phone[1:]))
    said = seal(world, "break_glass")
    return f"{said}, {len(world.stack.sms('+84' + world.phone[1:])) - before} SMS"


def anchor(world: World) -> str:
    anchored = world.deployment.invoke("AnchorFunction", {"run_at": f"{QUIET_DAY}T00:10:00Z"})
    return DIED if anchored is None else DONE


def now_text() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def plan(world: World) -> str:
    planned = world.deployment.invoke("PlanFunction", {"run_at": f"{QUIET_DAY}{MORNING_UTC}"})
    return DIED if planned is None else DONE


def look_at_noon(world: World) -> str:
    counted = world.deployment.invoke("NoonFunction", {"run_at": f"{QUIET_DAY}T05:00:00Z"})
    return DIED if counted is None else DONE


def send(world: World, day: str, shard: int, time: str = MORNING_UTC) -> str:
    """Do the task of one shard of a day (docs/events.md), planned at a time of that day."""
    task = {"days": [day], "shards": [shard], "run_at": f"{day}{time}"}
    return worked(world, "SendFunction", queued(task))


def send_to_nobody(world: World) -> str:
    return send(world, QUIET_DAY.isoformat(), 0)


def send_too_early(world: World) -> str:
    """Start at night: the shard goes back to the queue until the morning."""
    return send(world, QUIET_DAY.isoformat(), 0, "T20:00:00Z")


def reconcile(world: World) -> str:
    """Hold the index against the handbooks on eight nights, so that every part has had its turn."""
    nights = [QUIET_DAY + timedelta(days=night) for night in range(8)]
    answers = [world.deployment.invoke("ReconcileFunction", {"run_at": f"{day}{MORNING_UTC}"}) for day in nights]
    return DIED if None in answers else DONE


_LOOKS = count()


def remind_family(world: World) -> str:
    """Do the run of the day on which the family is told next."""
    key = {"pk": {"S": f"HANDBOOK#{world.handbook['handbook_id']}"}, "sk": {"S": "DUE"}}
    table, inbox = world.stack.outputs["RemindersTable"], "+84" + world.phone[1:]
    due = world.stack.client("dynamodb").get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]
    _, day, shard = due["gsi1pk"]["S"].split("#")
    before = len(world.stack.sms(inbox))
    # Each look is later in the morning than the one before: what was refused is tried again after a quarter of an hour.
    minutes = 30 + 20 * next(_LOOKS)
    said = send(world, day, int(shard), f"T{minutes // 60:02}:{minutes % 60:02}:00Z")
    return f"{said}, {len(world.stack.sms(inbox)) - before} SMS"


def plan_anew(world: World, **words: Any) -> str:
    """Start a dry run over all children and report it."""
    started = world.deployment.invoke("ReforecastFunction", {"action": "start", "schedule": IN_FORCE, **words})
    return DIED if started is None else f"{DONE}, {started['state']}"


def invite(world: World, username: str) -> str:
    """Let the manager of the nurse's station invite somebody."""
    unit_id = world.unit_manager.get("/me").body["unit_id"]
    person = {
        "username": username,
        "full_name": "Lê Thị Hoa",
        "email": f"{username}@example.vn",
        "role": "health_worker",
    }
    return seen(world.unit_manager.post(f"/units/{unit_id}/staff", person, key=username))


def invite_the_same(world: World) -> str:
    return invite(world, "probe.hoa")


def invite_another(world: World) -> str:
    return invite(world, f"probe.{uuid.uuid4().hex[:8]}")


def give_new_access(world: World) -> str:
    """Let somebody begin anew who was invited just now."""
    name = f"probe.{uuid.uuid4().hex[:8]}"
    invite(world, name)
    unit_id = world.unit_manager.get("/me").body["unit_id"]
    return seen(world.unit_manager.call("PUT", f"/units/{unit_id}/staff/{name}/new-access"))


def sign_out_everywhere(world: World) -> str:
    """End all sessions of the bystander, with one that began a second after they were ended last."""
    time.sleep(1.1)
    return seen(staff(world.stack, world.bystander).call("DELETE", "/me/sessions"))


def load_somebody(world: World) -> str:
    """Make an account at the nurse's station, of somebody new each time."""
    name = f"probe.{uuid.uuid4().hex[:8]}"
    unit_id = world.unit_manager.get("/me").body["unit_id"]
    row = {"username": name, "full_name": "Lê Thị Hoa", "email": f"{name}@example.vn", "role": "health_worker"}
    answer = world.deployment.invoke("LoadStaffFunction", {"rows": [{**row, "unit_id": unit_id}], "apply": True})
    return DIED if answer is None else f"{answer['results'][0]['outcome']} {answer['results'][0]['field']}"


def load_a_unit(world: World) -> str:
    """Look at a row whose parent is nowhere."""
    row = {"unit_id": "probe", "kind": "station", "name": "Trạm", "parent_id": "nowhere", "province_code": "01"}
    answer = world.deployment.invoke("LoadUnitsFunction", {"rows": [row]})
    return DIED if answer is None else f"{answer['results'][0]['outcome']} {answer['results'][0]['fields'][0]}"


def ask_for_a_job(world: World) -> str:
    answer = world.deployment.invoke("ReforecastFunction", {"action": "report", "job_id": "nobody's"})
    return DIED if answer is None else f"refused {answer['refused']}"


def a_draft() -> dict[str, Any]:
    """The schedule in force under a version that no warm process has read."""
    return {**load_document(IN_FORCE), "version": str(uuid.uuid4())}


def plan_a_draft(world: World) -> str:
    return plan_anew(world, draft=a_draft())


def plan_a_shard(world: World, **words: Any) -> str:
    """Work on one shard of a job of its own."""
    job = world.deployment.invoke("ReforecastFunction", {"action": "start", "schedule": IN_FORCE, **words})
    return worked(world, "ReforecastShardFunction", queued({"job_id": job["job_id"], "shard": 0}))


def plan_a_shard_of_a_draft(world: World) -> str:
    return plan_a_shard(world, draft=a_draft())


def agree_to_letters(world: World) -> str:
    texts = world.mother.get("/consent-texts").body["items"]
    words = next(one for one in texts if one["purpose"] == "email_notices")
    said = {"text_version": words["version"], "text_hash": words["sha256"]["vi"], "channel": "app", "given": True}
    return seen(world.mother.post("/me/consents", {"purpose": "email_notices", **said}))


def read_as(who: str, path: str) -> Callable[[World], str]:
    """Read a route as one of the world; `{handbook}` is the path of its handbook."""

    def look(world: World) -> str:
        client: Client = getattr(world, who)
        return seen(client.get(path.replace("{handbook}", world.path)))

    return look
