"""The access patterns of consents and of data requests, asked of the tables as template.yaml makes them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handbook import bootstrap
from handbook.bootstrap import privacy
from handbook.domain.consents import Act, ConsentAct, ConsentFact
from handbook.domain.data_requests import About, DataRequest, RequestId, RequestKind, RequestStep, Wish, received, taken
from handbook.domain.directory import Account
from handbook.domain.errors import ConflictError
from handbook.domain.handbook import Handbook
from handbook.domain.ids import AccountId, CommuneCode, HandbookId, PhoneE164, PhoneIndex, ProvinceCode
from handbook.domain.request_lists import RequestList
from handbook.domain.request_states import RequestDeed
from handbook.domain.restrictions import Restriction
from handbook.domain.retention import Tombstone
from handbook.storage.area_numbers import AreaNumbers
from handbook.storage.erased import Erased
from tests.integration.test_access_patterns import NOW, a_receipt, an_entry, calls, opened

pytestmark = pytest.mark.usefixtures("cloud")
HERE, THERE = CommuneCode("26734"), CommuneCode("00013")
CITY, PROVINCE = ProvinceCode("79"), ProvinceCode("01")
OWN = About(account_id=AccountId("mother"))


def act(name: str, days: int = 0, purpose: str = "research") -> ConsentAct:
    at = NOW + timedelta(days=days)
    return ConsentAct(name, purpose, Act.GIVEN, at.date(), at, "mother", "app", version="1")


def agreed(name: str, book: Handbook, days: int = 0) -> tuple[ConsentAct, Handbook]:
    one = act(name, days)
    changed = replace(book, consents={one.purpose: ConsentFact("1", one.on)})
    moment = NOW + timedelta(days=days, seconds=book.version or 0)
    privacy.consents().add(one, changed, an_entry("one", moment), a_receipt(name), one)
    return one, replace(changed, version=(book.version or 0) + 1)


def asked(
    name: str, book: Handbook, days: int = 0, commune: CommuneCode = HERE, kind: RequestKind = "object"
) -> tuple[DataRequest, Handbook]:
    at = NOW + timedelta(days=days)
    about = About(book.handbook_id, commune, CITY if commune == HERE else PROVINCE)
    first = RequestStep(RequestDeed.SUBMIT, at, "mother", "family", "Xin")
    request = received(RequestId(name), about, Wish(kind), first)
    moment = at + timedelta(seconds=book.version or 0)
    privacy.data_requests().add(request, an_entry("one", moment), a_receipt(name), request, book)
    return request, replace(book, version=(book.version or 0) + 1)


def asked_of_account(name: str, days: int = 0) -> DataRequest:
    first = RequestStep(RequestDeed.SUBMIT, NOW + timedelta(days=days), "mother", "family", "Xin")
    request = received(RequestId(name), OWN, Wish("copy"), first)
    entry = an_entry("account-mother", NOW + timedelta(days=days))
    privacy.data_requests().add(request, entry, a_receipt(name), request)
    return request


def ended(request: DataRequest, book: Handbook) -> DataRequest:
    after = taken(request, RequestStep(RequestDeed.TAKE_BACK, NOW + timedelta(hours=1), "mother", "family"))
    moment = NOW + timedelta(days=50, seconds=book.version or 0)
    privacy.data_requests().save(after, an_entry("one", moment), book)
    return after


def test_ap_160_acts_of_a_handbook_are_one_query_in_the_order_of_time_and_the_summary_says_where_they_stand() -> None:
    book = opened("one")
    later, book = agreed("a", book, days=1)
    first, book = agreed("b", book, days=0)

    with calls() as seen:
        page = privacy.consents().of_handbook([HandbookId("one")], 10)

    assert (page.items, seen) == ((first, later), ["Query"])
    kept = bootstrap.records().get(HandbookId("one"))
    assert kept is not None
    assert kept.consents == book.consents


def test_ap_161_acts_of_an_account_are_one_query_and_of_two_at_once_one_is_written() -> None:
    directory, account = bootstrap.directory(), AccountId("mother")
    directory.add_account(Account(account, PhoneE164("+84912345678"), NOW), PhoneIndex("index"))
    facts = {"email_notices": ConsentFact("1", NOW.date())}
    one = act("a", purpose="email_notices")
    privacy.consents().add_to_account(one, account, facts, 0, a_receipt("a"), one)

    with pytest.raises(ConflictError):
        privacy.consents().add_to_account(act("b"), account, {}, 0, a_receipt("b"), one)
    with calls() as seen:
        page = privacy.consents().of_account(account, 10)

    assert (page.items, seen) == ((one,), ["Query"])
    kept = directory.accounts_of([account])[account]
    assert (kept.consents, kept.consents_version) == (facts, 1)


def test_no_consent_is_kept_for_an_account_that_is_not_there() -> None:
    with pytest.raises(ConflictError):
        privacy.consents().add_to_account(act("a"), AccountId("nobody"), {}, 0, a_receipt("a"), act("a"))


def test_ap_162_a_request_is_one_get_and_comes_back_as_it_was_written() -> None:
    request, _ = asked("r", opened("one"))
    own = asked_of_account("o")

    with calls() as seen:
        found = privacy.data_requests().get([HandbookId("one")], RequestId("r"))
        mine = privacy.data_requests().get_of_account(AccountId("mother"), RequestId("o"))

    assert (found, mine, seen) == (request, own, ["GetItem", "GetItem"])
    assert privacy.data_requests().get([HandbookId("one")], RequestId("nobody's")) is None


def test_ap_163_requests_of_a_handbook_are_one_query_and_so_is_counting_the_open_ones() -> None:
    first, book = asked("a", opened("one"))
    second, book = asked("b", book, days=1)
    over = ended(first, book)

    with calls() as seen:
        page = privacy.data_requests().of_handbook([HandbookId("one")], 10)
        count = privacy.data_requests().count_open([HandbookId("one")])

    assert (page.items, count, seen) == ((over, second), 1, ["Query", "Query"])


def test_ap_164_a_commune_reads_what_waits_with_the_most_urgent_first_and_nothing_else() -> None:
    late, book = asked("late", opened("one"), days=5)
    early, book = asked("early", book)
    over, book = asked("over", book, days=1)
    far, book = asked("far", book, days=2, commune=THERE)
    own = asked_of_account("own", days=3)
    ended(over, book)
    waiting = privacy.data_requests().waiting

    with calls() as seen:
        page = waiting(RequestList((HERE,)), None, 1)
        rest = waiting(RequestList((HERE,)), None, 10, page.next)
    assert (page.items, rest.items, rest.next) == ((early,), (late,), None)
    assert seen == ["Query", "BatchGetItem"] * 2

    above = RequestList(provinces=(CITY, PROVINCE), accounts=True)
    with calls() as seen:
        everything = waiting(above, None, 10)
        paged = [waiting(above, None, 3)]
        paged.append(waiting(above, None, 3, paged[0].next))
    assert everything.items == (early, far, own, late)
    assert (*paged[0].items, *paged[1].items) == everything.items
    assert seen.count("Query") == 9


@pytest.mark.parametrize(("by", "found"), [(-1, 0), (0, 1)])
def test_a_list_up_to_a_day_holds_what_is_due_on_it_and_nothing_later(by: int, found: int) -> None:
    request, _ = asked("r", opened("one"))
    until: date = request.next_by + timedelta(days=by)

    assert len(privacy.data_requests().waiting(RequestList((HERE,)), until, 10).items) == found


def test_of_two_steps_at_once_one_is_written() -> None:
    request, book = asked("r", opened("one"))
    ended(request, book)

    with pytest.raises(ConflictError):
        ended(request, book)
    assert privacy.data_requests().count_open([HandbookId("one")]) == 0


def test_a_restricted_handbook_is_on_its_areas_list_and_in_no_number() -> None:
    book = opened("one")
    opened("two")
    born = book.profile.birth_date
    counted = AreaNumbers().of_commune(book.commune_code, born, NOW.date())
    bootstrap.records().save_visit(
        replace(book, restriction=Restriction(NOW, "r")), an_entry("one", NOW + timedelta(hours=9))
    )

    left = AreaNumbers().of_commune(book.commune_code, born, NOW.date())
    listed = bootstrap.records().of_commune(book.commune_code, 10).items

    assert (sum(counted.children), sum(left.children)) == (2, 1)
    assert {one.handbook_id for one in listed} == {"one", "two"}


def test_ap_220_handbooks_that_are_being_erased_are_a_query_and_a_batch_the_first_one_begun_first() -> None:
    for days, name in enumerate(("two", "one")):
        privacy.erasings().begin([opened(name)], "rule", NOW + timedelta(days=days), None)

    with calls() as seen:
        found = list(privacy.erasings().begun())

    assert [one.handbook_id for one in found] == ["two", "one"]
    assert seen == ["Query", "BatchGetItem"]
    assert privacy.erasings().get(HandbookId("one")) == found[1]
    assert bootstrap.records().get(HandbookId("one")) is None
    assert bootstrap.records().get_many([HandbookId("one")]) == []


def test_ap_221_tombstones_are_one_query_in_the_order_of_ids() -> None:
    graves = [Tombstone(HandbookId(name), NOW.date(), "rule") for name in ("one", "two")]
    for grave in reversed(graves):
        Erased().bury(grave)

    with calls() as seen:
        assert list(Erased().tombstones()) == graves

    assert seen == ["Query"]


def test_a_handbook_that_changed_since_it_was_read_does_not_leave_and_is_not_written_any_more_once_it_left() -> None:
    book = opened("one")
    with pytest.raises(ConflictError):
        privacy.erasings().begin([replace(book, version=7)], "rule", NOW, None)
    privacy.erasings().begin([book], "rule", NOW, None)

    with pytest.raises(ConflictError):
        bootstrap.records().save_visit(book, an_entry("one", NOW + timedelta(hours=9)))
    with pytest.raises(ConflictError):
        bootstrap.records().save_next_contact(book, NOW.date(), "job")
    assert bootstrap.records().whole(HandbookId("one")) is None
