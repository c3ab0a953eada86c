"""The form of an engagement: recorded facts as they are typed, and what is typed as facts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from registry.domain.law.book import LawBook
from registry.domain.register.facts import (
    ALL_SERVICES,
    Capacity,
    Contract,
    EngagementFacts,
    Location,
    RecipientCategory,
    VendorFacts,
    VendorRole,
)
from registry.domain.register.publisher import Publisher
from registry.web.forms.base import Form
from registry.web.forms.proof import ProofFields, proof_fields, proof_values, read_assessment, read_certifications
from registry.web.forms.rows import (
    MechanismRow,
    Option,
    PlaceRow,
    Values,
    mechanism_rows,
    mechanism_values,
    options,
    place_rows,
    place_values,
    read_mechanisms,
    read_places,
)
from registry.wording.countries import country_name
from registry.wording.labels import CAPACITIES, CATEGORIES, HELD_FOR, ROLES, TRAINING, word
from registry.wording.languages import current, say

Named = Sequence[tuple[str, str]]
_CHOSEN_REGIONS = ("EU/EEA", "EU", "EEA", "EUROPE", "WORLDWIDE", "APAC", "NORTH-AMERICA", "LATIN-AMERICA", "AFRICA")
_NAME, _LONG = 200, 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What the form offers to choose from."""

    countries: Named
    places: Named
    services: Named
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementFields:
    """The fields as the template shows them."""

    vendor: str
    website: str
    listed_as: str
    legal_entity: str
    entity_countries: Sequence[Option]
    recipient_categories: Sequence[Option]
    roles: Sequence[Option]
    capacities: Sequence[Option]
    held_for: Sequence[Option]
    purpose: str
    services: Sequence[Option]
    data_categories: Sequence[Option]
    data_other: str
    retention: str
    training: Sequence[Option]
    locations: Sequence[PlaceRow]
    mechanisms: Sequence[MechanismRow]
    proof: ProofFields
    contract_terms: str
    contract_signed_on: str
    effective_on: str
    reason: str


def offers(publisher: Publisher, law: LawBook) -> Offers:
    """From whose register it is, and the law book's places."""
    countries = countries_of(law)
    regions = tuple((f"region:{code}", country_name(code)) for code in _CHOSEN_REGIONS)
    categories = dict.fromkeys(c for service in publisher.services for c in service.data_categories)
    return Offers(
        countries=countries,
        places=(*countries, *regions),
        services=((ALL_SERVICES, say("All services")), *((s.slug, s.name) for s in publisher.services)),
        categories=tuple(categories),
    )


@lru_cache(maxsize=8)
def _countries_of(codes: tuple[tuple[str, str], ...], _language: str) -> Named:
    named = ((code, country_name(code)) for code, _ in codes)
    known = dict(codes)
    return tuple(sorted(((c, known[c] if n == c else n) for c, n in named), key=lambda pair: pair[1].casefold()))


def countries_of(law: LawBook) -> Named:
    """The places of the law book with their names, by name."""
    return _countries_of(tuple((code, law.name_of(code)) for code in law.countries), current())


def engagement_values(facts: EngagementFacts) -> Values:
    """Recorded facts as they are typed."""
    contract = facts.contract or Contract()
    return {
        "listed_as": [facts.listed_as],
        "legal_entity": [facts.legal_entity],
        "entity_country": [facts.entity_country or ""],
        "recipient_category": [facts.recipient_category],
        "role": [facts.role],
        "capacity": [facts.capacity],
        "held_for": [facts.held_for],
        "purpose": [facts.purpose],
        "services": list(facts.services),
        "data_categories": list(facts.data_categories),
        "retention": [facts.retention],
        "training": [facts.training],
        "contract_terms": [contract.terms],
        "contract_signed_on": [contract.signed_on or ""],
        **place_values(facts.locations),
        **mechanism_values(facts.mechanisms),
        **proof_values(facts.certifications, facts.assessment),
    }


def new_values() -> Values:
    """What a new engagement begins with."""
    return engagement_values(EngagementFacts(vendor="", listed_as=""))


def read_engagement(form: Form, base: EngagementFacts, offered: Offers) -> EngagementFacts:
    """The facts typed, on `base` for what the form does not show; every error is noted, in the order of the fields."""
    countries = {code for code, _ in offered.countries} | {base.entity_country or ""}
    return replace(
        base,
        listed_as=form.text("listed_as", most=_NAME),
        recipient_category=form.choice("recipient_category", RecipientCategory) or base.recipient_category,
        legal_entity=form.text("legal_entity", required=_is_asked(base, base.legal_entity), most=_NAME),
        entity_country=form.one_of("entity_country", countries, required=False) or None,
        role=form.choice("role", VendorRole) or base.role,
        capacity=form.choice("capacity", Capacity) or base.capacity,
        held_for=form.one_of("held_for", {*HELD_FOR, base.held_for}) or base.held_for,
        training=form.one_of("training", {*TRAINING, base.training}, required=False),
        purpose=form.text("purpose", required=_is_asked(base, base.purpose), most=_LONG, lines=True),
        services=_services(form, base, offered),
        data_categories=_categories(form, base, offered),
        retention=form.text("retention", required=False, most=_NAME),
        locations=_places(form, base, offered),
        mechanisms=read_mechanisms(form, base.mechanisms),
        certifications=read_certifications(form, base.certifications),
        assessment=read_assessment(form, base.assessment),
        contract=_contract(form),
    )


def _is_asked(base: EngagementFacts, recorded: object) -> bool:
    """What an engagement on record does not say may not be known: other facts of it can be changed all the same."""
    return bool(recorded) or not base.vendor


def _services(form: Form, base: EngagementFacts, offered: Offers) -> tuple[str, ...]:
    known = {*base.services, *(slug for slug, _ in offered.services)}
    services = form.among("services", known, required=_is_asked(base, base.services))
    return (ALL_SERVICES,) if ALL_SERVICES in services else _in_order(services, base.services)


def _places(form: Form, base: EngagementFacts, offered: Offers) -> tuple[Location, ...]:
    places = read_places(form, options(offered.places, ""), base.locations)
    if not places and not base.to_be_clarified and _is_asked(base, base.locations):
        form.wrong("locations", "Name at least one place.")
    return places


def _categories(form: Form, base: EngagementFacts, offered: Offers) -> tuple[str, ...]:
    chosen = form.among("data_categories", {*base.data_categories, *offered.categories}, required=False)
    others = tuple(filter(None, map(str.strip, form.text("data_other", required=False, most=500).split(","))))
    found = (*chosen, *others)
    if not found and _is_asked(base, base.data_categories):
        form.wrong("data_categories", "Choose at least one, or name another.")
    return _in_order(found, base.data_categories)


def _in_order(chosen: Iterable[str], recorded: Sequence[str]) -> tuple[str, ...]:
    """What is recorded stays in its order: that the form shows it in another is no change."""
    found = dict.fromkeys(chosen)
    return (*(one for one in recorded if one in found), *(one for one in found if one not in recorded))


def _contract(form: Form) -> Contract | None:
    terms = form.text("contract_terms", required=False, most=300)
    signed_on = form.day("contract_signed_on", required=False)
    if not terms and not signed_on:
        return None
    return Contract(terms=terms, signed_on=signed_on.isoformat() if signed_on else None)


def read_vendor(form: Form, base: VendorFacts) -> VendorFacts:
    """A new vendor's own facts."""
    return replace(base, name=form.text("vendor", most=_NAME), website=read_website(form))


def read_website(form: Form) -> str:
    """An address that a browser may be sent to, or nothing."""
    website = form.text("website", required=False, most=300)
    if website and not website.lower().startswith(("https://", "http://")):
        form.wrong("website", "Begin the address with https://.")
    return website


def engagement_fields(form: Form, base: EngagementFacts, offered: Offers) -> EngagementFields:
    """What the template shows: everything as typed."""
    typed = form.typed
    chosen = set(form.values.get("services", ()))
    services = {**{slug: slug for slug in base.services}, **dict(offered.services)}
    ticked = form.values.get("data_categories", ())
    categories = dict.fromkeys([*offered.categories, *base.data_categories])
    training = options(_said(TRAINING, (*TRAINING, base.training)), typed("training"), say("Not stated"))
    return EngagementFields(
        vendor=typed("vendor"),
        website=typed("website"),
        listed_as=typed("listed_as"),
        legal_entity=typed("legal_entity"),
        entity_countries=options(offered.countries, typed("entity_country"), say("Not stated")),
        recipient_categories=options(_said(CATEGORIES, RecipientCategory), typed("recipient_category")),
        roles=options(_said(ROLES, VendorRole), typed("role")),
        capacities=options(_said(CAPACITIES, Capacity), typed("capacity")),
        held_for=options(_said(HELD_FOR, (*HELD_FOR, base.held_for)), typed("held_for")),
        purpose=typed("purpose"),
        services=[(slug, name, slug in chosen) for slug, name in services.items()],
        data_categories=[(name, name, name in ticked) for name in categories],
        data_other=typed("data_other"),
        retention=typed("retention"),
        training=training,
        locations=place_rows(form, offered.places, base.locations),
        mechanisms=mechanism_rows(form, base.mechanisms),
        proof=proof_fields(form),
        contract_terms=typed("contract_terms"),
        contract_signed_on=typed("contract_signed_on"),
        effective_on=typed("effective_on"),
        reason=typed("reason"),
    )


def _said(words: dict[str, str], known: Iterable[str]) -> list[tuple[str, str]]:
    return [(str(value), word(words, value)) for value in dict.fromkeys(known) if value]
