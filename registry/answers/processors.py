"""The approved processors as of a day: the list with its groups and counts, narrowed, whole or in pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from registry.answers.ahead import Ahead, changes_ahead
from registry.answers.filters import Filters, narrowed
from registry.answers.legs import claim_of, places_of
from registry.answers.rows import ProcessorRow, rows_of
from registry.answers.standpoint import LawBookView, Standpoint
from registry.domain.law.verdicts import EeaStatus
from registry.domain.register.facts import EngagementFacts, ListGroup, VendorRole
from registry.storage.queries import listing
from registry.storage.queries.listing import ListedEngagement

_OUTSIDE = frozenset({EeaStatus.ADEQUATE, EeaStatus.ADEQUATE_LIMITED, EeaStatus.THIRD_COUNTRY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Vendors, each once: sub-processors, those with a place known to be outside the EEA, those on the DPF alone."""

    sub_processors: int
    outside_eea: int
    dpf_only: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The rows under one heading."""

    key: ListGroup
    rows: tuple[ProcessorRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the whole list of the day can be narrowed by: services as (slug, name), countries as codes."""

    services: tuple[tuple[str, str], ...]
    countries: tuple[str, ...]
    eea_statuses: tuple[EeaStatus, ...]
    roles: tuple[VendorRole, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedList:
    """The list of a day. `nothing_recorded`: nothing at all was on record by `known_at`."""

    as_of: date
    known_at: datetime | None
    is_today: bool
    nothing_recorded: bool
    version: int
    law_book: LawBookView
    counts: Counts
    filters: Filters
    choices: Choices
    groups: tuple[Group, ...]
    total: int
    coming: tuple[Ahead, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """A page of vendors by slug, each with its rows; `next_slug` begins the next page."""

    vendors: tuple[tuple[ProcessorRow, ...], ...]
    next_slug: str | None
    nothing_recorded: bool


async def approved_list(point: Standpoint, filters: Filters) -> ApprovedList:
    """The whole list of the day as the filters narrow it."""
    everything = await listing.on_day(point.as_of, known_at=point.known_at)
    found = narrowed(everything, filters, point)
    ahead = await changes_ahead(point)
    rows = await rows_of(found, point, ahead)
    return ApprovedList(
        as_of=point.as_of,
        known_at=point.known_at,
        is_today=point.is_today,
        nothing_recorded=await nothing_recorded(point),
        version=await listing.version_on(point.as_of, known_at=point.known_at),
        law_book=point.law_book,
        counts=_counts(rows, found),
        filters=filters,
        choices=_choices(everything, point),
        groups=grouped(rows),
        total=len(rows),
        coming=tuple(item for item in ahead if not filters.service or item.concerns(filters.service)),
    )


async def all_rows(point: Standpoint, filters: Filters) -> tuple[ProcessorRow, ...]:
    """Every row of the day that the filters let through, by vendor name: for downloads."""
    found = narrowed(await listing.on_day(point.as_of, known_at=point.known_at), filters, point)
    return await rows_of(found, point, ())


async def list_page(point: Standpoint, filters: Filters, *, after: str, limit: int) -> ListPage:
    """The next `limit` vendors after the slug; without filters only theirs is read."""
    if filters.is_empty:
        slugs = await listing.vendors_after(after, point.as_of, known_at=point.known_at, limit=limit + 1)
        ids = list(slugs.values())[:limit]
        found = await listing.on_day(point.as_of, known_at=point.known_at, vendor_ids=ids) if ids else []
        order = list(slugs)
    else:
        found = narrowed(await listing.on_day(point.as_of, known_at=point.known_at), filters, point)
        order = sorted({one.vendor.slug for one in found if one.vendor.slug > after})
    shown = order[:limit]
    chosen = set(shown)
    rows = await rows_of([one for one in found if one.vendor.slug in chosen], point, ())
    return ListPage(
        vendors=by_vendor(rows, shown),
        next_slug=shown[-1] if len(order) > limit else None,
        nothing_recorded=await nothing_recorded(point),
    )


async def nothing_recorded(point: Standpoint) -> bool:
    """Whether nothing at all was on record by the instant asked about."""
    if point.known_at is None:
        return False
    first = await listing.first_recorded_at()
    return first is None or first > point.known_at


def by_vendor(rows: Iterable[ProcessorRow], slugs: Iterable[str]) -> tuple[tuple[ProcessorRow, ...], ...]:
    """The rows of each vendor together, vendors in the order of their slugs."""
    vendors: dict[str, list[ProcessorRow]] = {slug: [] for slug in slugs}
    for row in rows:
        vendors[row.slug].append(row)
    return tuple(tuple(found) for found in vendors.values() if found)


def grouped(rows: Sequence[ProcessorRow]) -> tuple[Group, ...]:
    """The rows under their headings, empty headings left out."""
    groups = (Group(key=key, rows=tuple(row for row in rows if row.group is key)) for key in ListGroup)
    return tuple(group for group in groups if group.rows)


def _counts(rows: Sequence[ProcessorRow], engagements: Sequence[ListedEngagement]) -> Counts:
    return Counts(
        sub_processors=len({row.slug for row in rows if row.group is ListGroup.SUB_PROCESSORS}),
        outside_eea=len({
            row.slug for row in rows if any(place.eea_status in _OUTSIDE for place in row.locations)
        }),
        dpf_only=len({one.vendor.id for one in engagements if _rests_on_dpf_alone(one.facts)}),
    )  # fmt: skip


def _rests_on_dpf_alone(facts: EngagementFacts) -> bool:
    claims = {claim_of(mechanism) for mechanism in facts.mechanisms}
    return bool(claims) and claims <= {"dpf", "art45-dpf"}


def _choices(engagements: Sequence[ListedEngagement], point: Standpoint) -> Choices:
    statuses = {point.judge.status(one.facts, on=point.as_of) for one in engagements}
    countries = {place.country for one in engagements for place in places_of(one.facts) if place.country}
    roles = {one.facts.role for one in engagements}
    return Choices(
        services=tuple((service.slug, service.name) for service in point.publisher.services),
        countries=tuple(sorted(countries)),
        eea_statuses=tuple(status for status in EeaStatus if status in statuses),
        roles=tuple(role for role in VendorRole if role in roles),
    )
