"""Forms of the desk as somebody fills them in."""

from typing import Any

LARK = {
    "vendor": "Lark Translate",
    "website": "https://lark.example",
    "listed_as": "Lark Translate",
    "legal_entity": "Lark Translate GmbH",
    "entity_country": "DE",
    "recipient_category": "service_and_technology",
    "role": "sub_processor",
    "capacity": "processor",
    "held_for": "customers",
    "training": "no",
    "purpose": "Translates messages",
    "services": ["sms", "inbox"],
    "data_categories": ["Message content"],
    "data_other": "Language, Tone",
    "retention": "30 days",
    "locations.0.country": "DE",
    "locations.0.activity": "storage",
    "locations.0.who": "importer",
    "locations.1.country": "IN",
    "locations.1.activity": "support",
    "locations.1.who": "named_other",
    "locations.1.condition": "opt_in",
    "mechanisms.0.claim": "scc-m3",
    "mechanisms.0.evidence": "signed",
    "mechanisms.0.day": "2026-10-01",
    "mechanisms.0.terms": "SCC annex 3",
    "tia_outcome": "proceed",
    "tia_approved_on": "2026-10-02",
    "tia_review_by": "2027-10-02",
    "contract_terms": "DPA 2026",
    "contract_signed_on": "2026-10-01",
    "reason": "Customers write in many languages.",
}


def lark(**other: Any) -> dict[str, Any]:
    """The form of a new vendor, with other answers; None leaves a field out."""
    return {name: value for name, value in {**LARK, **other}.items() if value is not None}
