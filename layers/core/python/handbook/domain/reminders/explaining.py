"""Why something was or will not be said, in words that a family understands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from handbook.domain.preferences import Preferences
from handbook.domain.reminders.kinds import Contact
from handbook.domain.reminders.messages import Message, State, times_told
from handbook.domain.reminders.rules import Rules
from handbook.domain.reminders.touches import Touch, touches
from handbook.domain.texts import Text

STATES: Mapping[State, Text] = {
    State.CLAIMED: Text("Đang gửi", "On its way"),
    State.SENT: Text("Đã gửi, chưa có xác nhận", "Sent, not confirmed yet"),
    State.DELIVERED: Text("Đã đến máy", "Delivered"),
    State.READ: Text("Đã đọc", "Read"),
    State.FAILED: Text("Không đến được máy", "It could not be delivered"),
    State.REFUSED: Text("Nhà mạng chưa nhận, sẽ gửi lại", "The network did not take it; it is tried again"),
    State.UNKNOWN: Text(
        "Không rõ đã đến hay chưa, nên không gửi lại", "Nobody knows whether it arrived; it is not sent again"
    ),
}
REASONS: Mapping[str, Text] = {
    "stopped_in_app": Text("Nhắc lịch đã được tắt trong ứng dụng", "Reminders were turned off in the app"),
    "stopped_by_reply": Text(
        "Nhắc lịch đã được tắt bằng tin nhắn trả lời", "Reminders were turned off by answering a message"
    ),
    "unwanted": Text("Gia đình không chọn nhắc loại này", "The family does not want to hear of this"),
    "dead_number": Text(
        "Số điện thoại không nhận được tin nhắn; hãy đổi số",
        "The telephone number takes no messages; please change it",
    ),
    "no_account": Text("Người giám hộ không còn tài khoản", "The guardian has no account any more"),
    "no_guardian": Text("Sổ chưa có người giám hộ nào", "The handbook has no guardian yet"),
    "capped": Text(
        "Đã nhắc đủ số lần cho lịch này; trạm y tế sẽ liên hệ",
        "Told often enough about this date; the station will get in touch",
    ),
    "waiting": Text("Sẽ gửi vào buổi sáng tới", "It goes out on one of the next mornings"),
    "missed": Text("Không gửi được trong những ngày đó", "It did not go out on its days"),
}
LOOK_BACK_DAYS = 40
"""For how long a message that was not sent is explained."""
_COMING = 6


@dataclass(frozen=True, slots=True)
class Hearer:
    """A guardian as far as messages are concerned; `preferences` is None where there is no account."""

    preferences: Preferences | None
    number_is_dead: bool = False


@dataclass(frozen=True, slots=True)
class NotSaid:
    """A message that did not go out, and the code of why."""

    touch: Touch
    reason: str


def hindrance(hearer: Hearer, subject: str | None = None) -> str | None:
    """Say what keeps a guardian from being told, of a subject or of all; None where nothing does."""
    chosen = hearer.preferences
    if chosen is None:
        return "no_account"
    if not chosen.enabled:
        return "stopped_by_reply" if chosen.stopped_through == "sms" else "stopped_in_app"
    if subject is not None and not chosen.wants(subject):
        return "unwanted"
    return "dead_number" if hearer.number_is_dead and "app" not in chosen.channels else None


def not_said(
    contacts: Iterable[Contact],
    told: Iterable[Message],
    hearers: Iterable[Hearer],
    since: date,
    today: date,
    rules: Rules,
) -> Iterator[NotSaid]:
    """Explain what was not said of something still open in the last weeks, but not before the handbook was opened."""
    messages, who = tuple(told), tuple(hearers)
    said = {message.occurrence for message in messages}
    first = max(since, today - timedelta(days=LOOK_BACK_DAYS))
    for touch in touches(contacts, rules):
        if first <= touch.on <= today and touch.occurrence not in said:
            yield NotSaid(touch, _why_not(touch, messages, who, today, rules))


def _why_not(touch: Touch, told: tuple[Message, ...], hearers: tuple[Hearer, ...], today: date, rules: Rules) -> str:
    if not hearers:
        return "no_guardian"
    reasons = [hindrance(one, touch.subject) for one in hearers]
    if all(reasons) and reasons[0] is not None:
        return reasons[0]
    if touch.whats and all(times_told(told, what) >= rules.most_per_contact for what in touch.whats):
        return "capped"
    return "waiting" if (today - touch.on).days <= rules.catch_up_days else "missed"


def coming(contacts: Iterable[Contact], today: date, rules: Rules) -> list[Touch]:
    """List the next messages after today, as things stand now."""
    return [touch for touch in touches(contacts, rules) if touch.on > today][:_COMING]
