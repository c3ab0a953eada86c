"""What was published about the list: filtered and in pages, and one change with all that was told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from registry.answers.judgements import Judgement
from registry.answers.standpoint import Standpoint
from registry.domain.errors import FieldError, InvalidInput, NotFound
from registry.domain.law.citations import Reason
from registry.domain.register.changes import ChangeKind, ChangeState, material_fields
from registry.domain.register.facts import ALL_SERVICES, EngagementFacts
from registry.domain.register.publications import EntryKind, Publication, PublishedText
from registry.domain.register.revisions import Operation
from registry.storage.queries import changes, history, notices, vendors
from registry.storage.queries.changes import ChangeView, Told

PAGE = 50
_WITH_A_WINDOW = frozenset({EntryKind.NOTICE, EntryKind.CORRECTION})
"""Kinds of events that may give customers time to object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One published event; `is_open`: customers can still object. `number` is its notice's."""

    publication: Publication
    number: str | None
    is_open: bool

    @property
    def kind(self) -> EntryKind:
        """What kind of event it is."""
        return self.publication.kind

    @property
    def published_on(self) -> date:
        """The day it belongs to."""
        return self.publication.day

    @property
    def effective_on(self) -> date | None:
        """The day it takes effect."""
        return self.publication.text.effective_on

    @property
    def object_by(self) -> date | None:
        """The last day to object."""
        return self.publication.text.object_by


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFilters:
    """All of them must hold. `from_on` and `until_on` are days of publication, both included."""

    service: str = ""
    processor: str = ""
    kind: EntryKind | None = None
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """A page of published events, newest first; `services` are (slug, name) to choose from."""

    filters: ChangeFilters
    services: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    total: int
    number: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDetail:
    """A change that was told to the world. `verdict` is the one told; reasons stand where they still lead to it."""

    id: str
    number: int
    text: PublishedText
    publication: Publication
    reason: str
    kind: ChangeKind
    is_editorial: bool
    state: ChangeState
    vendor_slug: str
    vendor_name: str
    services: tuple[str, ...]
    operations: tuple[Operation, ...]
    announced_on: date | None
    object_by: date | None
    effective_on: date | None
    time_zone: str
    verdict: str
    reasons: tuple[Reason, ...]
    missing: tuple[Reason, ...]
    notice_id: str | None
    notice_number: str | None
    entries: tuple[Publication, ...]


def read_change_filters(query: Mapping[str, str], point: Standpoint) -> ChangeFilters:
    """From `service`, `processor`, `kind`, `from` and `until`. Raises `InvalidInput` naming what cannot be used."""
    errors: list[FieldError] = []
    given = {name: str(query.get(name) or "").strip() for name in ("service", "processor", "kind", "from", "until")}
    service = given["service"].lower()
    if service and point.publisher.service(service) is None:
        errors.append(FieldError(field="service", message="There is no service with this slug."))
    if given["kind"] and given["kind"] not in set(EntryKind):
        errors.append(FieldError(field="kind", message=f"Choose one of: {', '.join(EntryKind)}."))
    days = {name: _day(name, given[name], errors) for name in ("from", "until")}
    if errors:
        msg = "The changes cannot be narrowed like this."
        raise InvalidInput(msg, errors=tuple(errors))
    return ChangeFilters(
        service=service,
        processor=given["processor"],
        kind=EntryKind(given["kind"]) if given["kind"] else None,
        from_on=days["from"],
        until_on=days["until"],
    )


def _day(name: str, text: str, errors: list[FieldError]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        errors.append(FieldError(field=name, message=f"Write {name} as a day, such as 2026-11-24."))
        return None


async def changes_page(point: Standpoint, filters: ChangeFilters, *, number: int = 1) -> Changes:
    """Page `number` of the events that fit. Raises `NotFound` beyond the last page."""
    told = await _told(point, filters)
    total = await changes.count(told)
    count = max(1, -(-total // PAGE))
    if not 1 <= number <= count:
        msg = "There is no page {number}."
        raise NotFound(msg, number=number)
    found = await changes.page(told, limit=PAGE, offset=PAGE * (number - 1))
    return Changes(
        filters=filters,
        services=tuple((service.slug, service.name) for service in point.publisher.services),
        entries=await entries_of(found, point),
        total=total,
        number=number,
        count=count,
    )


async def changes_before(
    point: Standpoint, filters: ChangeFilters, *, before: int | None, limit: int
) -> tuple[tuple[Entry, ...], int | None]:
    """The next events before a sequence number, and the number the page after them begins at, if there is one."""
    found = await changes.page(await _told(point, filters), limit=limit + 1, before=before)
    entries = await entries_of(found[:limit], point)
    return entries, found[limit - 1].sequence if len(found) > limit else None


async def _told(point: Standpoint, filters: ChangeFilters) -> Told:
    """A day asked about ends the list there, unless an earlier one was typed."""
    ends = [day for day in (filters.until_on, None if point.as_of == point.today else point.as_of) if day]
    return Told(
        service=filters.service,
        vendor_ids=await _vendor_ids(filters.processor) if filters.processor else None,
        kinds=(filters.kind,) if filters.kind else (),
        from_on=filters.from_on,
        until_on=min(ends, default=None),
        known_at=point.known_at,
    )


async def _vendor_ids(slug: str) -> tuple[str, ...]:
    vendor = await vendors.by_slug(slug)
    if vendor is None or not vendor.is_published:
        msg = "There is no processor with this name."
        raise InvalidInput(msg, errors=(FieldError(field="processor", message=msg),))
    return (vendor.id,)


async def entries_of(publications: Sequence[Publication], point: Standpoint) -> tuple[Entry, ...]:
    """The events with their notices' numbers; one is open until its last day to object, unless it was withdrawn."""
    numbers = await notices.numbers(one.notice_id for one in publications if one.notice_id)
    ids = {one.change_id for one in publications if one.kind in _WITH_A_WINDOW and one.change_id}
    gone = await changes.withdrawn(ids, known_at=point.known_at)
    return tuple(
        Entry(
            publication=one,
            number=numbers.get(one.notice_id or ""),
            is_open=one.kind in _WITH_A_WINDOW
            and one.text.object_by is not None
            and one.text.object_by >= point.today
            and gone.get(one.change_id or "", 0) < one.sequence,
        )
        for one in publications
    )


async def change(change_id: str, point: Standpoint) -> ChangeDetail:
    """The change. Raises `NotFound` until something was published about it."""
    view = await changes.by_id(change_id)
    told = await changes.of_change(change_id)
    if view is None or not told:
        msg = "There is no change with this address."
        raise NotFound(msg)
    shown = next((one for one in reversed(told) if one.kind is EntryKind.NOTICE), told[-1])
    notice = await notices.of_change(change_id)
    judged = await judged_with(view.engagement_id, change_id, shown.text, point)
    return ChangeDetail(
        id=view.id,
        number=view.number,
        text=shown.text,
        publication=shown,
        reason=shown.text.reason,
        kind=view.kind,
        is_editorial=view.kind is ChangeKind.AMENDED and not material_fields(shown.text.operations),
        state=_public_state(view, told),
        vendor_slug=shown.text.vendor_slug,
        vendor_name=shown.text.vendor_name,
        services=services_told(shown.text),
        operations=shown.text.operations,
        announced_on=shown.day,
        object_by=shown.text.object_by,
        effective_on=shown.text.effective_on,
        time_zone=point.publisher.time_zone,
        verdict=shown.text.verdict,
        reasons=judged.reasons if judged else (),
        missing=judged.missing if judged else (),
        notice_id=notice.id if notice else None,
        notice_number=notice.number if notice else None,
        entries=tuple(reversed(told)),
    )


def services_told(text: PublishedText) -> tuple[str, ...]:
    """The names of the services an event concerns, as they were told; `*` for every one."""
    return (ALL_SERVICES,) if text.all_services else tuple(service.name for service in text.services)


async def judged_with(
    engagement_id: str | None, change_id: str, text: PublishedText, point: Standpoint
) -> Judgement | None:
    """The judgement of what the change led to, where it still comes to the verdict that was told."""
    if engagement_id is None or text.effective_on is None or not text.verdict:
        return None
    facts = await history.facts_of_change(engagement_id, change_id)
    if not facts:
        return None
    judged = point.judge.facts(
        msgspec.convert(facts, EngagementFacts), on=text.effective_on, today=point.today, publisher=point.publisher
    )
    return judged if judged.verdict.value == text.verdict else None


def _public_state(view: ChangeView, told: Sequence[Publication]) -> ChangeState:
    """What became of it in public: a change that was sent back after its announcement was withdrawn there."""
    public = {ChangeState.ANNOUNCED, ChangeState.EFFECTIVE, ChangeState.WITHDRAWN, ChangeState.BLOCKED}
    if view.state in public:
        return view.state
    return ChangeState.WITHDRAWN if told[-1].kind is EntryKind.WITHDRAWN else ChangeState.ANNOUNCED
