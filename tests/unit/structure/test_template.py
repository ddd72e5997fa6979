"""The rules that every resource of template.yaml obeys."""

from typing import Any

import pytest

from tests.built import of_type
from tests.template import resources

FUNCTION, QUEUE, TABLE = "AWS::Serverless::Function", "AWS::SQS::Queue", "AWS::DynamoDB::Table"
RUN = "AWS::Lambda::EventInvokeConfig"
FORGETTABLE = "TransientTable"


def functions() -> dict[str, dict[str, Any]]:
    return {name: found["Properties"] for name, found in resources(FUNCTION).items()}


def queues() -> dict[str, dict[str, Any]]:
    return {name: found["Properties"] for name, found in resources(QUEUE).items()}


def tables() -> dict[str, dict[str, Any]]:
    return {name: found["Properties"] for name, found in resources(TABLE).items()}


def statements() -> list[tuple[str, dict[str, Any]]]:
    """Every policy statement with whom it is for: functions, and roles of other services."""
    own = [
        (name, statement)
        for name, function in functions().items()
        for policy in function["Policies"]
        for statement in policy["Statement"]
    ]
    roles = [
        (name, statement)
        for name, role in resources("AWS::IAM::Role").items()
        for policy in role["Properties"]["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]
    return own + roles


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def referred(value: Any) -> str:
    """The logical id in `!Ref X` or `!GetAtt X.Arn`."""
    (function, target), *_ = value.items()
    assert function in {"Ref", "GetAtt"}
    return str(target).partition(".")[0]


def test_every_function_writes_to_a_log_group_of_its_own_that_forgets() -> None:
    # The firewall's log is its own, holds addresses and forgets sooner: test_gateway.py.
    groups = {name: one for name, one in resources("AWS::Logs::LogGroup").items() if name != "FirewallLogs"}
    used = [referred(function["LoggingConfig"]["LogGroup"]) for function in functions().values()]
    assert sorted(used) == sorted(groups), "one log group for each function, and none that nobody writes to"
    assert {group["Properties"]["RetentionInDays"] for group in groups.values()} == {365}


def test_every_function_has_rights_of_its_own_each_with_a_name() -> None:
    assert all(function["Policies"] for function in functions().values())
    assert not [name for name, function in functions().items() if "Role" in function]
    named = [(name, statement["Sid"]) for name, statement in statements()]
    assert len(named) == len(set(named))


def test_no_right_is_given_on_everything_but_texts_to_telephone_numbers() -> None:
    allowed = [(name, one) for name, one in statements() if one["Effect"] == "Allow"]
    wide = [(name, one) for name, one in allowed if "*" in listed(one.get("Resource", "*"))]
    assert [one["Action"] for _, one in wide] == ["sns:Publish"] * 6, (
        "name the resource: only a message to a telephone number has no ARN"
    )
    for name, right in wide:
        if "NotResource" in right:
            assert right["NotResource"] == {"Sub": "arn:${AWS::Partition}:sns:*:*:*"}, f"{name} could publish to topics"
            continue
        denied = [one for owner, one in statements() if owner == name and one["Effect"] == "Deny"]
        assert [(one["Action"], one["Resource"]) for one in denied] == [
            ("sns:Publish", {"Sub": "arn:${AWS::Partition}:sns:*:*:*"})
        ], f"{name} could publish to topics"


def test_no_right_is_a_wildcard_of_actions() -> None:
    wide = [
        f"{name}: {action}"
        for name, one in statements()
        if one["Effect"] == "Allow"
        for action in listed(one["Action"])
        if "*" in action
    ]
    assert wide == [], "name each action that is called"


MOVES_ENTRIES = ("CorrectionsFunction", "MoveEntries")
"""An entry whose day was wrong leaves its key in the transaction that writes it under the right one."""


def test_no_function_may_delete_from_or_scan_a_table() -> None:
    allowed = {
        (action, (name, one["Sid"]))
        for name, one in statements()
        if one["Effect"] == "Allow"
        for action in listed(one["Action"])
    }
    taboo = {"dynamodb:Scan", "dynamodb:DeleteItem", "dynamodb:DeleteTable", "dynamodb:PartiQLDelete"}
    assert [one for one in allowed if one[0] in taboo] == [("dynamodb:DeleteItem", MOVES_ENTRIES)]


def dead_letters() -> set[str]:
    streams = {referred(one["DestinationConfig"]["OnFailure"]["Destination"]) for one in mappings(".StreamArn")}
    schedules = [one["Properties"]["Target"] for one in resources("AWS::Scheduler::Schedule").values()]
    return (
        streams
        | {referred(one["DeadLetterConfig"]["Arn"]) for one in schedules}
        | {
            str(queue["RedrivePolicy"]["deadLetterTargetArn"]["GetAtt"]).partition(".")[0]
            for queue in queues().values()
            if "RedrivePolicy" in queue
        }
    )


def test_the_access_log_is_only_ever_added_to_and_its_anchors_are_locked() -> None:
    on_log = [(name, one) for name, one in statements() if "AuditTable" in str(one.get("Resource", ""))]
    actions = {action for _, one in on_log for action in listed(one["Action"]) if action.startswith("dynamodb:")}
    streams = {"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"}
    assert actions - streams <= {"dynamodb:PutItem", "dynamodb:Query", "dynamodb:GetItem", "dynamodb:BatchGetItem"}
    on_anchors = [one["Action"] for _, one in statements() if "AnchorsBucket" in str(one.get("Resource", ""))]
    assert [action for action in on_anchors if action != "s3:*"] == ["s3:PutObject"]
    lock = resources("AWS::S3::Bucket")["AnchorsBucket"]["Properties"]["ObjectLockConfiguration"]
    assert "COMPLIANCE" in str(lock)


def test_every_queue_sets_aside_what_fails_for_good_and_keeps_it_for_two_weeks() -> None:
    working = {name for name, queue in queues().items() if "RedrivePolicy" in queue}
    assert working | dead_letters() == set(queues())
    assert not working & dead_letters()
    for name in dead_letters():
        assert queues()[name]["MessageRetentionPeriod"] == 14 * 86_400


def test_every_dead_letter_queue_has_an_alarm_on_its_first_message() -> None:
    alarms = [alarm["Properties"] for alarm in resources("AWS::CloudWatch::Alarm").values()]
    watched = {
        referred(alarm["Dimensions"][0]["Value"])
        for alarm in alarms
        if alarm.get("MetricName") == "ApproximateNumberOfMessagesVisible"
        and (alarm["Threshold"], alarm["ComparisonOperator"]) == (0, "GreaterThanThreshold")
    }
    assert dead_letters() <= watched


def mappings(source: str) -> list[dict[str, Any]]:
    """Give the event source mappings whose source's name ends so."""
    found = [mapping["Properties"] for mapping in resources("AWS::Lambda::EventSourceMapping").values()]
    return [mapping for mapping in found if str(mapping["EventSourceArn"]["GetAtt"]).endswith(source)]


def test_no_function_has_events_that_bring_a_managed_policy_for_every_queue() -> None:
    assert [name for name, function in functions().items() if function.get("Events")] == []


def test_every_queue_outlasts_its_worker_six_times_and_partial_failures_are_told() -> None:
    found = mappings("Queue.Arn")
    assert len(found) == 4
    for mapping in found:
        queue = queues()[referred(mapping["EventSourceArn"])]
        worker = functions()[referred(mapping["FunctionName"])]
        assert queue["VisibilityTimeout"] >= 6 * worker["Timeout"]
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_streams_set_aside_what_fails_too() -> None:
    streams = mappings(".StreamArn")
    assert {referred(one["DestinationConfig"]["OnFailure"]["Destination"]) for one in streams} <= dead_letters()


def test_a_schedule_sets_aside_starts_that_were_not_taken_and_runs_that_failed_in_one_place() -> None:
    # A schedule hands over and is done: what fails afterwards is Lambda's, which forgets it unless it is told where to.
    schedules = [one["Properties"]["Target"] for one in resources("AWS::Scheduler::Schedule").values()]
    runs = {referred(one["Properties"]["FunctionName"]): one["Properties"] for one in resources(RUN).values()}

    assert schedules
    for target in schedules:
        function, aside = referred(target["Arn"]), target["DeadLetterConfig"]["Arn"]
        run = runs[function]
        assert run["DestinationConfig"]["OnFailure"]["Destination"] == aside, function
        assert (run["Qualifier"], run["MaximumRetryAttempts"]) == ("$LATEST", 2)
        assert (function, "sqs:SendMessage", aside) in [
            (name, one["Action"], one["Resource"]) for name, one in statements() if one["Sid"] == "SetAside"
        ]
    assert set(runs) == {referred(target["Arn"]) for target in schedules}


def test_all_tables_but_the_forgettable_one_can_be_restored() -> None:
    for name, table in tables().items():
        restorable = table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
        assert restorable is (name != FORGETTABLE)
        kept = resources(TABLE)[name]["DeletionPolicy"]
        assert kept == ("Delete" if name == FORGETTABLE else "Retain")


def test_codes_tickets_and_receipts_forget_themselves_and_nothing_else_does() -> None:
    ttl = {
        name: table["TimeToLiveSpecification"]
        for name, table in tables().items()
        if table.get("TimeToLiveSpecification")
    }
    assert ttl == {FORGETTABLE: {"AttributeName": "expires_at", "Enabled": True}}


@pytest.mark.parametrize(
    ("client", "days_or_hours", "unit"), [("FamilyClient", 60, "days"), ("StaffClient", 12, "hours")]
)
def test_tokens_live_fifteen_minutes_and_refresh_tokens_rotate(client: str, days_or_hours: int, unit: str) -> None:
    pool = resources("AWS::Cognito::UserPoolClient")[client]["Properties"]
    assert pool["TokenValidityUnits"] == {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": unit}
    lives = (pool["AccessTokenValidity"], pool["IdTokenValidity"], pool["RefreshTokenValidity"])
    assert lives == (15, 15, days_or_hours)
    assert pool["RefreshTokenRotation"] == {"Feature": "ENABLED", "RetryGracePeriodSeconds": 60}
    # Cognito's plan LITE has no rotation (its announcement of April 2025: Essentials and Plus).
    assert resources("AWS::Cognito::UserPool")[pool["UserPoolId"]["Ref"]]["Properties"]["UserPoolTier"] == "ESSENTIALS"
    assert pool["EnableTokenRevocation"] is True
    assert pool["PreventUserExistenceErrors"] == "ENABLED"


def test_an_access_token_sets_no_address_and_no_number_at_cognito_itself() -> None:
    # Where it is left out, a client's users write every attribute, and a new address is a way to a new password.
    clients = resources("AWS::Cognito::UserPoolClient").values()
    assert [client["Properties"]["WriteAttributes"] for client in clients] == [["locale"], ["locale"]]
    families = resources("AWS::Cognito::UserPool")["FamilyPool"]["Properties"]
    assert families["AccountRecoverySetting"] == {"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]}


@pytest.mark.parametrize(("by_ses", "account"), [("true", "DEVELOPER"), ("false", None)])
def test_letters_to_staff_come_by_ses_once_the_sender_is_confirmed(by_ses: str, account: str | None) -> None:
    # Cognito's own letters end at 50 a day; an address that is not confirmed yet would stop the first deployment.
    pool = of_type("AWS::Cognito::UserPool", "prod", StaffLettersBySes=by_ses)["StaffPool"]["Properties"]
    letters = pool.get("EmailConfiguration") or {}
    assert letters.get("EmailSendingAccount") == account


def test_families_sign_in_by_our_challenge_only_and_staff_with_two_factors_only() -> None:
    clients = resources("AWS::Cognito::UserPoolClient")
    # The password's flow is the administrator's: Cognito's public endpoint takes none, so that our limits hold.
    families = ["ALLOW_CUSTOM_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    assert clients["FamilyClient"]["Properties"]["ExplicitAuthFlows"] == families
    assert clients["StaffClient"]["Properties"]["ExplicitAuthFlows"] == ["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    assert clients["StaffClient"]["Properties"]["GenerateSecret"] is True
    pools = {name: pool["Properties"] for name, pool in resources("AWS::Cognito::UserPool").items()}
    staff = pools["StaffPool"]
    assert (staff["MfaConfiguration"], staff["EnabledMfas"]) == ("ON", ["SOFTWARE_TOKEN_MFA", "SMS_MFA"])
    # A lost password goes by e-mail: by SMS, who has the telephone would have both factors.
    assert staff["AccountRecoverySetting"] == {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]}
    assert referred(staff["SmsConfiguration"]["SnsCallerArn"]) == "StaffSmsRole"
    assert all(pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] for pool in pools.values())
    triggers = pools["FamilyPool"]["LambdaConfig"]
    challenge = ["Deployed", {"Ref": "ChallengeFunction.Alias"}, {"GetAtt": "ChallengeFunction.Arn"}]
    assert all(function == {"If": challenge} for function in triggers.values())
    assert set(triggers) == {"DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"}


def test_cognitos_public_endpoint_takes_no_password_and_no_refresh_token_in_any_clients_name() -> None:
    public = {"ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"}
    for name, client in resources("AWS::Cognito::UserPoolClient").items():
        flows = client["Properties"]["ExplicitAuthFlows"]
        assert flows, f"{name}: a client without flows has Cognito's own, the public ones among them"
        assert not public & set(flows), name


def test_only_the_function_that_signs_staff_in_reads_the_secret_of_their_client() -> None:
    readers = [
        name
        for name, function in functions().items()
        if "StaffClientSecret" in str(function["Policies"]) or "STAFF_CLIENT_SECRET" in str(function.get("Environment"))
    ]
    assert readers == ["AuthFunction"]


def test_buckets_are_private() -> None:
    for bucket in resources("AWS::S3::Bucket").values():
        properties = bucket["Properties"]
        assert len(properties["PublicAccessBlockConfiguration"]) == 4
        assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
        assert properties["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}


def test_every_handler_that_the_template_names_is_there() -> None:
    from importlib import import_module  # noqa: PLC0415 - the handlers, as Lambda finds them

    for function in functions().values():
        module, _, name = function["Handler"].rpartition(".")
        assert callable(getattr(import_module(module), name))
        assert module.replace(".", "/").startswith(function["CodeUri"].rstrip("/"))
