"""Subscriptions: who asked to be told of what, double opt-in, and who is meant by an event (R15)."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from registry.domain.errors import FieldError, InvalidInput
from registry.domain.register.facts import ALL_SERVICES

CONFIRM = "confirm"
UNSUBSCRIBE = "unsubscribe"
"""What a token is for; part of what it signs."""
TOKEN_LIFETIME = timedelta(days=7)
PROOF_LIFETIME = timedelta(days=1827)
"""How long the proof of a consent outlives it: five years (R15)."""
CONFIRMATION_INTERVAL = timedelta(minutes=15)
"""At most one confirmation mail an address in this time (house rule)."""
CLIENT_WINDOW, CLIENT_LIMIT = timedelta(hours=1), 20
"""At most so many requests from one client address in this time (house rule)."""
MAX_ADDRESS, MAX_LOCAL_PART, MAX_DOMAIN, MAX_LABEL = 254, 64, 253, 63
"""Octets, RFC 5321 4.5.3.1 and RFC 3696 erratum 1690."""
_ATOM = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+/=?^_`{|}~-")
_LABEL = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


class SubscriptionState(StrEnum):
    """Where a subscription stands; read from its times, never stored."""

    UNCONFIRMED = "unconfirmed"
    EXPIRED = "expired"
    CONFIRMED = "confirmed"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"


class EndReason(StrEnum):
    """Why a subscription ended. Stored values: kept for ever."""

    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A mail address that can be written to: the local part as typed, the domain as A-labels."""

    local_part: str
    domain: str

    @property
    def text(self) -> str:
        """As it stands in a mail."""
        return f"{self.local_part}@{self.domain}"

    @property
    def key(self) -> str:
        """The same for addresses that reach the same mailbox in practice: letters of either case are one."""
        return f"{self.local_part.casefold()}@{self.domain}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What somebody wants to be told of: services (slugs; none means all) and at most one vendor (a slug)."""

    services: tuple[str, ...] = ()
    vendor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One address and what it is told of now; `email` is None once erased. Times are UTC."""

    id: str
    email: str | None
    address_hash: str
    filters: Filters = Filters()
    language: str = "en"
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: EndReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The proof of one double opt-in: what was asked for, shown in which words, when, from where, and what came of it.

    `client_hash` recognises the client that asked; `wording` names the version of the words shown.
    """

    id: str
    subscription_id: str
    filters: Filters
    language: str
    wording: str
    asked_at: datetime
    asked_from: str
    client_hash: str = ""
    confirmed_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def is_expired(self, now: datetime) -> bool:
        """Whether its link is too old to be used."""
        return now >= self.asked_at + TOKEN_LIFETIME


def read_address(typed: str, to_ascii: Callable[[str], str]) -> Address:
    """The address. `to_ascii` turns an international domain into A-labels and raises ValueError where it cannot.

    Raises `InvalidInput` with one error for the field `email` that says what is wrong.
    """
    text = unicodedata.normalize("NFC", typed.strip(" \t"))
    if not text:
        raise _refused("Enter an email address.")
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for sign in text):
        raise _refused("The email address holds a control character or a line break. Type it again.")
    if any(sign.isspace() for sign in text):
        raise _refused("An email address cannot hold spaces.")
    local_part, at, typed_domain = text.rpartition("@")
    if not at or not local_part or not typed_domain or "@" in local_part:
        raise _refused("Enter an email address in the format name@example.com.")
    _check_local_part(local_part)
    address = Address(local_part=local_part, domain=_domain(typed_domain, to_ascii))
    if len(address.text.encode()) > MAX_ADDRESS:
        raise _refused("The email address is too long: 254 characters is the most.")
    return address


def _check_local_part(local_part: str) -> None:
    if len(local_part.encode()) > MAX_LOCAL_PART:
        raise _refused("The part before the @ is too long: 64 characters is the most.")
    if local_part.startswith(".") or local_part.endswith(".") or ".." in local_part:
        raise _refused("The part before the @ cannot start or end with a full stop, or hold two in a row.")
    if any(sign not in _ATOM and sign != "." and sign.isascii() for sign in local_part):
        raise _refused("The part before the @ holds a character that cannot stand there.")


def _domain(typed: str, to_ascii: Callable[[str], str]) -> str:
    wrong = "The part after the @ is not a domain name, such as example.com."
    try:
        domain = to_ascii(typed).lower()
    except ValueError as error:
        raise _refused(wrong) from error
    labels = domain.split(".")
    fine = len(labels) > 1 and len(domain) <= MAX_DOMAIN and not labels[-1].isdigit() and all(map(_is_label, labels))
    if not fine:
        raise _refused(wrong)
    return domain


def _is_label(label: str) -> bool:
    return 0 < len(label) <= MAX_LABEL and set(label) <= _LABEL and label[0] != "-" and label[-1] != "-"


def _refused(message: str) -> InvalidInput:
    return InvalidInput(message, errors=(FieldError(field="email", message=message),))


def is_meant(filters: Filters, *, services: Sequence[str], vendor: str) -> bool:
    """Whether an event about the vendor (a slug) for these services reaches the subscriber.

    An event for `*`, or for no known service, reaches everybody: unknown services count as affected (R8).
    """
    if filters.vendor is not None and filters.vendor != vendor:
        return False
    if not filters.services or not services or ALL_SERVICES in services:
        return True
    return any(service in services for service in filters.services)


def matched_services(filters: Filters, services: Sequence[str]) -> tuple[str, ...]:
    """Those of the subscriber's services that the event names; empty where it concerns everybody alike."""
    if ALL_SERVICES in services:
        return filters.services
    return tuple(service for service in filters.services if service in services)


def state_of(subscription: Subscription, consent: Consent | None, now: datetime) -> SubscriptionState:
    """Where it stands; `consent` is its newest."""
    if subscription.ended_at is not None:
        bounced = subscription.end_reason is EndReason.BOUNCED
        return SubscriptionState.BOUNCED if bounced else SubscriptionState.UNSUBSCRIBED
    if subscription.confirmed_at is not None:
        return SubscriptionState.CONFIRMED
    expired = consent is not None and consent.is_expired(now)
    return SubscriptionState.EXPIRED if expired else SubscriptionState.UNCONFIRMED
