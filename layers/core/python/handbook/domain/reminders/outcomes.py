"""What became of one look at a family: every outcome is counted by its name."""

from enum import StrEnum


class Outcome(StrEnum):
    """Why a message was sent, waits or is not sent."""

    SENT = "sent"
    SENT_TO_APP = "sent_to_app"
    # not sent, and the handbook waits for its next day
    NOTHING_DUE = "nothing_due"
    TOO_LATE = "too_late"
    NO_GUARDIAN = "no_guardian"
    NO_ACCOUNT = "no_account"
    STOPPED = "stopped"
    UNWANTED = "unwanted"
    ALREADY_TOLD = "already_told"
    CAPPED = "capped"
    DEAD_NUMBER = "dead_number"
    NO_CHANNEL = "no_channel"
    FAILED = "failed"
    NUMBER_DIED = "number_died"
    # not yet: looked at again today or on one of the next mornings
    TOLD_TODAY = "told_today"
    HOURS = "hours"
    UNREAD = "unread"
    UNSURE = "unsure"
    PROVIDER_BUSY = "provider_busy"
    PROVIDER_DOWN = "provider_down"
    # claims that were left open
    FOUND_SENT = "found_sent"
    FOUND_NOT_SENT = "found_not_sent"
    NEVER_KNOWN = "never_known"
