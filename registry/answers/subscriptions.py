"""Who asked to be told, as the desk lists it, and what is held of one subscriber."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.answers.publisher import load_site
from registry.domain.register.subscriptions import Filters, SubscriptionState, state_of
from registry.storage.queries import deliveries, subscriptions
from registry.storage.queries.deliveries import DeliveryLine

PER_PAGE = 50
_DELIVERIES_SHOWN = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionLine:
    """One row of the desk's list; `services` are names, `email` None once erased."""

    email: str | None
    services: tuple[str, ...]
    state: SubscriptionState
    asked_at: datetime
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionList:
    """A page of the desk's list."""

    rows: Sequence[SubscriptionLine]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldConsent:
    """The proof of one double opt-in, as its subscriber sees it."""

    asked_at: datetime
    asked_from: str
    language: str
    wording: str
    services: tuple[str, ...]
    confirmed_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Everything held of one subscriber. `is_suppressed`: a hash of the address is kept; it is not written to."""

    email: str | None
    services: tuple[str, ...]
    vendor: str | None
    language: str
    state: SubscriptionState
    is_suppressed: bool
    consents: tuple[HeldConsent, ...]
    deliveries: tuple[DeliveryLine, ...]


async def list_subscriptions(*, page: int, now: datetime) -> SubscriptionList:
    """The page of that number, from 1."""
    names = await service_names()
    found = await subscriptions.list_subscriptions(offset=(page - 1) * PER_PAGE, limit=PER_PAGE)
    rows = [
        SubscriptionLine(
            email=one.subscription.email,
            services=_named(one.subscription.filters, names),
            state=state_of(one.subscription, one.consent, now),
            asked_at=one.consent.asked_at if one.consent else one.first_asked_at,
            confirmed_at=one.subscription.confirmed_at,
        )
        for one in found
    ]
    return SubscriptionList(rows=rows, total=await subscriptions.count_subscriptions())


async def held_of(subscription_id: str, *, now: datetime) -> Held | None:
    """What is held of the subscriber."""
    found = await subscriptions.held(subscription_id)
    if found is None:
        return None
    names, one = await service_names(), found.subscription
    sent = await deliveries.deliveries_to(subscription_id, limit=_DELIVERIES_SHOWN)
    return Held(
        email=one.email,
        services=_named(one.filters, names),
        vendor=one.filters.vendor,
        language=one.language,
        state=state_of(one, next(iter(found.consents), None), now),
        is_suppressed=found.is_suppressed,
        consents=tuple(
            HeldConsent(
                asked_at=consent.asked_at,
                asked_from=consent.asked_from,
                language=consent.language,
                wording=consent.wording,
                services=_named(consent.filters, names),
                confirmed_at=consent.confirmed_at,
                withdrawn_at=consent.withdrawn_at,
            )
            for consent in found.consents
        ),
        deliveries=tuple(sent),
    )


async def service_names() -> dict[str, str]:
    """The publisher's services, name by slug."""
    return {service.slug: service.name for service in (await load_site()).services}


def _named(filters: Filters, names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(names.get(slug, slug) for slug in filters.services)
