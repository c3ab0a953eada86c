"""What a reader may narrow the list by: read from a query, and asked of an engagement."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.answers.legs import places_of
from registry.answers.standpoint import Standpoint
from registry.domain.errors import FieldError, InvalidInput
from registry.domain.law.book import LawBook
from registry.domain.law.verdicts import EeaStatus
from registry.domain.register.facts import EngagementFacts, VendorRole
from registry.storage.queries.listing import ListedEngagement

NAMES = ("q", "service", "country", "eea_status", "role")
"""The parameters, the same for page, API and downloads."""
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """All of them must hold; an empty one holds always. `service` is a slug, `country` a code of the law book."""

    q: str = ""
    service: str = ""
    country: str = ""
    eea_status: EeaStatus | None = None
    role: VendorRole | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is narrowed."""
        return self == Filters()


def read_filters(query: Mapping[str, str], point: Standpoint) -> Filters:
    """The filters as typed. Raises `InvalidInput` naming every parameter that cannot be used."""
    errors: list[FieldError] = []
    given = {name: str(query.get(name) or "").strip() for name in NAMES}
    service, country = given["service"].lower(), given["country"]
    if service and point.publisher.service(service) is None:
        errors.append(FieldError(field="service", message="There is no service with this slug."))
    if country and point.judge.law.code_of(country) is None:
        errors.append(FieldError(field="country", message="Write a country as its ISO code, such as IE."))
    if len(given["q"]) > _LONGEST:
        errors.append(FieldError(field="q", message="Search for less: the text is too long."))
    for name, kind in (("eea_status", EeaStatus), ("role", VendorRole)):
        if given[name] and given[name] not in set(kind):
            errors.append(FieldError(field=name, message=f"Choose one of: {', '.join(kind)}."))
    if errors:
        msg = "The list cannot be narrowed like this."
        raise InvalidInput(msg, errors=tuple(errors))
    return Filters(
        q=given["q"],
        service=service,
        country=point.judge.law.code_of(country) or "" if country else "",
        eea_status=EeaStatus(given["eea_status"]) if given["eea_status"] else None,
        role=VendorRole(given["role"]) if given["role"] else None,
    )


def narrowed(engagements: Iterable[ListedEngagement], filters: Filters, point: Standpoint) -> list[ListedEngagement]:
    """Those that the filters let through; what costs least is asked first."""
    if filters.is_empty:
        return list(engagements)
    wanted = folded(filters.q).split()
    return [one for one in engagements if _fits(one, filters, wanted, point)]


def _fits(one: ListedEngagement, filters: Filters, wanted: list[str], point: Standpoint) -> bool:
    facts = one.facts
    if filters.role is not None and facts.role is not filters.role:
        return False
    if filters.service and not may_serve(facts, filters.service):
        return False
    if filters.country and all(place.country != filters.country for place in facts.locations):
        return False
    if wanted and not _holds(one, wanted, point):
        return False
    if filters.eea_status is None:
        return True
    return point.judge.status(facts, on=point.as_of) is filters.eea_status


def may_serve(facts: EngagementFacts, service: str) -> bool:
    """Whether it is used for the service, or nobody can say for which it is used (R8: unknown counts as affected)."""
    return facts.serves(service) or has_open_services(facts)


def has_open_services(facts: EngagementFacts) -> bool:
    """Whether some of its services are still to be clarified, or none is stated."""
    return not facts.services or any(item.column == "services" for item in facts.to_be_clarified)


def _holds(one: ListedEngagement, wanted: list[str], point: Standpoint) -> bool:
    text = folded("\n".join(_searched(one, point.judge.law, {s.slug: s.name for s in point.publisher.services})))
    return all(word in text for word in wanted)


def _searched(one: ListedEngagement, law: LawBook, services: Mapping[str, str]) -> Iterable[str]:
    facts, vendor = one.facts, one.vendor.facts
    yield from (facts.listed_as, facts.legal_entity, facts.purpose, facts.location_text, facts.services_text)
    yield from (vendor.name, *vendor.other_names, vendor.parent)
    yield from facts.data_categories
    yield from (services.get(slug, slug) for slug in facts.services)
    for place in places_of(facts):
        yield from (law.name_of(place.country) if place.country else "", place.region or "", place.text)
    if facts.entity_country:
        yield law.name_of(facts.entity_country)


def folded(text: str) -> str:
    """The text as it is searched: no case, no accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
