"""The items of members of staff, and how they are written and read."""

from datetime import date, datetime

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from handbook.domain.access import Role, Scope
from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.directory import Post, Staff
from handbook.domain.ids import PhoneIndex, StaffId, UnitId
from handbook.domain.staff_contacts import CLAIM_LIFE, SealedContacts, claimant
from handbook.storage.units import META, DirectoryItem, unit_key

CONTACTS, CLAIM = "CONTACTS", "CLAIM"


class StaffIndex(GlobalSecondaryIndex["PostItem"]):
    """The staff of a unit, by their ids."""

    class Meta:
        index_name = "gsi1"
        projection = KeysOnlyProjection()

    gsi1pk = UnicodeAttribute(hash_key=True)
    gsi1sk = UnicodeAttribute(range_key=True)


class StaffItem(DirectoryItem):
    """A member of staff with all posts, in one read."""

    full_name = UnicodeAttribute()
    posts = JSONAttribute()
    version = NumberAttribute(default=1)
    not_before = UnicodeAttribute(null=True)
    ended = JSONAttribute(null=True)
    sms_index = UnicodeAttribute(null=True)


class StaffContactsItem(DirectoryItem):
    """How a member of staff is reached: sealed, with the blind indexes."""

    email = UnicodeAttribute(null=True)
    email_mark = UnicodeAttribute(null=True)
    phone = UnicodeAttribute(null=True)
    phone_mark = UnicodeAttribute(null=True)


class ContactItem(DirectoryItem):
    """Blind index: whose address or number it is, of all staff; it stays with the account for good."""

    staff_id = UnicodeAttribute()


class StaffVersionItem(DirectoryItem):
    """What was said of a member of staff, when and by whom: one item for each version."""

    full_name = UnicodeAttribute()
    posts = JSONAttribute()
    made_at = UnicodeAttribute()
    made_by = UnicodeAttribute()


class ClaimItem(DirectoryItem):
    """Who may make the account of a user name: one at a time, until the account is there or the claim runs out."""

    claimant = UnicodeAttribute()
    until = UnicodeAttribute()


class PostItem(DirectoryItem):
    """That somebody has or had a post at a unit; the index lists them by unit."""

    gsi1pk = UnicodeAttribute()
    gsi1sk = UnicodeAttribute()
    of_unit = StaffIndex()


def staff_key(staff_id: str) -> str:
    """Give the key of what is kept of a member of staff."""
    return f"STAFF#{staff_id}"


def _post_form(post: Post) -> dict[str, str]:
    days = {"since": post.since, "until": post.until}
    scopes = {"scopes": " ".join(post.scopes)} if post.scopes else {}
    said = {name: day.isoformat() for name, day in days.items() if day}
    return {"unit_id": post.unit_id, "role": post.role} | said | scopes


def _post_from(form: dict[str, str]) -> Post:
    days = {name: date.fromisoformat(form[name]) if name in form else None for name in ("since", "until")}
    scopes = tuple(map(Scope, form.get("scopes", "").split()))
    return Post(UnitId(form["unit_id"]), Role(form["role"]), **days, scopes=scopes)


def staff_from(item: StaffItem) -> Staff:
    """Read a member of staff from the item."""
    posts = tuple(_post_from(form) for form in item.posts)
    ended = {mark: from_iso_utc(text) for mark, text in (item.ended or {}).items()}
    not_before = from_iso_utc(item.not_before) if item.not_before else None
    staff_id = StaffId(item.pk.removeprefix("STAFF#"))
    sms_index = PhoneIndex(item.sms_index) if item.sms_index else None
    return Staff(staff_id, item.full_name, posts, int(item.version), not_before, ended, sms_index)


def staff_item(staff: Staff) -> StaffItem:
    """Write a member of staff down."""
    return StaffItem(
        staff_key(staff.staff_id),
        META,
        full_name=staff.full_name,
        posts=[_post_form(post) for post in staff.posts],
        version=staff.version,
        sms_index=staff.sms_index,
    )


def contact_key(mark: str) -> str:
    """Give the key under which an address or number leads to whose it is."""
    return f"STAFF_CONTACT#{mark}"


def post_item(staff: Staff, post: Post) -> PostItem:
    """Write down that somebody has or had a post at a unit."""
    key = staff_key(staff.staff_id)
    return PostItem(key, f"POST#{post.unit_id}", gsi1pk=unit_key(post.unit_id), gsi1sk=staff.staff_id)


def claim_item(staff_id: StaffId, contacts: SealedContacts, at: datetime, by: str) -> ClaimItem:
    """Write down who may make the account of a user name, and until when."""
    until = iso_utc(at + CLAIM_LIFE)
    return ClaimItem(staff_key(staff_id), CLAIM, claimant=claimant(contacts, by), until=until)


def version_item(staff: Staff, at: datetime, by: str) -> StaffVersionItem:
    """Write down what is said of a member of staff from now on, and by whom."""
    return StaffVersionItem(
        staff_key(staff.staff_id),
        f"VERSION#{staff.version:06d}",
        full_name=staff.full_name,
        posts=[_post_form(post) for post in staff.posts],
        made_at=iso_utc(at),
        made_by=by,
    )
