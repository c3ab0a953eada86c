"""One row of the list: an engagement as it stands on the day, judged, with what is ahead of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from registry.answers.ahead import Ahead
from registry.answers.judgements import JudgedLocation
from registry.answers.legs import claim_of
from registry.answers.reviews import reviews_of
from registry.answers.standpoint import Standpoint
from registry.domain.law.citations import Reason
from registry.domain.law.contracts import ContractVerdict
from registry.domain.law.mechanisms import CLAIMS, UNKNOWN_CLAIM
from registry.domain.law.verdicts import EeaStatus, Flag, Verdict
from registry.domain.register.facts import (
    ALL_SERVICES,
    Capacity,
    EngagementFacts,
    ListGroup,
    RecipientCategory,
    Unclear,
    VendorRole,
)
from registry.domain.register.publisher import Publisher
from registry.storage.queries.listing import ListedEngagement

_TOKENS = {mechanism: token for token, mechanism in CLAIMS.items()}
"""The reading token of a mechanism of the law book, for those that have one."""
_WITHOUT_CLAIM = {Verdict.NOT_RESTRICTED: ("none-needed",), Verdict.ADEQUATE: ("adequacy",)}
"""What a row rests on that claims nothing: the law alone can lead to these two (R1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessorRow:
    """An engagement as readers see it.

    `services` are names, `service_slugs` slugs, both `("*",)` for every service. `ground` holds reading tokens, or the
    text as published where none was read. On the list from `since`; `until` is the first day it is not, if that is
    recorded. `under_review_since` is set when the verdict is incomplete or worse. `pending` is what is announced.
    """

    id: str
    slug: str
    name: str
    listed_as: str
    legal_entity: str
    entity_country: str | None
    capacity: Capacity
    role: VendorRole
    recipient_category: RecipientCategory
    group: ListGroup
    purpose: str
    services: tuple[str, ...]
    service_slugs: tuple[str, ...]
    data_categories: tuple[str, ...]
    locations: tuple[JudgedLocation, ...]
    location_text: str
    eea_status: EeaStatus
    ground: tuple[str, ...]
    mechanism_text: str
    verdict: Verdict
    flags: tuple[Flag, ...]
    reasons: tuple[Reason, ...]
    missing: tuple[Reason, ...]
    contract: ContractVerdict | None
    contract_missing: tuple[Reason, ...]
    since: date
    until: date | None
    under_review_since: date | None
    to_be_clarified: tuple[Unclear, ...]
    pending: tuple[Ahead, ...]
    website: str
    retention: str
    training: str


async def rows_of(
    engagements: Sequence[ListedEngagement], point: Standpoint, ahead: Sequence[Ahead]
) -> tuple[ProcessorRow, ...]:
    """The rows of these engagements, in their order."""
    waiting: dict[str, list[Ahead]] = {}
    for item in ahead:
        if item.engagement_id:
            waiting.setdefault(item.engagement_id, []).append(item)
    reviews = await reviews_of(engagements, point)
    return tuple(_row(one, point, waiting.get(one.id, ()), reviews.get(one.id)) for one in engagements)


def _row(
    engagement: ListedEngagement, point: Standpoint, pending: Sequence[Ahead], under_review_since: date | None
) -> ProcessorRow:
    facts, publisher = engagement.facts, point.publisher
    judged = point.judge.stored(engagement.text, facts, on=point.as_of, today=point.today, publisher=publisher)
    return ProcessorRow(
        id=engagement.id,
        slug=engagement.vendor.slug,
        name=engagement.vendor.facts.name,
        listed_as=facts.listed_as,
        legal_entity=facts.legal_entity,
        entity_country=facts.entity_country,
        capacity=facts.capacity,
        role=facts.role,
        recipient_category=facts.recipient_category,
        group=facts.group,
        purpose=facts.purpose,
        services=service_names(facts.services, publisher),
        service_slugs=facts.services,
        data_categories=facts.data_categories,
        locations=judged.locations,
        location_text=facts.location_text,
        eea_status=judged.eea_status,
        ground=ground_of(facts) or _WITHOUT_CLAIM.get(judged.verdict, ()),
        mechanism_text=facts.mechanism_text,
        verdict=judged.verdict,
        flags=judged.flags,
        reasons=judged.reasons,
        missing=judged.missing,
        contract=judged.contract,
        contract_missing=judged.contract_missing,
        since=engagement.since,
        until=engagement.until,
        under_review_since=under_review_since,
        to_be_clarified=facts.to_be_clarified,
        pending=tuple(pending),
        website=facts.published.get("website", "") or engagement.vendor.facts.website,
        retention=facts.retention,
        training=facts.training,
    )


def service_names(slugs: Iterable[str], publisher: Publisher) -> tuple[str, ...]:
    """The names of the services; `*` stays as it is, so does a slug that is gone."""
    names = {service.slug: service.name for service in publisher.services}
    listed = tuple(slugs)
    return (ALL_SERVICES,) if ALL_SERVICES in listed else tuple(names.get(slug, slug) for slug in listed)


def ground_of(facts: EngagementFacts) -> tuple[str, ...]:
    """What the transfers are said to rest on, in its order."""
    claims = (claim_of(mechanism) for mechanism in facts.mechanisms)
    tokens = tuple(_TOKENS.get(claim, claim) for claim in claims if claim != UNKNOWN_CLAIM)
    return tuple(dict.fromkeys(tokens)) or ((facts.mechanism_text,) if facts.mechanism_text else ())
