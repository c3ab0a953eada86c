"""One processor as of a day, with its history; or where it moved when it was merged."""

from dataclasses import dataclass
from datetime import date, datetime

from registry.answers.ahead import Ahead, changes_ahead
from registry.answers.history import HistoryStep, differences, history_of
from registry.answers.processors import nothing_recorded
from registry.answers.rows import ProcessorRow, rows_of
from registry.answers.standpoint import LawBookView, Standpoint
from registry.domain.errors import NotFound
from registry.domain.law.verdicts import Verdict, worst
from registry.domain.register.facts import LegalEntity
from registry.domain.register.revisions import Operation
from registry.storage.queries import listing, vendors


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs between `day` and the day asked about."""

    day: date
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Processor:
    """A vendor with a public page; without engagements when it is not on the list that day.

    `verdict` is the worst of its engagements. `under_review_since` is set when that is incomplete or worse.
    """

    id: str
    slug: str
    name: str
    as_of: date
    known_at: datetime | None
    is_today: bool
    nothing_recorded: bool
    law_book: LawBookView
    website: str
    privacy_contact: str
    other_names: tuple[str, ...]
    parent: str
    parent_country: str | None
    entities: tuple[LegalEntity, ...]
    verdict: Verdict | None
    under_review_since: date | None
    engagements: tuple[ProcessorRow, ...]
    coming: tuple[Ahead, ...]
    history: tuple[HistoryStep, ...]
    compare: Comparison | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The vendor was merged into another: its pages lead there for good."""

    slug: str


async def processor(slug: str, point: Standpoint, *, compare_with: date | None = None) -> Processor | Moved:
    """The processor as of the day. Raises `NotFound` for a slug without a public page.

    A merged one is still shown for a day on which it stood on the list by itself.
    """
    identity = await vendors.by_slug(slug)
    if identity is None or not identity.is_published:
        msg = "There is no processor with this name."
        raise NotFound(msg)
    found = await listing.on_day(point.as_of, known_at=point.known_at, vendor_ids=[identity.id])
    if identity.merged_into and not found:
        return Moved(slug=(await vendors.merged(identity)).slug)
    vendor = (await listing.vendors_on(point.as_of, known_at=point.known_at, vendor_ids=[identity.id]))[identity.id]
    ahead = await changes_ahead(point, vendor_ids=[identity.id])
    rows = await rows_of(found, point, ahead)
    facts = vendor.facts
    return Processor(
        id=vendor.id,
        slug=vendor.slug,
        name=facts.name,
        as_of=point.as_of,
        known_at=point.known_at,
        is_today=point.is_today,
        nothing_recorded=await nothing_recorded(point),
        law_book=point.law_book,
        website=facts.website or next((row.website for row in rows if row.website), ""),
        privacy_contact=facts.privacy_contact,
        other_names=facts.other_names,
        parent=facts.parent,
        parent_country=facts.parent_country,
        entities=facts.entities or _entities(rows),
        verdict=worst(row.verdict for row in rows) if rows else None,
        under_review_since=min((row.under_review_since for row in rows if row.under_review_since), default=None),
        engagements=rows,
        coming=ahead,
        history=await history_of(vendor.id, point),
        compare=await _compared(vendor.id, point, compare_with),
    )


def _entities(rows: tuple[ProcessorRow, ...]) -> tuple[LegalEntity, ...]:
    """The legal entities that its engagements name, each once."""
    named = {row.legal_entity: row.entity_country for row in rows if row.legal_entity}
    return tuple(LegalEntity(name=name, country=country) for name, country in named.items())


async def _compared(vendor_id: str, point: Standpoint, day: date | None) -> Comparison | None:
    if day is None:
        return None
    return Comparison(day=day, operations=await differences(vendor_id, point, since=day))
