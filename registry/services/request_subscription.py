"""Take the wish to be told by mail: the mailbox is asked to confirm; nobody learns whether it was known (R15)."""

from dataclasses import replace
from datetime import datetime
from math import ceil
from uuid import uuid4

import idna

from registry.domain.errors import TooManyAttempts
from registry.domain.register.events import Event, EventName
from registry.domain.register.subscriptions import (
    CLIENT_LIMIT,
    CLIENT_WINDOW,
    Consent,
    Filters,
    Subscription,
    read_address,
)
from registry.services.ending import subscriber
from registry.services.keyring import Keyring, make_keyring
from registry.storage.journal import record
from registry.storage.repositories import subscriptions
from registry.storage.transaction import transaction


async def request_subscription(
    *, email: str, filters: Filters, language: str, wording: str, asked_from: str, client: str, now: datetime
) -> None:
    """Write down who asked for what, in which words; the worker sends the link. The same work for every address.

    `client` is what throttling counts as one client. Raises `InvalidInput` naming `email`, `TooManyAttempts`.
    """
    address = read_address(email, _to_ascii)
    async with transaction():
        ring = await make_keyring(now=now)
        client_hash = await _counted(ring, client, now)
        wished = Subscription(
            id=str(uuid4()),
            email=address.text,
            address_hash=ring.fingerprint("address", address.key),
            filters=filters,
            language=language,
        )
        known = await subscriptions.load_or_add(wished, asked_at=now)
        is_live = known.confirmed_at is not None and known.ended_at is None
        await subscriptions.save(known if is_live else replace(known, email=address.text))
        consent = Consent(
            id=str(uuid4()),
            subscription_id=known.id,
            filters=filters,
            language=language,
            wording=wording,
            asked_at=now,
            asked_from=asked_from,
            client_hash=client_hash,
        )
        await subscriptions.add_consent(consent)
        await record(_requested(consent))


def _requested(consent: Consent) -> Event:
    return Event(
        name=EventName.SUBSCRIPTION_REQUESTED,
        subject=f"subscription:{consent.subscription_id}",
        actor=subscriber(consent.subscription_id),
        at=consent.asked_at,
        data={"consent": consent.id, "wording": consent.wording},
    )


async def _counted(ring: Keyring, client: str, now: datetime) -> str:
    client_hash = ring.fingerprint("client", client)
    if await subscriptions.count_requests(client_hash, since=now - CLIENT_WINDOW) >= CLIENT_LIMIT:
        msg = "Many subscriptions were asked for from your network. Try again in an hour."
        raise TooManyAttempts(msg, retry_after=ceil(CLIENT_WINDOW.total_seconds()))
    return client_hash


def _to_ascii(domain: str) -> str:
    return domain if domain.isascii() else idna.encode(domain, uts46=True, std3_rules=True).decode("ascii")
