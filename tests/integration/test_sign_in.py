"""A family signs in with a code by SMS. The SMS is read from the emulated SNS, as it was sent."""

import pytest

from handbook import bootstrap
from handbook.domain.directory import Account
from handbook.domain.ids import AccountId, PhoneE164
from handbook.domain.sign_in import STRANGERS_SHARE, known_device
from tests.integration.api import Answer
from tests.integration.cognito import FamilyPoolWithTriggers
from tests.integration.test_handbooks import SECURITY
from tests.integration.wire import TIMEOUT, failing, heard
from tests.integration.world import MOTHER, MOTHERS_PHONE, NOBODY, NURSE, Clock, Inbox, everything, items

pytestmark = pytest.mark.usefixtures("world")
NEW_PHONE = "+84905111222"


def ask(phone: str = NEW_PHONE, **headers: str) -> Answer:
    return NOBODY.call("POST", "/v1/auth/otp", {"phone": phone}, headers=headers)


def trade(challenge_id: str, code: str, phone: str = NEW_PHONE) -> Answer:
    return NOBODY.call("POST", "/v1/auth/token", {"phone": phone, "challenge_id": challenge_id, "code": code})


def another(code: str, by: int = 1) -> str:
    return f"{(int(code) + by) % 1_000_000:06d}"


def test_a_code_is_sent_by_sms_and_the_answer_holds_nothing_of_it(inbox: Inbox) -> None:
    asked = ask("090 511 12 22")

    assert asked.status == 202
    assert asked.body == {
        "challenge_id": asked.body["challenge_id"],
        "expires_in_seconds": 300,
        "resend_in_seconds": 60,
    }
    assert asked.headers == {"Content-Type": "application/json", **SECURITY}
    code = inbox.last_code
    assert inbox.messages == [
        (
            NEW_PHONE,
            f"{code} la ma dang nhap So Me va Be, co hieu luc 5 phut. Khong doc ma nay cho ai, ke ca can bo y te.",
        )
    ]
    assert code not in asked.text


def test_the_sms_follows_the_clients_language(inbox: Inbox) -> None:
    ask(**{"Accept-Language": "en-GB,vi;q=0.5"})

    assert inbox.messages[0][1].endswith("Do not read it to anybody, not even to health workers.")


def test_neither_code_nor_number_is_stored_in_the_open(inbox: Inbox) -> None:
    asked = ask()

    stored = repr(everything())
    for secret in (inbox.last_code, NEW_PHONE, NEW_PHONE[3:], "0" + NEW_PHONE[3:]):
        assert secret not in stored
    assert asked.body["challenge_id"] in stored


@pytest.mark.parametrize(
    "typed", ["0905111222", "84905111222", "+84 905 111 222", "0084905111222", "+84 (0)905-111.222", "0905.111.222"]
)
def test_a_number_is_one_number_however_it_is_typed(typed: str, inbox: Inbox, pool: FamilyPoolWithTriggers) -> None:
    asked = ask(typed)

    traded = trade(asked.body["challenge_id"], inbox.last_code)

    assert inbox.messages[0][0] == NEW_PHONE
    assert traded.status == 200


def test_the_first_sign_in_makes_the_account_and_the_second_finds_it(
    inbox: Inbox, pool: FamilyPoolWithTriggers, clock: Clock
) -> None:
    first = trade(ask().body["challenge_id"], inbox.last_code)

    account_id = pool.users[0]
    assert (first.status, first.headers) == (200, {"Content-Type": "application/json", **SECURITY})
    assert first.body == {
        "id_token": f"id-{account_id}",
        "token_type": "Bearer",
        "expires_in_seconds": 900,
        "refresh_token": f"refresh-{account_id}",
        "proof_needed": False,
        "known_device": known_device(bootstrap.pepper(), NEW_PHONE, clock()),
    }
    account = bootstrap.directory().account(AccountId(account_id))
    assert account is not None
    assert (account.phone, account.created_at, account.language, account.reminders) == (NEW_PHONE, clock(), "vi", True)
    clock.move(seconds=60)
    second = trade(ask().body["challenge_id"], inbox.last_code)
    assert second.body == first.body
    assert pool.users == [account_id]


def test_the_account_of_a_known_number_is_the_one_it_had(inbox: Inbox, pool: FamilyPoolWithTriggers) -> None:
    traded = trade(ask(MOTHERS_PHONE).body["challenge_id"], inbox.last_code, MOTHERS_PHONE)

    assert traded.body["id_token"] == "id-mother"
    assert pool.users == []


def test_a_code_used_twice_is_wrong(inbox: Inbox, pool: FamilyPoolWithTriggers) -> None:
    challenge_id = ask().body["challenge_id"]
    assert trade(challenge_id, inbox.last_code).status == 200
    before = everything()

    again = trade(challenge_id, inbox.last_code)

    assert (again.status, again.problem) == (401, "wrong-code")
    assert again.body["errors"] == [{"field": "code", "code": "wrong-code"}]
    assert everything() == before
    assert len(pool.tickets) == 1


@pytest.mark.parametrize(("seconds", "status"), [(299, 200), (300, 401), (301, 401)])
def test_a_code_lives_five_minutes(
    seconds: int, status: int, inbox: Inbox, pool: FamilyPoolWithTriggers, clock: Clock
) -> None:
    challenge_id = ask().body["challenge_id"]
    clock.move(seconds=seconds)

    assert trade(challenge_id, inbox.last_code).status == status


@pytest.mark.parametrize(("slips", "status"), [(4, 200), (5, 401)])
def test_the_fifth_wrong_try_kills_a_code(slips: int, status: int, inbox: Inbox, pool: FamilyPoolWithTriggers) -> None:
    challenge_id = ask().body["challenge_id"]
    wrong = [trade(challenge_id, another(inbox.last_code, by)) for by in range(1, slips + 1)]

    right = trade(challenge_id, inbox.last_code)

    assert {answer.problem for answer in wrong} == {"wrong-code"}
    assert right.status == status


def test_wrong_dead_used_expired_and_never_sent_look_the_same(
    inbox: Inbox, pool: FamilyPoolWithTriggers, clock: Clock
) -> None:
    challenge_id = ask().body["challenge_id"]
    code = inbox.last_code
    answers = [trade(challenge_id, another(code)), trade("nothing", code), trade(challenge_id, code, "+84905111223")]
    assert trade(challenge_id, code).status == 200
    answers.append(trade(challenge_id, code))
    clock.move(minutes=1)
    late = ask().body["challenge_id"]
    clock.move(minutes=5)
    answers.append(trade(late, inbox.last_code))

    assert {answer.status for answer in answers} == {401}
    bodies = [{**answer.body, "instance": ""} for answer in answers]
    assert all(body == bodies[0] for body in bodies)
    assert all(answer.headers == answers[0].headers for answer in answers)


def test_a_new_code_kills_the_one_before(inbox: Inbox, pool: FamilyPoolWithTriggers, clock: Clock) -> None:
    old, old_code = ask().body["challenge_id"], inbox.last_code
    clock.move(seconds=60)
    new = ask().body["challenge_id"]

    assert trade(old, old_code).problem == "wrong-code"
    assert trade(new, inbox.last_code).status == 200


def test_a_known_and_an_unknown_number_are_answered_alike(inbox: Inbox, pool: FamilyPoolWithTriggers) -> None:
    known, unknown = ask(MOTHERS_PHONE), ask(NEW_PHONE)

    assert (known.status, known.headers) == (unknown.status, unknown.headers)
    assert known.body == {**unknown.body, "challenge_id": known.body["challenge_id"]}
    wrong = [
        trade(known.body["challenge_id"], "111111", MOTHERS_PHONE),
        trade(unknown.body["challenge_id"], "111111", NEW_PHONE),
        trade("nothing", "111111", "+84905111999"),
    ]
    assert {(answer.status, answer.text.replace(answer.body["instance"], "")) for answer in wrong} == {
        (401, wrong[0].text.replace(wrong[0].body["instance"], ""))
    }
    assert wrong[0].headers == wrong[1].headers == wrong[2].headers


def test_a_known_and_an_unknown_number_cost_the_same_calls(inbox: Inbox) -> None:
    shapes = []
    for phone in (MOTHERS_PHONE, NEW_PHONE):
        with heard("dynamodb") as calls:
            ask(phone)
        shapes.append([(call.operation, call.table) for call in calls])

    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("code", ["InternalErrorException", "ThrottledException", "OptedOutException", TIMEOUT])
def test_a_silent_sms_provider_is_said_and_the_try_does_not_count(
    code: str, inbox: Inbox, pool: FamilyPoolWithTriggers
) -> None:
    with failing("sns", "Publish", code):
        down = ask()

    assert (down.status, down.problem) == (503, "unavailable")
    assert down.headers["Retry-After"] == "30"
    assert inbox.messages == []
    again = ask()
    assert again.status == 202
    assert trade(again.body["challenge_id"], inbox.last_code).status == 200


def test_a_silent_sms_provider_uses_up_none_of_the_hours_codes(inbox: Inbox, clock: Clock) -> None:
    with failing("sns", "Publish", "InternalErrorException"):
        assert {ask().status for _ in range(8)} == {503}

    for _ in range(STRANGERS_SHARE[0].most):
        assert ask().status == 202
        clock.move(seconds=61)


def test_a_pool_that_fails_once_leaves_an_account_that_can_sign_in_later(
    inbox: Inbox, pool: FamilyPoolWithTriggers, clock: Clock
) -> None:
    challenge_id = ask().body["challenge_id"]
    pool.is_down = True
    down = trade(challenge_id, inbox.last_code)
    assert (down.status, down.problem, down.headers["Retry-After"]) == (503, "unavailable", "30")
    assert [item["pk"]["S"] for item in items("DirectoryTable") if "ACCOUNT" in item["pk"]["S"]] == [
        "ACCOUNT#mother",
        "ACCOUNT#other-mother",
    ]

    pool.is_down = False
    clock.move(seconds=60)
    assert trade(ask().body["challenge_id"], inbox.last_code).status == 200


def test_two_people_who_sign_in_with_one_number_at_once_are_one_account(
    inbox: Inbox, pool: FamilyPoolWithTriggers, clock: Clock
) -> None:
    challenge_id = ask().body["challenge_id"]
    number = PhoneE164(NEW_PHONE)
    faster = Account(AccountId("faster"), number, clock())
    pool.before_adding = lambda: bootstrap.directory().add_account(faster, bootstrap.phone_vault().index(number))

    traded = trade(challenge_id, inbox.last_code)

    assert traded.body["id_token"] == "id-faster"


def test_who_is_signed_in_is_told_so() -> None:
    unsaid = dict.fromkeys(("display_name", "email", "closing_on"))
    assert MOTHER.get("/v1/me").body == {
        **unsaid,
        "id": "mother",
        "role": "guardian",
        "unit_id": None,
        "communes": [],
        "language": "vi",
        "phone": "091****678",
        "has_password": False,
        "etag": '"1"',
    }
    assert {name: said for name, said in NURSE.get("/v1/me").body.items() if said is not None} == {
        "id": "nurse",
        "role": "health_worker",
        "unit_id": "station",
        "communes": ["00004", "00008"],
    }
    assert NOBODY.get("/v1/me").problem == "unauthenticated"


def test_who_has_an_account_and_no_user_in_a_pool_that_is_new_gets_one_and_is_who_they_were(
    inbox: Inbox, pool: FamilyPoolWithTriggers
) -> None:
    pool.lost.add("mother")
    given = trade(ask(MOTHERS_PHONE).body["challenge_id"], inbox.last_code, MOTHERS_PHONE)

    assert given.status == 200, given.body
    assert given.body["id_token"] == "id-mother"
    assert pool.users == ["mother"]
    assert len(set(pool.tickets)) == 2


def test_a_user_that_is_missing_is_made_once_and_one_that_is_there_keeps_the_password() -> None:
    account_id = AccountId("restored")
    assert bootstrap.family_pool().add_missing(account_id)
    bootstrap.family_pool().set_password(account_id, "Own-Pass-Word-77")

    assert not bootstrap.family_pool().add_missing(account_id)
    assert bootstrap.family_pool().check_password(account_id, "Own-Pass-Word-77").id_token
