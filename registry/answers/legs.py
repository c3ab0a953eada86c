"""The legs of an engagement: recorded facts as the transfers that the law judges, one for each place."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from registry.domain.law.mechanisms import UNKNOWN_CLAIM
from registry.domain.law.parties import Certification, Exporter, Importer, Role
from registry.domain.law.transfers import (
    Activity,
    DerogationFacts,
    Outcome,
    RecipientThere,
    RecordedTia,
    Reliance,
    Transfer,
)
from registry.domain.register.facts import Capacity, EngagementFacts, Location, VendorRole
from registry.domain.register.publisher import Publisher

Given = Mapping[str, Any]
_EXPORTER_ROLES = {
    Capacity.PROCESSOR: Role.PROCESSOR,
    Capacity.SUB_PROCESSOR: Role.PROCESSOR,
    Capacity.CONTROLLER: Role.CONTROLLER,
    Capacity.JOINT_CONTROLLER: Role.CONTROLLER,
}
_IMPORTER_ROLES = {
    VendorRole.SUB_PROCESSOR: Role.PROCESSOR,
    VendorRole.PROCESSOR: Role.PROCESSOR,
    VendorRole.INDEPENDENT_CONTROLLER: Role.CONTROLLER,
    VendorRole.JOINT_CONTROLLER: Role.CONTROLLER,
}
"""A conduit is in neither: what it is depends on the data (content or traffic), so its role is asked for."""
_STAFF = frozenset({"employees", "staff", "human resources"})


def places_of(facts: EngagementFacts) -> tuple[Location, ...]:
    """The places recorded, those that could not be read after them; one without a name where nothing is recorded."""
    column = "locations" if facts.published.get("locations") else "country"
    named = {place.text for place in facts.locations}
    unread = tuple(
        Location(text=item.text)
        for item in facts.to_be_clarified
        if item.column == column and item.text and item.text not in named
    )
    return (*facts.locations, *unread) or (Location(text=facts.location_text),)


def legs_of(facts: EngagementFacts, publisher: Publisher) -> tuple[tuple[Location, Transfer], ...]:
    """One transfer for each place, from the publisher's entity to the vendor's, under the EU regime."""
    exporter = Exporter(country=publisher.country or None, role=_EXPORTER_ROLES[facts.capacity])
    importer = Importer(
        country=facts.entity_country,
        role=_IMPORTER_ROLES.get(facts.role),
        is_exporters_controller=False if facts.role is VendorRole.INDEPENDENT_CONTROLLER else None,
        subject_to=facts.subject_to,
        certifications=_certifications(facts),
    )
    relies_on = reliances(facts)
    assessment = _assessment(facts.assessment)
    human_resources = _human_resources(facts)
    return tuple(
        (
            place,
            Transfer(
                exporter=exporter,
                importer=importer,
                destination=place.country,
                region=None if place.country else place.region or place.text or None,
                activity=Activity(place.activity),
                recipient_there=RecipientThere(place.who),
                human_resources=human_resources,
                relies_on=relies_on,
                assessment=assessment,
            ),
        )
        for place in places_of(facts)
    )


def claim_of(mechanism: Given) -> str:
    """The reading token or law-book id that a recorded mechanism names."""
    return str(mechanism.get("mechanism") or mechanism.get("claim") or UNKNOWN_CLAIM)


def reliances(facts: EngagementFacts) -> tuple[Reliance, ...] | None:
    """The mechanisms relied on in their order, each with the evidence recorded; None where none is stated."""
    return tuple(map(_reliance, facts.mechanisms)) or None


def _reliance(given: Given) -> Reliance:
    derogation = given.get("derogation")
    return Reliance(
        mechanism=claim_of(given),
        signed_on=_day(given, "signed_on"),
        accepted_on=_day(given, "accepted_on"),
        terms=str(given.get("terms") or ""),
        acceded_on=_day(given, "acceded_on"),
        stated_on=_day(given, "stated_on"),
        with_=given.get("with") or None,
        approved_on=_day(given, "approved_on"),
        importer_is_member=given.get("importer_is_member"),
        derogation=_derogation(derogation) if isinstance(derogation, Mapping) else None,
        is_dormant=bool(given.get("is_dormant")),
    )


def _derogation(given: Given) -> DerogationFacts:
    return DerogationFacts(
        necessity=given.get("necessity"),
        occasional=given.get("occasional"),
        contract_with=given.get("contract_with"),
        why_no_safeguard=given.get("why_no_safeguard"),
    )


def _certifications(facts: EngagementFacts) -> tuple[Certification, ...] | None:
    if facts.certifications is None:
        return None
    return tuple(
        Certification(
            scheme=str(given.get("scheme") or ""),
            from_=_day(given, "from"),
            until=_day(given, "until"),
            covers_hr=_flag(given, "covers_hr"),
            checked_on=_day(given, "checked_on"),
        )
        for given in facts.certifications
    )


def _assessment(given: Given | None) -> RecordedTia | None:
    if not given:
        return None
    outcome = given.get("outcome")
    return RecordedTia(
        approved_on=_day(given, "approved_on"),
        review_by=_day(given, "review_by"),
        outcome=Outcome(str(outcome)) if outcome else None,
        measures_in_force_on=_day(given, "measures_in_force_on"),
    )


def _human_resources(facts: EngagementFacts) -> bool | None:
    """Data held for customers are no human resources data of ours; of the publisher's own, the subjects tell."""
    if any(subject.strip().lower() in _STAFF for subject in facts.data_subjects):
        return True
    return False if facts.held_for == "customers" or facts.data_subjects else None


def _flag(given: Given, name: str) -> bool | None:
    value = given.get(name)
    return None if value is None else bool(value)


def _day(given: Given, name: str) -> date | None:
    value = given.get(name)
    return date.fromisoformat(str(value)) if value else None
