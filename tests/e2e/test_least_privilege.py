"""Each permission in the template is needed: without it, with IAM enforced, something fails as it should.

The functions show it themselves. Where the emulated AWS does not ask IAM (it reads queues and streams and starts
schedules in nobody's name), `ASKED` names what AWS would call in the role's name, and IAM's simulator answers.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest

from tests.e2e import probes
from tests.e2e.client import Client, staff
from tests.e2e.closing_probes import close_an_account
from tests.e2e.permissions import Deployment, StatementId, statements
from tests.e2e.probes import DIED, DONE, GIVEN_BACK, UNAVAILABLE, World, make_world
from tools.stack.lifecycle import Stack

ANY_TOPIC = "arn:aws:sns:ap-southeast-1:000000000000:any"
ANY_APP = "arn:aws:sns:ap-southeast-1:000000000000:endpoint/GCM/handbook/any"


@pytest.fixture(scope="module")
def world(stack: Stack, accounts: list[Mapping[str, Any]], nurse: Client, child: dict[str, Any]) -> Iterator[World]:
    """Give a family and an order of their own, with the workers at rest; what they missed they do afterwards."""
    deployment = Deployment(stack)
    before = deployment.policies()
    signed_in = {account["role"]: account for account in accounts}
    roles = ("print_manager", "print_vendor", "unit_manager")
    people = {"health_worker": nurse, **{role: staff(stack, signed_in[role]) for role in roles}}
    with deployment.workers_at_rest():
        yield make_world(stack, deployment, people, signed_in["school"], child)
        for queue in ("ReminderQueue", "ReforecastQueue", "ExportQueue"):
            stack.client("sqs").purge_queue(QueueUrl=stack.outputs[queue])
    assert deployment.policies() == before


@dataclass(frozen=True, slots=True)
class Probe:
    """Something that is seen to work with a statement and seen to be refused without it.

    `afresh`: the function reads this once for each process, so that a warm one would not notice.
    """

    look: Callable[[World], str]
    refused: str
    works: str
    afresh: bool = False


def reading(who: str, path: str) -> Probe:
    return Probe(probes.read_as(who, path), UNAVAILABLE, "200")


def refused(who: str, path: str) -> Probe:
    return Probe(probes.read_as(who, path), UNAVAILABLE, "404 not-found")


CLOSES = Probe(close_an_account, DIED, "closed, 1 SMS")

PROBES: Mapping[StatementId, Probe] = {
    ("AuthFunction", "CodesTicketsAndLimits"): Probe(probes.ask_for_code, f"{UNAVAILABLE}, 0 SMS", "202, 1 SMS"),
    ("AuthFunction", "Accounts"): Probe(probes.sign_in, UNAVAILABLE, "200"),
    ("AuthFunction", "Secrets"): Probe(probes.ask_for_code, f"{UNAVAILABLE}, 0 SMS", "202, 1 SMS", afresh=True),
    ("AuthFunction", "AccountLog"): Probe(probes.sign_in, UNAVAILABLE, "200"),
    ("AuthFunction", "WhoseHandbook"): Probe(probes.change_nobodys_number, UNAVAILABLE, "401 wrong-code"),
    ("AuthFunction", "Letters"): Probe(probes.forget_password, UNAVAILABLE, "202"),
    ("AuthFunction", "FamilySignIn"): Probe(probes.sign_in, UNAVAILABLE, "200"),
    ("AuthFunction", "StaffSignIn"): Probe(probes.sign_in_as_staff, UNAVAILABLE, "200"),
    ("AuthFunction", "StaffAccounts"): Probe(probes.sign_out_everywhere, UNAVAILABLE, "204"),
    ("AuthFunction", "SendCodes"): Probe(probes.ask_for_code, f"{UNAVAILABLE}, 0 SMS", "202, 1 SMS"),
    ("ChallengeFunction", "RedeemTickets"): Probe(probes.sign_in, UNAVAILABLE, "200"),
    ("ChallengeFunction", "Secrets"): Probe(probes.sign_in, UNAVAILABLE, "200", afresh=True),
    ("ClosingsFunction", "Accounts"): CLOSES,
    ("ClosingsFunction", "Bonds"): CLOSES,
    ("ClosingsFunction", "AccountLog"): CLOSES,
    ("ClosingsFunction", "DevicesAndWayToTell"): CLOSES,
    ("ClosingsFunction", "Secrets"): replace(CLOSES, afresh=True),
    ("ClosingsFunction", "RemoveUsers"): CLOSES,
    ("ClosingsFunction", "SendTexts"): replace(CLOSES, refused="closed, 0 SMS"),
    ("RegistryFunction", "Records"): reading("mother", "{handbook}"),
    ("RegistryFunction", "WhoAsks"): reading("nurse", "/handbooks?limit=1"),
    ("RegistryFunction", "OwnCode"): Probe(probes.open_another, UNAVAILABLE, "201"),
    ("RegistryFunction", "AccessLog"): reading("nurse", "/handbooks?limit=1"),
    ("RegistryFunction", "Receipts"): Probe(probes.open_the_same, UNAVAILABLE, "201"),
    ("RegistryFunction", "SoughtCodes"): Probe(probes.search_by_code, UNAVAILABLE, "200"),
    ("RegistryFunction", "LookUpCounts"): Probe(probes.search_by_code, UNAVAILABLE, "200"),
    ("RegistryFunction", "Secrets"): Probe(probes.open_another, UNAVAILABLE, "201", afresh=True),
    ("SyncFunction", "Records"): reading("mother", "{handbook}/changes"),
    ("SyncFunction", "WhoAsks"): reading("nurse", "{handbook}/changes"),
    ("SyncFunction", "OwnCode"): Probe(probes.send_an_opening, "503 unavailable", "201"),
    ("SyncFunction", "Secrets"): Probe(probes.send_an_opening, "503 unavailable", "201", afresh=True),
    ("SyncFunction", "AccessLog"): reading("nurse", "{handbook}/changes"),
    ("SyncFunction", "Refusals"): refused("mother", "/handbooks/absent/changes"),
    ("CorrectionsFunction", "Records"): reading("mother", "{handbook}/disputes"),
    ("CorrectionsFunction", "MoveEntries"): Probe(probes.move_a_weight, UNAVAILABLE, "200"),
    ("CorrectionsFunction", "WhoAsks"): reading("nurse", "{handbook}/disputes"),
    ("CorrectionsFunction", "AccessLog"): reading("nurse", "{handbook}/disputes"),
    ("CorrectionsFunction", "Receipts"): Probe(probes.dispute_the_same, UNAVAILABLE, "201"),
    ("SharingFunction", "Records"): reading("mother", "{handbook}/guardians"),
    ("SharingFunction", "WhatWaits"): Probe(probes.see_what_waits, UNAVAILABLE, "200"),
    ("SharingFunction", "OwnConsents"): Probe(probes.agree_to_letters, UNAVAILABLE, "201"),
    ("SharingFunction", "WhoAsks"): reading("nurse", "{handbook}/guardians"),
    ("SharingFunction", "WhoIsBound"): reading("mother", "{handbook}/guardians"),
    ("SharingFunction", "SoughtCodes"): Probe(probes.break_the_glass, UNAVAILABLE, "409 glass-whole"),
    ("SharingFunction", "AccessLog"): reading("nurse", "{handbook}/guardians"),
    ("SharingFunction", "Refusals"): refused("mother", "/handbooks/absent/guardians"),
    ("SharingFunction", "Secrets"): Probe(probes.see_guardians, UNAVAILABLE, "200", afresh=True),
    ("SharingFunction", "Receipts"): Probe(probes.share_the_same, UNAVAILABLE, "201"),
    ("SharingFunction", "WayToTell"): Probe(probes.share_anew, "503 unavailable", "201 sms"),
    ("SharingFunction", "SendTexts"): Probe(probes.share_anew, "201 nobody", "201 sms"),
    ("RecordsFunction", "Records"): reading("mother", "{handbook}/immunizations"),
    ("RecordsFunction", "WhoAsks"): reading("nurse", "{handbook}/immunizations"),
    ("RecordsFunction", "AccessLog"): reading("mother", "{handbook}/access-log"),
    ("RecordsFunction", "Sessions"): reading("mother", "{handbook}/forecast"),
    ("RecordsFunction", "Receipts"): Probe(probes.weigh_the_same, UNAVAILABLE, "201"),
    ("EncountersFunction", "Encounters"): reading("mother", "{handbook}/encounters"),
    ("EncountersFunction", "WhoAsks"): reading("nurse", "{handbook}/encounters"),
    ("EncountersFunction", "AccessLog"): reading("nurse", "{handbook}/care-plan"),
    ("EncountersFunction", "Receipts"): Probe(probes.tell_the_same_illness, UNAVAILABLE, "201"),
    ("EncountersFunction", "LookAtFiles"): Probe(probes.attach_a_photograph, "uploaded 403", "uploaded 204, 201, 200"),
    ("EncountersFunction", "KeepFiles"): Probe(
        probes.attach_a_photograph, "uploaded 204, 503 unavailable", "uploaded 204, 201, 200"
    ),
    ("PicturesFunction", "Growth"): reading("mother", "{handbook}/growth/weight-for-age.png"),
    ("PicturesFunction", "WhoAsks"): reading("nurse", "{handbook}/growth/weight-for-age.png"),
    ("PicturesFunction", "AccessLog"): reading("nurse", "{handbook}/growth/weight-for-age.svg"),
    ("PicturesFunction", "Refusals"): refused("mother", "/handbooks/absent/growth/weight-for-age.svg"),
    ("RemindersFunction", "WhoseHandbook"): reading("mother", "{handbook}/reminders"),
    ("RemindersFunction", "WhoAsks"): reading("nurse", "{handbook}/reminders"),
    ("RemindersFunction", "AccessLog"): reading("nurse", "{handbook}/reminders"),
    ("RemindersFunction", "WhoDidNotCome"): reading("mother", "{handbook}/reminders"),
    ("RemindersFunction", "SessionsAndNotes"): Probe(probes.move_a_session, UNAVAILABLE, "200"),
    ("RemindersFunction", "Receipts"): Probe(probes.plan_the_same_session, UNAVAILABLE, "201"),
    ("RemindersFunction", "TellAnew"): Probe(probes.try_to_move, UNAVAILABLE, "202"),
    ("RemindersFunction", "Choices"): Probe(probes.choose_again, UNAVAILABLE, "200"),
    ("RemindersFunction", "Secrets"): Probe(probes.choose_again, UNAVAILABLE, "200", afresh=True),
    ("ExportsFunction", "WhoMay"): Probe(probes.ask_for_an_export, UNAVAILABLE, "202"),
    ("ExportsFunction", "WhoAsks"): Probe(probes.ask_as_a_nurse, UNAVAILABLE, "202"),
    ("ExportsFunction", "AccessLog"): Probe(probes.ask_for_an_export, UNAVAILABLE, "202"),
    ("ExportsFunction", "ExportsAndReceipts"): Probe(probes.ask_for_an_export, UNAVAILABLE, "202"),
    ("ExportsFunction", "SendExports"): Probe(probes.ask_for_another_export, UNAVAILABLE, "202"),
    ("ExportsFunction", "SignDownloads"): Probe(probes.download_an_export, "403 AccessDenied", "200"),
    ("MakeExportFunction", "WholeHandbook"): Probe(probes.make_an_export, GIVEN_BACK, f"{DONE}, ready"),
    ("MakeExportFunction", "NamesAndRights"): Probe(probes.make_a_nurses_export, GIVEN_BACK, f"{DONE}, ready"),
    ("MakeExportFunction", "OpenNumbers"): Probe(
        probes.make_an_export_with_a_number, f"{GIVEN_BACK}", f"{DONE}, ready", afresh=True
    ),
    ("MakeExportFunction", "Progress"): Probe(probes.make_an_export, GIVEN_BACK, f"{DONE}, ready"),
    ("MakeExportFunction", "WriteExports"): Probe(probes.make_an_export, GIVEN_BACK, f"{DONE}, ready"),
    ("QrFunction", "CodesAndBatches"): reading("vendor", "/qr/batches"),
    ("QrFunction", "HandbookOfCode"): Probe(probes.look_up_code, UNAVAILABLE, "200"),
    ("QrFunction", "WhoAsks"): reading("vendor", "/qr/batches"),
    ("QrFunction", "AccessLog"): reading("nurse", "{handbook}/qr.svg"),
    ("QrFunction", "Receipts"): Probe(probes.order_the_same, UNAVAILABLE, "201"),
    ("QrFunction", "Secrets"): Probe(probes.look_up_code, UNAVAILABLE, "200", afresh=True),
    ("QrFunction", "OrderBatches"): Probe(probes.order_another, UNAVAILABLE, "201"),
    ("QrFunction", "SignDownloads"): Probe(probes.download, "403 AccessDenied", "200"),
    ("QrFunction", "Vendors"): reading("manager", "/qr/vendors"),
    ("GenerateFunction", "RemoveSheets"): Probe(probes.cancel_another, f"{GIVEN_BACK}, 3 files", f"{DONE}, 0 files"),
    ("NightlyFunction", "OpenOrders"): Probe(probes.look_at_night, DIED, DONE),
    ("NightlyFunction", "SendOrders"): Probe(probes.look_at_night, DIED, DONE),
    ("GenerateFunction", "Batches"): Probe(probes.generate_again, GIVEN_BACK, DONE),
    ("GenerateFunction", "Secrets"): Probe(
        probes.generate_another, f"{GIVEN_BACK}, ordered", f"{DONE}, ready", afresh=True
    ),
    ("GenerateFunction", "WriteSheets"): Probe(probes.generate_another, f"{GIVEN_BACK}, ordered", f"{DONE}, ready"),
    ("SealFunction", "Seals"): Probe(probes.seal, GIVEN_BACK, DONE),
    ("SealFunction", "WhoseHandbook"): Probe(probes.break_glass, f"{GIVEN_BACK}, 0 SMS", f"{DONE}, 1 SMS"),
    ("SealFunction", "WhomToTell"): Probe(probes.break_glass, f"{GIVEN_BACK}, 0 SMS", f"{DONE}, 1 SMS"),
    ("SealFunction", "AppsAndBreakers"): Probe(probes.break_glass, f"{GIVEN_BACK}, 0 SMS", f"{DONE}, 1 SMS"),
    ("SealFunction", "Secrets"): Probe(probes.break_glass, f"{GIVEN_BACK}, 0 SMS", f"{DONE}, 1 SMS", afresh=True),
    ("SealFunction", "SendNotices"): Probe(probes.break_glass, f"{GIVEN_BACK}, 0 SMS", f"{DONE}, 1 SMS"),
    ("AnchorFunction", "SealsOfTheDay"): Probe(probes.anchor, DIED, DONE),
    ("AnchorFunction", "WriteAnchors"): Probe(probes.anchor, DIED, DONE),
    ("ProjectFunction", "DueIndex"): Probe(probes.project, GIVEN_BACK, DONE),
    ("PlanFunction", "PlanShards"): Probe(probes.plan, DIED, DONE),
    ("NoonFunction", "CountDue"): Probe(probes.look_at_noon, DIED, DONE),
    ("UnitsFunction", "Units"): reading("mother", "/units?kind=station"),
    ("UnitsFunction", "Receipts"): Probe(probes.invite_the_same, UNAVAILABLE, "201"),
    ("UnitsFunction", "LogOfStaff"): Probe(probes.give_new_access, UNAVAILABLE, "204"),
    ("UnitsFunction", "StaffAccounts"): Probe(probes.invite_another, UNAVAILABLE, "201"),
    ("LoadUnitsFunction", "Units"): Probe(probes.load_a_unit, DIED, "refused parent_id"),
    ("LoadStaffFunction", "People"): Probe(probes.load_somebody, "refused unavailable", "created "),
    ("LoadStaffFunction", "StaffAccounts"): Probe(probes.load_somebody, "refused unavailable", "created "),
    ("LoadStaffFunction", "Secrets"): Probe(probes.load_somebody, "refused unavailable", "created ", afresh=True),
    ("UnitsFunction", "Secrets"): Probe(probes.invite_another, UNAVAILABLE, "201", afresh=True),
    ("ReforecastFunction", "Jobs"): Probe(probes.ask_for_a_job, DIED, "refused job_id"),
    ("ReforecastFunction", "KeepDrafts"): Probe(probes.plan_a_draft, DIED, f"{DONE}, running"),
    ("ReforecastFunction", "SendShards"): Probe(probes.plan_anew, DIED, f"{DONE}, running"),
    ("ReforecastShardFunction", "Progress"): Probe(probes.plan_a_shard, GIVEN_BACK, DONE),
    ("ReforecastShardFunction", "Children"): Probe(probes.plan_a_shard, GIVEN_BACK, DONE),
    ("ReforecastShardFunction", "ReadDrafts"): Probe(probes.plan_a_shard_of_a_draft, GIVEN_BACK, DONE),
    ("ReconcileFunction", "AllHandbooks"): Probe(probes.reconcile, DIED, DONE),
    ("ReconcileFunction", "MendIndex"): Probe(probes.reconcile, DIED, DONE),
    ("SendFunction", "DueAndSent"): Probe(probes.send_to_nobody, GIVEN_BACK, DONE),
    ("SendFunction", "FreshRecord"): Probe(probes.remind_family, f"{GIVEN_BACK}, 0 SMS", f"{DONE}, 1 SMS"),
    ("SendFunction", "WhomToTell"): Probe(probes.remind_family, f"{GIVEN_BACK}, 0 SMS", f"{DONE}, 1 SMS"),
    ("SendFunction", "Secrets"): Probe(probes.remind_family, f"{GIVEN_BACK}, 0 SMS", f"{DONE}, 1 SMS", afresh=True),
    ("SendFunction", "SendReminders"): Probe(probes.remind_family, f"{DONE}, 0 SMS", f"{DONE}, 1 SMS"),
    ("SendFunction", "TakeShards"): Probe(probes.send_too_early, DIED, DONE),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Calls that AWS makes in a role's name and the emulated AWS does not check; `of` gives the resource."""

    actions: tuple[str, ...]
    of: Callable[[Deployment], str]
    why: str
    refused: str = "implicitDeny"
    works: str = "allowed"


_POLLS = "the emulated AWS reads queues and streams in nobody's name"
_SETS_ASIDE = "the emulated AWS writes to dead-letter queues in nobody's name"
ASIDE: Mapping[str, str] = {
    **dict.fromkeys(("NightlyRole", "NightlyFunction"), "BatchDeadLetters"),
    **dict.fromkeys(("ScheduleRole", "PlanFunction", "NoonFunction", "ReconcileFunction"), "ReminderDeadLetters"),
    **dict.fromkeys(("AnchorRole", "AnchorFunction", "SealFunction"), "AuditDeadLetters"),
    **dict.fromkeys(("ClosingRole", "ClosingsFunction"), "ClosingDeadLetters"),
    "ProjectFunction": "ReminderDeadLetters",
}
"""Who sets aside what failed for good, and where."""
_NO_PUSH = "the emulated AWS has no platform applications of Apple and Google"

ASKED: Mapping[StatementId, Asked] = {
    ("GenerateFunction", "GoOn"): Asked(
        ("sqs:SendMessage",),
        lambda deployed: deployed.queue_arn("BatchQueue"),
        "only an order that outlasts a function's quarter of an hour is handed on",
    ),
    ("NightlyRole", "StartNight"): Asked(
        ("lambda:InvokeFunction",),
        lambda deployed: deployed.function_arn("NightlyFunction"),
        "the emulated AWS starts schedules in nobody's name",
    ),
    ("StaffSmsRole", "SendCodes"): Asked(
        ("sns:Publish",), lambda _: "+84912345678", "the emulated Cognito sends no code at a sign-in"
    ),
    ("GenerateFunction", "TakeOrders"): Asked(
        ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
        lambda deployed: deployed.queue_arn("BatchQueue"),
        _POLLS,
    ),
    ("MakeExportFunction", "TakeExports"): Asked(
        ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
        lambda deployed: deployed.queue_arn("ExportQueue"),
        _POLLS,
    ),
    ("ReforecastShardFunction", "TakeShards"): Asked(
        ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:SendMessage"),
        lambda deployed: deployed.queue_arn("ReforecastQueue"),
        f"{_POLLS}, and a shard is sent again only when five minutes are over",
    ),
    ("ProjectFunction", "ReadChanges"): Asked(
        ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"),
        lambda deployed: deployed.stream_arn("RecordsTable"),
        _POLLS,
    ),
    ("ReconcileFunction", "BeginSchedule"): Asked(
        ("sqs:SendMessage",),
        lambda deployed: deployed.queue_arn("ReforecastQueue"),
        "a job is started in the first week of a schedule, once",
    ),
    ("ScheduleRole", "StartRun"): Asked(
        ("lambda:InvokeFunction",),
        lambda deployed: deployed.function_arn("PlanFunction"),
        "the emulated AWS starts schedules in nobody's name",
    ),
    ("EncountersFunction", "TellAbsentFromForbidden"): Asked(
        ("s3:ListBucket",),
        lambda deployed: deployed.bucket_arn("AttachmentsBucket"),
        "the emulated S3 says of an absent object that it is absent, whoever asks",
    ),
    ("AuthFunction", "PushToApps"): Asked(("sns:Publish",), lambda deployed: ANY_APP, _NO_PUSH),
    ("AuthFunction", "WhoIsReached"): Asked(
        ("dynamodb:Query", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
        lambda deployed: deployed.table_arn("RemindersTable"),
        "who signs in again is looked up, and a number gets one code a minute",
    ),
    ("SealFunction", "PushToApps"): Asked(("sns:Publish",), lambda deployed: ANY_APP, _NO_PUSH),
    ("SealFunction", "ReadChanges"): Asked(
        ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"),
        lambda deployed: deployed.stream_arn("AuditTable"),
        _POLLS,
    ),
    ("ClosingsFunction", "RemoveApps"): Asked(("sns:DeleteEndpoint",), lambda deployed: ANY_APP, _NO_PUSH),
    ("ClosingRole", "StartClosings"): Asked(
        ("lambda:InvokeFunction",),
        lambda deployed: deployed.function_arn("ClosingsFunction"),
        "the emulated AWS starts schedules in nobody's name",
    ),
    ("AnchorRole", "StartAnchor"): Asked(
        ("lambda:InvokeFunction",),
        lambda deployed: deployed.function_arn("AnchorFunction"),
        "the emulated AWS starts schedules in nobody's name",
    ),
    **{
        (owner, "SetAside"): Asked(("sqs:SendMessage",), partial(Deployment.queue_arn, queue=queue), _SETS_ASIDE)
        for owner, queue in ASIDE.items()
    },
    ("SendFunction", "PushToApps"): Asked(("sns:Publish",), lambda deployed: ANY_APP, _NO_PUSH),
    ("SharingFunction", "PushToApps"): Asked(("sns:Publish",), lambda deployed: ANY_APP, _NO_PUSH),
    ("RemindersFunction", "RegisterApps"): Asked(
        ("sns:CreatePlatformEndpoint", "sns:SetEndpointAttributes", "sns:DeleteEndpoint"),
        lambda deployed: ANY_APP,
        _NO_PUSH,
    ),
}


@pytest.mark.parametrize(("owner", "sid"), statements())
def test_a_permission_is_needed(world: World, owner: str, sid: str) -> None:
    probe, asked = PROBES.get((owner, sid)), ASKED.get((owner, sid))
    if probe is not None:
        needs(world, owner, sid, probe)
    elif asked is not None:
        is_asked_for(world.deployment, owner, sid, asked)
    else:
        pytest.fail(f"Nothing shows that {owner} needs {sid}: write a probe that fails without it, or remove it.")


def needs(world: World, owner: str, sid: str, probe: Probe) -> None:
    with world.deployment.without(owner, sid):
        if probe.afresh:
            world.deployment.start_afresh(owner)
        without = probe.look(world)
    assert (without, probe.look(world)) == (probe.refused, probe.works)


def is_asked_for(deployment: Deployment, owner: str, sid: str, asked: Asked) -> None:
    without, having = deployment.decisions(owner, sid, asked.actions, asked.of(deployment))
    assert (without, having) == ({asked.refused}, {asked.works}), asked.why


def test_the_sender_publishes_to_no_topic(world: World) -> None:
    _, having = world.deployment.decisions("SendFunction", "PushToApps", ("sns:Publish",), ANY_TOPIC)
    assert having == {"implicitDeny"}


def test_no_probe_outlives_its_statement() -> None:
    """Taking a statement out of the template fails here even where nothing else would notice."""
    assert sorted([*PROBES, *ASKED]) == sorted(statements())
