"""Processors as JSON: the list's items, and one processor with its reasons and history."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from registry.answers.ahead import Ahead
from registry.answers.history import HistoryStep, StepKind
from registry.answers.judgements import JudgedLocation
from registry.answers.processor import Processor
from registry.answers.rows import ProcessorRow
from registry.answers.standpoint import Standpoint
from registry.api.schemas.shared import FieldChange, ReasonItem, basis, field_changes, plain, reason_items
from registry.domain.law.citations import msgid
from registry.domain.law.contracts import ContractVerdict
from registry.domain.law.verdicts import EeaStatus, Flag, Verdict
from registry.domain.register.facts import Capacity, ListGroup, RecipientCategory, VendorRole
from registry.wording.dates import instant
from registry.wording.languages import say
from registry.wording.publications import heading

_NOTHING = msgid("Nothing had been recorded by {known_at}: the register began later.")


class LocationItem(msgspec.Struct, frozen=True, kw_only=True):
    """A place of processing: an ISO country, or the region or words that were published instead."""

    country: str | msgspec.UnsetType = msgspec.UNSET
    region: str | msgspec.UnsetType = msgspec.UNSET
    activity: str
    who: str
    condition: str
    eea_status: EeaStatus


class Engagement(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """One use of a processor. `services` are slugs, `*` for every one; on the list from `from` to before `until`.

    `contract` is null where the roles ask for no contract under Art. 28 or 26.
    """

    id: str
    listed_as: str
    legal_entity: str
    capacity: Capacity
    role: VendorRole
    recipient_category: RecipientCategory
    purpose: str
    services: list[str]
    data_categories: list[str]
    location_text: str
    locations: list[LocationItem]
    mechanism_text: str
    verdict: Verdict
    contract: ContractVerdict | None
    from_: date
    until: date | None


class ProcessorItem(msgspec.Struct, frozen=True, kw_only=True):
    """A processor with its engagements on the list."""

    slug: str
    name: str
    engagements: list[Engagement]


class ProcessorList(msgspec.Struct, frozen=True, kw_only=True):
    """The list of a day; `message` says when nothing had been recorded by `known_at`."""

    as_of: date
    known_at: datetime | None
    law_book: str
    items: list[ProcessorItem]
    message: str | msgspec.UnsetType = msgspec.UNSET


class Clarification(msgspec.Struct, frozen=True, kw_only=True):
    """Something published that is still to be clarified."""

    column: str
    text: str
    reason: str


class EngagementDetail(Engagement, frozen=True, kw_only=True):
    """An engagement with why it is judged as it is. `ground` holds tokens, or the text as published."""

    group: ListGroup
    entity_country: str | None
    eea_status: EeaStatus
    ground: list[str]
    flags: list[Flag]
    reasons: list[ReasonItem]
    missing: list[ReasonItem]
    contract_missing: list[ReasonItem]
    under_review_since: date | None
    to_be_clarified: list[Clarification]
    retention: str
    training: str


class AnnouncedChange(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A change that is announced: from when, and until when customers may object."""

    title: str
    notice: str
    number: str
    from_: date
    object_by: date | None
    changes: list[FieldChange]


class HistoryItem(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the history; `listed_as` is empty for facts of the company itself."""

    day: date
    kind: StepKind
    listed_as: str
    changes: list[FieldChange]
    is_ahead: bool


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """A legal entity of the processor."""

    name: str
    country: str | None
    number: str


class ProcessorDetail(msgspec.Struct, frozen=True, kw_only=True):
    """One processor as of a day; without engagements when it is not on the list then."""

    as_of: date
    known_at: datetime | None
    law_book: str
    basis: str
    slug: str
    name: str
    other_names: list[str]
    website: str
    entities: list[Entity]
    parent: str
    parent_country: str | None
    verdict: Verdict | None
    engagements: list[EngagementDetail]
    coming: list[AnnouncedChange]
    history: list[HistoryItem]
    message: str | msgspec.UnsetType = msgspec.UNSET


def processor_list(
    point: Standpoint, vendors: Iterable[Sequence[ProcessorRow]], *, nothing_recorded: bool
) -> ProcessorList:
    """The list, vendors in the order given."""
    return ProcessorList(
        as_of=point.as_of,
        known_at=point.known_at,
        law_book=point.law_book.label,
        items=[
            ProcessorItem(
                slug=rows[0].slug, name=rows[0].name, engagements=[Engagement(**_engagement(row)) for row in rows]
            )
            for rows in vendors
        ],
        message=_message(point) if nothing_recorded else msgspec.UNSET,
    )


def processor_detail(found: Processor, point: Standpoint) -> ProcessorDetail:
    """One processor."""
    return ProcessorDetail(
        as_of=found.as_of,
        known_at=found.known_at,
        law_book=found.law_book.label,
        basis=basis(found.law_book),
        slug=found.slug,
        name=found.name,
        other_names=list(found.other_names),
        website=found.website,
        entities=[Entity(name=one.name, country=one.country, number=one.number) for one in found.entities],
        parent=found.parent,
        parent_country=found.parent_country,
        verdict=found.verdict,
        engagements=[_detail(row) for row in found.engagements],
        coming=[_coming(item) for item in found.coming],
        history=[_step(step) for step in found.history],
        message=_message(point) if found.nothing_recorded else msgspec.UNSET,
    )


def _message(point: Standpoint) -> str:
    known_at = point.known_at
    return plain(say(_NOTHING, known_at=instant(known_at, point.publisher.time_zone) if known_at else ""))


def _engagement(row: ProcessorRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "listed_as": row.listed_as,
        "legal_entity": row.legal_entity,
        "capacity": row.capacity,
        "role": row.role,
        "recipient_category": row.recipient_category,
        "purpose": row.purpose,
        "services": list(row.service_slugs),
        "data_categories": list(row.data_categories),
        "location_text": row.location_text,
        "locations": [_location(place) for place in row.locations if place.country or place.region or place.text],
        "mechanism_text": row.mechanism_text,
        "verdict": row.verdict,
        "contract": row.contract,
        "from_": row.since,
        "until": row.until,
    }


def _location(place: JudgedLocation) -> LocationItem:
    return LocationItem(
        country=place.country or msgspec.UNSET,
        region=msgspec.UNSET if place.country else place.region or place.text,
        activity=place.activity,
        who=place.who,
        condition=place.condition,
        eea_status=place.eea_status,
    )


def _detail(row: ProcessorRow) -> EngagementDetail:
    return EngagementDetail(
        **_engagement(row),
        group=row.group,
        entity_country=row.entity_country,
        eea_status=row.eea_status,
        ground=list(row.ground),
        flags=list(row.flags),
        reasons=reason_items(row.reasons),
        missing=reason_items(row.missing),
        contract_missing=reason_items(row.contract_missing),
        under_review_since=row.under_review_since,
        to_be_clarified=[
            Clarification(column=item.column, text=item.text, reason=item.reason) for item in row.to_be_clarified
        ],
        retention=row.retention,
        training=row.training,
    )


def _coming(item: Ahead) -> AnnouncedChange:
    return AnnouncedChange(
        title=heading(item.publication),
        notice=item.href,
        number=item.number,
        from_=item.day,
        object_by=item.object_by,
        changes=field_changes(item.text.operations),
    )


def _step(step: HistoryStep) -> HistoryItem:
    return HistoryItem(
        day=step.day,
        kind=step.kind,
        listed_as=step.listed_as,
        changes=field_changes(step.operations),
        is_ahead=step.is_ahead,
    )
