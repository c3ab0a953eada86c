"""Deliveries: one message for one recipient, its tries, what an answer means, and when to try again."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LEASE = timedelta(seconds=60)
FIRST_RETRY = timedelta(minutes=5)
LONGEST_RETRY = timedelta(hours=8)
GIVE_UP_AFTER = timedelta(days=4)
UNREACHABLE_RETRY = timedelta(seconds=10)
"""When our own mail server (or the disk) could not be used at all: that says nothing of the message."""
BOUNCE = "bounce"
"""What the token in an envelope sender is for."""
_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_PERMANENT, _TRANSIENT = 500, 400
_SUPPRESSING_DETAILS = frozenset({"0", "1", "2", "3", "6", "10"})
"""Of 5.1.x: the mailbox or its domain does not exist (RFC 3463 3.2); 5.1.7 and 5.1.8 are about the sender."""


class DeliveryKind(StrEnum):
    """Which message it is: a folder of templates. Stored values: kept for ever."""

    SUBSCRIPTION_CONFIRM = "subscription_confirm"
    NOTICE = "notice"
    EFFECTIVE = "effective"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    CORRECTION = "correction"
    EDITORIAL = "editorial"


class DeliveryState(StrEnum):
    """Where a delivery stands. Stored values: kept for ever."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    SUPPRESSED = "suppressed"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """What came of one try. Stored values: kept for ever.

    LOST: nothing came back; UNREACHABLE: our own mail server could not be used at all; REFUSED_BY_US: not a mail that
    could be sent there; NOT_WANTED: the subscription ended meanwhile; BROKEN: the message could not be made.
    """

    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    LOST = "lost"
    UNREACHABLE = "unreachable"
    REJECTED = "rejected"
    NO_SUCH_RECIPIENT = "no_such_recipient"
    REFUSED_BY_US = "refused_by_us"
    NOT_WANTED = "not_wanted"
    SUPPRESSED = "suppressed"
    BROKEN = "broken"


class Stage(StrEnum):
    """How far the conversation had come."""

    CONNECT = "connect"
    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message for one recipient; `message_id` is the same for every try."""

    id: str
    kind: DeliveryKind
    subscription_id: str
    message_id: str
    publication: int | None = None
    consent_id: str | None = None
    attempts: int = 0
    created_at: datetime
    first_tried_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back from one try: the other side's code (None where nothing came) and words, freed of addresses."""

    outcome: Outcome
    at: datetime
    code: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What a try's answer leads to: the new state, the next try if there is one, and whether to write no more.

    `counts`: whether it was a try of this message at all.
    """

    state: DeliveryState
    next_try_at: datetime | None = None
    suppress: bool = False
    counts: bool = True


def outcome_of(*, stage: Stage, code: int, text: str) -> Outcome:
    """What a refusing SMTP answer means. A 5xx to the recipient is a hard bounce, unless its own words say otherwise.

    5.7.x (policy: often about us) and 5.2.x, 5.3.x, 5.4.x (full, misconfigured) do not say that nobody is there.
    """
    if _TRANSIENT <= code < _PERMANENT:
        return Outcome.DEFERRED
    if stage is not Stage.RECIPIENT:
        return Outcome.REJECTED
    found = _ENHANCED.search(text)
    if found is None:
        return Outcome.NO_SUCH_RECIPIENT
    subject, detail = found[2], found[3]
    gone = (
        (subject == "1" and detail in _SUPPRESSING_DETAILS)
        or subject == "0"
        or (subject == "2" and detail in {"0", "1"})
    )
    return Outcome.NO_SUCH_RECIPIENT if gone else Outcome.REJECTED


def next_try(*, attempts: int, first_tried_at: datetime, now: datetime) -> datetime | None:
    """When to try again after `attempts` tries: 5 minutes, doubled each time; None once four days have passed."""
    doubled: int = 2 ** min(attempts - 1, 10)
    wait = min(FIRST_RETRY * doubled, LONGEST_RETRY)
    end = first_tried_at + GIVE_UP_AFTER
    if now >= end:
        return None
    return min(now + wait, max(end, now + FIRST_RETRY))


def settle(delivery: Delivery, answer: Answer) -> Settled:
    """What follows from the answer to the delivery's latest try."""
    match answer.outcome:
        case Outcome.ACCEPTED:
            return Settled(state=DeliveryState.SENT)
        case Outcome.NOT_WANTED:
            return Settled(state=DeliveryState.CANCELLED, counts=False)
        case Outcome.SUPPRESSED:
            return Settled(state=DeliveryState.SUPPRESSED, counts=False)
        case Outcome.NO_SUCH_RECIPIENT:
            return Settled(state=DeliveryState.BOUNCED, suppress=True)
        case Outcome.REJECTED | Outcome.REFUSED_BY_US:
            return Settled(state=DeliveryState.FAILED)
        case Outcome.UNREACHABLE:
            return Settled(state=DeliveryState.PENDING, next_try_at=answer.at + UNREACHABLE_RETRY, counts=False)
        case Outcome.DEFERRED | Outcome.LOST | Outcome.BROKEN:
            first = delivery.first_tried_at or answer.at
            later = next_try(attempts=delivery.attempts + 1, first_tried_at=first, now=answer.at)
            if later is None:
                return Settled(state=DeliveryState.FAILED)
            return Settled(state=DeliveryState.PENDING, next_try_at=later)


def without_addresses(text: str, email: str) -> str:
    """The other side's words, short and without the recipient's address (logs outlive erasure, R13)."""
    said = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    local_part = email.rpartition("@")[0]
    for known in (email, local_part):
        if len(known) > 2:  # noqa: PLR2004 - “ok” is a word of every mail server
            said = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", "(recipient)", said, flags=re.IGNORECASE)
    return re.sub(r"[^\s<>@]+@[^\s<>@]+", "(address)", said)[:500]
