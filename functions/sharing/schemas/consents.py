"""Consents: the words to read, what was said, and where each purpose stands."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from handbook.domain.calendar import iso_day, iso_utc
from handbook.domain.consent_texts import Owner, Purpose, purposes, text_on
from handbook.domain.consents import Act, ConsentAct, ConsentFact, Facts, is_asked, state_of
from handbook.usecases.give_consent import ConsentRecorded, ConsentSaid
from handbook.web.forms.forecast import TextBody
from handbook.web.schemas import Body, Day, Flag, Identifier, Name, PageBody

State = Literal["not_given", "waiting_for_child", "in_force", "withdrawn"]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Attachments = Annotated[tuple[Identifier, ...], Field(max_length=5, description="Ids of attachments of the handbook")]
On = Annotated[Day | None, Field(description="The day that stands on the paper; for staff only")]
SignedBy = Annotated[Name | None, Field(description="Who signed the paper; for staff only")]
Through = Annotated[
    Literal["app", "web", "paper"], Field(description="paper: staff type in what a family signed, and nothing else")
]


def _plain_yes(value: bool) -> bool:
    if not value:
        raise ValueError("to say no, withdraw")
    return value


Given = Annotated[Flag, AfterValidator(_plain_yes), Field(description="true: nothing is agreed to by silence")]


class ConsentTextAnswer(Body):
    """A purpose with the words in force; send `version` and the digest of the words that were shown."""

    purpose: str
    name: TextBody
    of: Literal["handbook", "account"]
    sensitive: bool
    version: str
    effective_from: date
    text: TextBody
    sha256: TextBody


class ConsentTexts(Body):
    """Every purpose that can be agreed to today."""

    items: list[ConsentTextAnswer]


class PaperBody(Body):
    """What stands on a paper that staff type in; nothing of it where a family speaks for itself."""

    channel: Through
    on: On = None
    signed_by: SignedBy = None


class ConsentBody(PaperBody):
    """Yes to one purpose. `given` has to be said, so that nothing is agreed to by silence."""

    purpose: Identifier
    text_version: Identifier
    text_hash: Digest
    given: Given
    attachment_ids: Attachments = ()

    def said(self) -> ConsentSaid:
        """Read what is said."""
        return ConsentSaid(
            Act.GIVEN,
            self.purpose,
            self.channel,
            self.text_version,
            self.text_hash,
            self.on,
            self.signed_by,
            attachment_ids=self.attachment_ids,
        )


class OwnConsentBody(Body):
    """Yes to one purpose, for one's own account."""

    purpose: Identifier
    text_version: Identifier
    text_hash: Digest
    channel: Literal["app", "web"]
    given: Given

    def said(self) -> ConsentSaid:
        """Read what is said."""
        return ConsentSaid(Act.GIVEN, self.purpose, self.channel, self.text_version, self.text_hash)


class WithdrawalBody(PaperBody):
    """No to one purpose; nothing has to be read or explained for it."""

    attachment_ids: Attachments = ()

    def said(self, purpose: str) -> ConsentSaid:
        """Read what is said."""
        return ConsentSaid(
            Act.WITHDRAWN,
            purpose,
            self.channel,
            on=self.on,
            signed_by=self.signed_by,
            attachment_ids=self.attachment_ids,
        )


class OwnWithdrawalBody(Body):
    """No to one purpose, for one's own account."""

    channel: Literal["app", "web"]

    def said(self, purpose: str) -> ConsentSaid:
        """Read what is said."""
        return ConsentSaid(Act.WITHDRAWN, purpose, self.channel)


class ChildAgreementBody(PaperBody):
    """That a child of seven or more agreed too, and how it said so."""

    how: Literal["in_app", "spoken", "written"]
    attachment_ids: Attachments = ()

    def said(self, purpose: str) -> ConsentSaid:
        """Read what is said."""
        return ConsentSaid(
            Act.CHILD_AGREED,
            purpose,
            self.channel,
            on=self.on,
            signed_by=self.signed_by,
            how=self.how,
            attachment_ids=self.attachment_ids,
        )


class ConsentActAnswer(Body):
    """One act, as the receipt of it."""

    act_id: str
    purpose: str
    act: Literal["given", "child_agreed", "withdrawn"]
    text_version: str | None
    text_hash: str | None
    language: Literal["vi", "en"] | None
    channel: Literal["app", "web", "paper"]
    on: date
    recorded_at: datetime
    recorded_by: str
    by_family: bool
    signed_by: str | None
    how: Literal["in_app", "spoken", "written"] | None
    attachment_ids: list[str]


class ConsentReceipt(ConsentActAnswer):
    """The receipt of an act, and where its purpose stands with it."""

    state: State


class PurposeAnswer(Body):
    """Where one purpose stands today. `child_is_asked`: the child is seven, and its own word is needed."""

    purpose: str
    name: TextBody
    sensitive: bool
    state: State
    text_version: str | None
    given_on: date | None
    child_is_asked: bool
    child_agreed_on: date | None
    withdrawn_on: date | None


class ConsentPage(PageBody):
    """Where every purpose stands, and the acts behind it, by purpose and in the order of time."""

    purposes: list[PurposeAnswer]
    items: list[ConsentActAnswer]


def texts_answer(today: date) -> dict[str, Any]:
    """Write the words in force on a day."""
    return {"items": [_text(one, today) for one in purposes() if text_on(one.code, today)]}


def _text(purpose: Purpose, today: date) -> dict[str, Any]:
    text = text_on(purpose.code, today)
    said = (
        {
            "version": text.version,
            "effective_from": text.effective_from.isoformat(),
            "text": text.text._asdict(),
            "sha256": text.sha256._asdict(),
        }
        if text
        else {}
    )
    return {
        "purpose": purpose.code,
        "name": purpose.name._asdict(),
        "of": purpose.of,
        "sensitive": purpose.sensitive,
        **said,
    }


def receipt_answer(recorded: ConsentRecorded, today: date) -> dict[str, Any]:
    """Write the receipt of an act."""
    return {**act_answer(recorded.act), "state": state_of(recorded.fact, today, recorded.born_on)}


def act_answer(act: ConsentAct) -> dict[str, Any]:
    """Write one act."""
    return {
        "act_id": act.act_id,
        "purpose": act.purpose,
        "act": act.act.value,
        "text_version": act.version,
        "text_hash": act.text_sha256,
        "language": act.language,
        "channel": act.channel,
        "on": act.on.isoformat(),
        "recorded_at": iso_utc(act.recorded_at),
        "recorded_by": act.recorded_by,
        "by_family": act.by_family,
        "signed_by": act.signed_by,
        "how": act.how,
        "attachment_ids": list(act.attachment_ids),
    }


def consent_page(
    acts: Iterable[ConsentAct], facts: Facts, of: Owner, today: date, born_on: date | None, following: str | None
) -> ConsentPage:
    """Write where every purpose stands, and a page of acts."""
    listed = [_purpose(one, facts, today, born_on) for one in purposes() if one.of == of]
    items = [act_answer(act) for act in acts]
    return ConsentPage.model_validate({"purposes": listed, "items": items, "next": following})


def _purpose(purpose: Purpose, facts: Mapping[str, ConsentFact], today: date, born_on: date | None) -> dict[str, Any]:
    fact = facts.get(purpose.code, ConsentFact())
    return {
        "purpose": purpose.code,
        "name": purpose.name._asdict(),
        "sensitive": purpose.sensitive,
        "state": state_of(fact, today, born_on),
        "text_version": fact.version,
        "given_on": iso_day(fact.given_on),
        "child_is_asked": is_asked(born_on, today),
        "child_agreed_on": iso_day(fact.child_agreed_on),
        "withdrawn_on": iso_day(fact.withdrawn_on),
    }
