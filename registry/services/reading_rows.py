"""How import and replay read one published row: its cells become the facts of an engagement; no verb of its own.

What cannot be read is kept as published and named as to be clarified; nothing is dropped and nothing invented.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from registry.domain.law.mechanisms import UNKNOWN_CLAIM
from registry.domain.law.places import is_inside_word
from registry.domain.register.facts import (
    ALL_SERVICES,
    COLUMNS,
    EngagementFacts,
    Location,
    RecipientCategory,
    Unclear,
    VendorRole,
)
from registry.domain.register.publisher import Service
from registry.domain.register.texts import plain, unfit
from registry.reference.reading import read_location, read_mechanism

_REGION_CHOSEN = re.compile(
    r"\b(?:select|chos|choice|choose)\w*\b.*\bcustomer|\bcustomer\b.*\b(?:select|chos|choice|choose)",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:only|if|when|where|unless|optional\w*|opt-?in|depend\w*|configur\w*|tier|plan)\b",
    re.IGNORECASE,
)
_ALL = re.compile(r"all\b", re.IGNORECASE)
_OLD_CLAUSES = re.compile(r"\b(2010/87|2001/497|2004/915)\b")
_OTHER_CLAUSES = re.compile(
    r"\b(?:2021/914|modul\w*|replac\w*|supersed\w*|former\w*|previous\w*|instead|no|not|never|now)\b", re.IGNORECASE
)
"""Words that say that the clauses meant are others than those of the repealed decision named beside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a row cannot be taken: the column, what stands there, and the reason."""

    column: str
    text: str
    reason: str


def plain_cells(cells: Mapping[str, str]) -> dict[str, str]:
    """The known columns that are not empty, as the register keeps text."""
    kept = {column: plain(cells.get(column) or "") for column in COLUMNS}
    return {column: text for column, text in kept.items() if text}


def refusal(cells: Mapping[str, str]) -> Refusal | None:
    """Why the row (of plain cells) cannot be taken: no name, or a text that cannot be kept."""
    if not cells.get("name"):
        return Refusal(column="name", text="", reason="The row has no name.")
    for column, text in cells.items():
        why = unfit(text)
        if why:
            return Refusal(column=column, text=ascii(text[:200])[1:-1], reason=why)
    return None


def read_row(
    cells: Mapping[str, str],
    *,
    vendor: str,
    services: Sequence[Service],
    list_name: str,
) -> EngagementFacts:
    """The facts that the row (of plain cells) states about the vendor with this id."""
    facts = EngagementFacts(
        vendor=vendor,
        listed_as=cells["name"],
        legal_entity=cells.get("legal_entity", ""),
        purpose=cells.get("purpose", ""),
        data_categories=_listed(cells.get("data_categories", "")),
        list_name=list_name,
        published=dict(cells),
    )
    for read in (_kind, _places, _country, _mechanisms):
        facts = read(facts, cells)
    return _services(facts, cells, services)


def clarify(facts: EngagementFacts, column: str, text: str, reason: str) -> EngagementFacts:
    """The facts with one more thing to be clarified."""
    return replace(
        facts,
        to_be_clarified=(
            *facts.to_be_clarified,
            Unclear(column=column, text=text, reason=reason),
        ),
    )


def _listed(text: str) -> tuple[str, ...]:
    """The items of a cell: at semicolons or line ends, else at commas outside brackets."""
    pieces = re.split(r"[;\n]", text) if re.search(r"[;\n]", text) else re.split(r",(?![^(]*\))", text)
    return tuple(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))


def _kind(facts: EngagementFacts, cells: Mapping[str, str]) -> EngagementFacts:
    """`affiliate` is a kind of recipient, the words of our roles are roles; anything else is to be clarified."""
    text = cells.get("entity_type", "")
    word = re.sub(r"[\s-]+", "_", text.lower())
    if word in {"", "sub_processor", "subprocessor"}:
        return facts
    if word in {"affiliate", "affiliates"}:
        return replace(facts, recipient_category=RecipientCategory.AFFILIATE)
    role = "independent_controller" if word == "controller" else word
    if role in set(VendorRole):
        return replace(facts, role=VendorRole(role))
    return clarify(facts, "entity_type", text, "This kind of recipient is not known.")


def _places(facts: EngagementFacts, cells: Mapping[str, str]) -> EngagementFacts:
    column = "locations" if cells.get("locations") else "country"
    text = cells.get(column, "")
    if not text:
        return facts
    reading = read_location(text)
    by_choice = any(_REGION_CHOSEN.search(place.condition or "") for place in reading.places)
    places = tuple(
        Location(
            country=place.country,
            region=place.region,
            text=place.text,
            condition="region_chosen" if by_choice else _condition(place.condition),
        )
        for place in reading.places
    )
    facts = replace(facts, locations=places, location_text=text)
    for piece in reading.unresolved:
        facts = clarify(facts, column, piece, "No place can be read from this.")
    for place in reading.places:
        if place.country is None and not is_inside_word(place.region):
            facts = clarify(facts, column, place.text, "This names no country.")
    if not reading.places and not reading.unresolved:
        facts = clarify(facts, column, text, "No place can be read from this.")
    return facts


def _condition(text: str | None) -> str:
    return text if text and _CONDITION.search(text) else ""


def _country(facts: EngagementFacts, cells: Mapping[str, str]) -> EngagementFacts:
    """A country beside other locations is the published place of the company; alone it is where processing happens."""
    text = cells.get("country", "")
    if not text or not cells.get("locations"):
        return facts
    reading = read_location(text)
    if {(p.country, p.region) for p in reading.places} == {(p.country, p.region) for p in facts.locations}:
        return facts
    if len(reading.codes) == 1 and not reading.unresolved and all(place.country for place in reading.places):
        return replace(facts, entity_country=reading.codes[0])
    return clarify(facts, "country", text, "This names no single country.")


def _mechanisms(facts: EngagementFacts, cells: Mapping[str, str]) -> EngagementFacts:
    """Grounds claimed, dead ones too: whether one counts on a day is the law's question."""
    text = cells.get("transfer_mechanism", "")
    if not text:
        return facts
    reading = read_mechanism(text)
    old = [f"scc-{number.replace('/', '-')}" for number in _OLD_CLAUSES.findall(text)]
    told = {UNKNOWN_CLAIM, "scc"} if old and not _OTHER_CLAUSES.search(text) else {UNKNOWN_CLAIM}
    named = [claim for claim in reading.tokens if claim not in told]
    named += [claim for claim in reading.ended if claim != "old-scc"] + old
    claims: tuple[dict[str, object], ...] = tuple({"mechanism": claim} for claim in dict.fromkeys(named))
    facts = replace(facts, mechanisms=claims, mechanism_text=text)
    return (
        facts
        if claims
        else clarify(
            facts,
            "transfer_mechanism",
            text,
            "No transfer mechanism can be read from this.",
        )
    )


def _services(facts: EngagementFacts, cells: Mapping[str, str], services: Sequence[Service]) -> EngagementFacts:
    """Exact names and slugs only; “All …” is every service; never a new one."""
    text = cells.get("services", "")
    if not text:
        return facts
    known = {key: service.slug for service in services for key in (service.name.casefold(), service.slug)}
    whole = known.get(text.casefold())
    found: list[str] = [whole] if whole else []
    unread: list[str] = []
    for piece in () if whole else _listed(text):
        slug = ALL_SERVICES if _ALL.match(piece) else known.get(piece.casefold())
        if slug is None:
            unread.append(piece)
        else:
            found.append(slug)
    slugs = (ALL_SERVICES,) if ALL_SERVICES in found else tuple(dict.fromkeys(found))
    facts = replace(facts, services=slugs, services_text=text)
    for piece in unread:
        facts = clarify(facts, "services", piece, "There is no service of this name.")
    return facts
