"""May we use X for Y? A vendor found by name, its standing on the day, and the decision with its reasons (R14)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import msgspec

from registry.answers.filters import has_open_services
from registry.answers.rows import service_names
from registry.answers.standpoint import LawBookView, Standpoint
from registry.domain.errors import FieldError, InvalidInput
from registry.domain.law.citations import Reason
from registry.domain.register import checks
from registry.domain.register.checks import Decision, Outcome, Standing, Use
from registry.domain.register.facts import ALL_SERVICES, EngagementFacts
from registry.domain.register.publisher import Service
from registry.reference.reading.known_names import closest, keys_for
from registry.reference.reading.vendor_names import entity_key, has_legal_form
from registry.storage.queries import history, listing, vendors
from registry.storage.queries.history import Stretch
from registry.storage.queries.vendors import VendorView

CANDIDATES = 5
LONGEST = 500
_ROOT = 3
"""Letters a name must share with another to be proposed for it."""
_COMPARED = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A processor that may have been meant."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a check answers. `from_on` is set when it is announced; `candidates` when nobody or several are meant."""

    as_of: date
    known_at: datetime | None
    law_book: LawBookView
    vendor: str
    service: str | None
    decision: Decision
    from_on: date | None
    processor: Candidate | None
    reasons: tuple[Reason, ...]
    missing: tuple[Reason, ...]
    candidates: tuple[Candidate, ...]


async def check(vendor: str, point: Standpoint, *, service: str | None = None) -> Check:
    """Whether the vendor, by any of its names, may be used for the service (its slug or name; None: for anything).

    Raises `InvalidInput` naming `vendor` when nothing is asked for, and `service` when there is none of that name.
    """
    asked = " ".join(vendor.split())
    wanted = _read(asked, service, point)
    keys = keys_for(asked)
    found = await _found(keys.steps, point)
    uses = await _uses(found[0].id, wanted, point) if len(found) == 1 else []
    if uses or (len(found) == 1 and point.known_at is None):
        outcome = checks.decide(found[0].name, uses, service=wanted.name if wanted else None)
        if others := _other_entities(asked, uses):
            outcome = checks.of_another_entity(outcome, asked, others)
        return _check(asked, wanted, outcome, point, processor=_candidate(found[0]))
    if len(found) > 1:
        return _check(asked, wanted, checks.ambiguous(asked), point, candidates=found)
    outcome = checks.unknown(asked, is_two=keys.is_two)
    return _check(asked, wanted, outcome, point, candidates=await _alike(asked, keys.steps))


def _read(asked: str, service: str | None, point: Standpoint) -> Service | None:
    errors: list[FieldError] = []
    if not asked or len(asked) > LONGEST:
        errors.append(FieldError(field="vendor", message="Name the vendor: its company, brand or product."))
    wanted = _service(service, point.publisher.services) if service and service.strip() else None
    if service and service.strip() and wanted is None:
        errors.append(FieldError(field="service", message="There is no service of this name."))
    if errors:
        msg = "This cannot be checked."
        raise InvalidInput(msg, errors=tuple(errors))
    return wanted


def _service(text: str, services: Iterable[Service]) -> Service | None:
    key = text.strip().casefold()
    return next((s for s in services if key in {s.slug.casefold(), s.name.casefold()}), None)


async def _found(steps: Sequence[Sequence[str]], point: Standpoint) -> list[VendorView]:
    """The vendors with a public page that the surest kind of name which anybody has leads to, merges followed."""
    known = await vendors.by_names(key for step in steps for key in step)
    for step in steps:
        ids = {vendor_id for key in step for vendor_id in known.get(key, ())}
        if ids and (found := await _published(ids, point)):
            return found
    return []


async def _published(ids: Iterable[str], point: Standpoint) -> list[VendorView]:
    """Those with a public page; a merged one is the one it became, unless it stood by itself on the day."""
    found: dict[str, VendorView] = {}
    for vendor in await vendors.by_ids(ids):
        if not vendor.is_published:
            continue
        shown = vendor
        if vendor.merged_into and not await _stood_alone(vendor, point):
            shown = await vendors.merged(vendor)
        found[shown.id] = shown
    return sorted(found.values(), key=lambda vendor: (vendor.name.casefold(), vendor.slug))


async def _stood_alone(vendor: VendorView, point: Standpoint) -> bool:
    return bool(await listing.on_day(point.as_of, known_at=point.known_at, vendor_ids=[vendor.id]))


async def _uses(vendor_id: str, wanted: Service | None, point: Standpoint) -> list[Use]:
    stretches = await history.of_engagements(vendor_id, known_at=point.known_at)
    return [_use(one, stretches, wanted, point) for one in stretches if one.vendor_id == vendor_id]


def _use(stretch: Stretch, stretches: Sequence[Stretch], wanted: Service | None, point: Standpoint) -> Use:
    facts = msgspec.convert(stretch.facts, EngagementFacts)
    standing = _standing(stretch, point.as_of)
    from_, until = stretch.holds_from, stretch.holds_until
    if standing is Standing.LIVE:
        from_, until = _stay(stretch, [one for one in stretches if one.subject_id == stretch.subject_id])
    use = Use(
        standing=standing,
        from_=from_,
        until=until,
        listed_as=facts.listed_as,
        legal_entity=facts.legal_entity,
        serves=_serves(facts, wanted),
        services=() if ALL_SERVICES in facts.services else service_names(facts.services, point.publisher),
    )
    return use if standing is Standing.OVER else _judged(use, facts, point)


def _other_entities(asked: str, uses: Sequence[Use]) -> tuple[str, ...]:
    """The companies on the list where a company is asked about, by its legal form, that is none of them."""
    entities = tuple(dict.fromkeys(u.legal_entity for u in uses if u.legal_entity and u.standing is not Standing.OVER))
    if not has_legal_form(asked):
        return ()
    known = {entity_key(name) for use in uses for name in (use.legal_entity, use.listed_as)}
    return () if entity_key(asked) in known else entities


def _judged(use: Use, facts: EngagementFacts, point: Standpoint) -> Use:
    on = max(point.as_of, use.from_)
    judged = point.judge.facts(facts, on=on, today=point.today, publisher=point.publisher)
    return replace(
        use,
        verdict=judged.verdict,
        contract=judged.contract,
        reasons=judged.reasons,
        missing=judged.missing,
        contract_missing=judged.contract_missing,
    )


def _standing(stretch: Stretch, as_of: date) -> Standing:
    if stretch.holds_from > as_of:
        return Standing.AHEAD
    return Standing.OVER if stretch.holds_until is not None and stretch.holds_until <= as_of else Standing.LIVE


def _stay(stretch: Stretch, own: Sequence[Stretch]) -> tuple[date, date | None]:
    """The first day of the unbroken stay on the list around the stretch, and the first day it is over."""
    first, until = stretch.holds_from, stretch.holds_until
    for one in reversed(own):
        first = one.holds_from if one.holds_until == first else first
    for one in own:
        until = one.holds_until if one.holds_from == until else until
    return first, until


def _serves(facts: EngagementFacts, wanted: Service | None) -> bool | None:
    """Whether it is used for the service; None where its services are still to be clarified."""
    if wanted is None or facts.serves(wanted.slug):
        return True
    return None if has_open_services(facts) else False


async def _alike(asked: str, steps: Sequence[Sequence[str]]) -> list[VendorView]:
    """Processors whose names look like the one asked for: only proposed."""
    if not steps:
        return []
    names = await vendors.names_beginning(steps[0][0][:_ROOT], limit=_COMPARED)
    owners = dict(names)
    near = closest(asked, owners, limit=CANDIDATES)
    found = {vendor.id: vendor for vendor in await vendors.by_ids(owners[key] for key in near)}
    ordered = dict.fromkeys(owners[key] for key in near)
    return [found[id_] for id_ in ordered if id_ in found and found[id_].is_published and not found[id_].merged_into]


def _check(
    asked: str,
    wanted: Service | None,
    outcome: Outcome,
    point: Standpoint,
    *,
    processor: Candidate | None = None,
    candidates: Iterable[VendorView] = (),
) -> Check:
    return Check(
        as_of=point.as_of,
        known_at=point.known_at,
        law_book=point.law_book,
        vendor=asked,
        service=wanted.slug if wanted else None,
        decision=outcome.decision,
        from_on=outcome.from_on,
        processor=processor,
        reasons=outcome.reasons,
        missing=outcome.missing,
        candidates=tuple(map(_candidate, candidates)),
    )


def _candidate(vendor: VendorView) -> Candidate:
    return Candidate(slug=vendor.slug, name=vendor.name)
