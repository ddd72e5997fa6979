"""One-time codes, tickets and limits. Every step is one conditional write, so that races cannot add a try."""

import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action

from handbook.domain import sign_in
from handbook.domain.calendar import from_iso_utc, iso_utc
from handbook.domain.errors import ConflictError
from handbook.domain.ids import PhoneIndex
from handbook.storage.counters import Counters
from handbook.storage.tables import Item, table_name, translated


class TransientItem(Item):
    """Base of what the transient table holds for signing in."""

    class Meta:
        table_name = table_name("TRANSIENT_TABLE")

    expires_at = NumberAttribute()


class ChallengeItem(TransientItem):
    """The one living code of a number, and the instants of those that were sent.

    `known` are those of them that somebody asked for who showed to be known to the number; `kept`: the living one is.
    """

    sent = JSONAttribute()
    known = JSONAttribute(null=True)
    kept = BooleanAttribute(null=True)
    challenge_id = UnicodeAttribute(null=True)
    code_proof = UnicodeAttribute(null=True)
    code_expires_at = NumberAttribute(null=True)
    tries_left = NumberAttribute(null=True)
    used_by = UnicodeAttribute(null=True)
    version = NumberAttribute()


class TicketItem(TransientItem):
    """A redeemed code on its way through Cognito; used once."""

    account_id = UnicodeAttribute()


@dataclass(frozen=True, slots=True)
class Sent:
    """Codes that a number was sent, oldest first, and the version that they were read at.

    `known`: those that were asked for by who is known to the number. `kept_until`: when the living one ends, if such
    a one asked for it.
    """

    instants: tuple[datetime, ...]
    version: int
    known: tuple[datetime, ...] = ()
    kept_until: datetime | None = None


def _instants(texts: list[str]) -> tuple[datetime, ...]:
    return tuple(from_iso_utc(text) for text in texts)


def _texts(instants: Iterable[datetime]) -> list[str]:
    return [iso_utc(instant) for instant in instants]


def _key(index: PhoneIndex) -> tuple[str, str]:
    return f"OTP#{index}", "STATE"


class SignIns(Counters):
    """The state of signing in."""

    def sent_to(self, index: PhoneIndex) -> Sent:
        """Read which codes a number was sent (AP-05)."""
        with translated():
            try:
                item = ChallengeItem.get(*_key(index), consistent_read=True)
            except ChallengeItem.DoesNotExist:
                return Sent((), 0)
        kept = item.kept and item.challenge_id is not None
        kept_until = datetime.fromtimestamp(float(item.code_expires_at), UTC) if kept else None
        return Sent(_instants(item.sent), int(item.version), _instants(item.known or []), kept_until)

    def begin(
        self, index: PhoneIndex, challenge_id: str, code_proof: str, sent: Sent, now: datetime, *, is_known: bool
    ) -> None:
        """Make the new code the only one, and count it, among those of who is known to the number or of strangers.

        Raises ConflictError when another request was faster.
        """
        item = ChallengeItem(
            *_key(index),
            sent=_texts((*sign_in.still_counted(sent.instants, now), now)),
            known=_texts((*sign_in.still_counted(sent.known, now), *([now] if is_known else []))),
            kept=is_known,
            challenge_id=challenge_id,
            code_proof=code_proof,
            code_expires_at=(now + sign_in.CODE_LIFE).timestamp(),
            tries_left=sign_in.TRIES,
            version=sent.version + 1,
            expires_at=int(now.timestamp()) + 2 * 86_400,
        )
        unchanged = ChallengeItem.version == sent.version if sent.version else ChallengeItem.pk.does_not_exist()
        with translated():
            item.save(condition=unchanged)

    def take_back(self, index: PhoneIndex, sent: Sent) -> None:
        """Forget a code that could not be sent: it was not paid for and does not count."""
        with translated():
            ChallengeItem(*_key(index)).update(
                actions=[
                    ChallengeItem.sent.set(_texts(sent.instants)),
                    ChallengeItem.known.set(_texts(sent.known)),
                    ChallengeItem.challenge_id.remove(),
                    ChallengeItem.code_proof.remove(),
                ],
                condition=ChallengeItem.version == sent.version + 1,
            )

    def note_sent(self, index: PhoneIndex, sent: Sent, now: datetime) -> None:
        """Count a code that Cognito sends. Raises ConflictError when another request was faster."""
        instants = (*sign_in.still_counted(sent.instants, now), now)
        self._set_sent(index, instants, sent.version, int(now.timestamp()) + 2 * 86_400)

    def unsend(self, index: PhoneIndex, sent: Sent) -> None:
        """Forget a code that Cognito did not send: it was not paid for. Another request since keeps it counted."""
        with suppress(ConflictError):
            self._set_sent(index, sent.instants, sent.version + 1)

    def _set_sent(
        self, index: PhoneIndex, instants: Iterable[datetime], based_on: int, expires_at: int | None = None
    ) -> None:
        actions: list[Action] = [
            ChallengeItem.sent.set(_texts(instants)),
            ChallengeItem.version.set(based_on + 1),
        ]
        if expires_at is not None:
            actions.append(ChallengeItem.expires_at.set(expires_at))
        unchanged = ChallengeItem.version == based_on if based_on else ChallengeItem.pk.does_not_exist()
        with translated():
            ChallengeItem(*_key(index)).update(actions=actions, condition=unchanged)

    def spend_try(self, index: PhoneIndex, challenge_id: str, now: datetime) -> str | None:
        """Take one of the tries of a living code and give its proof; None when there is nothing to try.

        The try is gone before anything is compared, so that guesses sent at once cannot exceed their number.
        """
        alive = (
            (ChallengeItem.challenge_id == challenge_id)
            & (ChallengeItem.tries_left > 0)
            & (ChallengeItem.code_expires_at > now.timestamp())
        )
        item = ChallengeItem(*_key(index))
        try:
            with translated():
                item.update(actions=[ChallengeItem.tries_left.add(-1)], condition=alive)
        except ConflictError:
            return None
        return item.code_proof

    def use_up(self, index: PhoneIndex, challenge_id: str) -> bool:
        """End a code that was right; false when somebody used it in the same instant."""
        use = secrets.token_hex(16)  # the same use sent again, because its answer was lost, is no second one
        try:
            with translated():
                ChallengeItem(*_key(index)).update(
                    actions=[
                        ChallengeItem.challenge_id.remove(),
                        ChallengeItem.code_proof.remove(),
                        ChallengeItem.used_by.set(use),
                    ],
                    condition=(ChallengeItem.challenge_id == challenge_id) | (ChallengeItem.used_by == use),
                )
        except ConflictError:
            return False
        return True

    def give_back(self, index: PhoneIndex, challenge_id: str, code_proof: str) -> None:
        """Let a code that was used up be used again, with what it has left of tries and time; a newer one stays."""
        with suppress(ConflictError), translated():
            ChallengeItem(*_key(index)).update(
                actions=[
                    ChallengeItem.challenge_id.set(challenge_id),
                    ChallengeItem.code_proof.set(code_proof),
                    ChallengeItem.used_by.remove(),
                ],
                condition=ChallengeItem.used_by.exists() & ChallengeItem.challenge_id.does_not_exist(),
            )

    def issue_ticket(self, ticket_proof: str, account_id: str, now: datetime) -> None:
        """Let an account through Cognito's challenge once."""
        with translated():
            TicketItem(
                f"TICKET#{ticket_proof}",
                "TICKET",
                account_id=account_id,
                expires_at=int((now + sign_in.TICKET_LIFE).timestamp()),
            ).save(condition=TicketItem.pk.does_not_exist())

    def redeem_ticket(self, ticket_proof: str, account_id: str, now: datetime) -> bool:
        """Use a ticket up; false when it is unknown, used, expired or another account's."""
        valid = (TicketItem.account_id == account_id) & (TicketItem.expires_at > int(now.timestamp()))
        use = f"used {secrets.token_hex(16)}"  # as above
        try:
            with translated():
                TicketItem(f"TICKET#{ticket_proof}", "TICKET").update(
                    actions=[TicketItem.account_id.set(use)], condition=valid | (TicketItem.account_id == use)
                )
        except ConflictError:
            return False
        return True
