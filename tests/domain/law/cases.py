"""Read the legal cases of tests/cases into transfers."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

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

FOLDER = Path(__file__).resolve().parents[2] / "cases"
KEYS = {
    "sentence", "on", "from", "to", "destination", "region", "who", "activity", "hr", "own_controller", "subject_to",
    "listing", "relies_on", "tia", "onward", "today", "verdict", "status", "flags", "says", "missing",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalCase:
    """A sentence, facts, a day, and what the law says of them."""

    sentence: str
    transfer: Transfer
    on: date
    today: date | None
    verdict: str
    status: str | None
    flags: frozenset[str] | None
    says: tuple[str, ...]
    missing: tuple[str, ...]


def legal_cases() -> list[LegalCase]:
    """Every case of every file."""
    files = sorted(FOLDER.glob("*.toml"))
    return [_case(facts) for file in files for facts in tomllib.loads(file.read_text(encoding="utf-8"))["case"]]


def _case(facts: dict[str, Any]) -> LegalCase:
    unknown = set(facts) - KEYS
    if unknown:
        raise AssertionError(facts["sentence"], unknown)
    return LegalCase(
        sentence=facts["sentence"],
        transfer=_transfer(facts),
        on=facts["on"],
        today=facts.get("today"),
        verdict=facts["verdict"],
        status=facts.get("status"),
        flags=frozenset(facts["flags"]) if "flags" in facts else None,
        says=tuple(facts.get("says", ())),
        missing=tuple(facts.get("missing", ())),
    )


def _transfer(facts: dict[str, Any]) -> Transfer:
    home, sends = _party(facts.get("from", "NL processor"))
    there, receives = _party(facts.get("to", "? processor"))
    relies = facts.get("relies_on", [])
    return Transfer(
        exporter=Exporter(country=home, role=sends),
        importer=Importer(
            country=there,
            role=receives,
            is_exporters_controller=facts.get("own_controller"),
            subject_to=tuple(facts["subject_to"]) if "subject_to" in facts else None,
            certifications=_listing(facts.get("listing")),
        ),
        destination=None if "region" in facts else facts.get("destination", there),
        region=facts.get("region"),
        activity=Activity(facts.get("activity", "storage")),
        recipient_there=RecipientThere(facts.get("who", "importer")),
        human_resources=facts.get("hr", False),
        relies_on=None if relies == "unknown" else tuple(_reliance(one) for one in relies),
        assessment=_tia(facts.get("tia")),
        is_onward=facts.get("onward", False),
    )


def _party(text: str) -> tuple[str | None, Role | None]:
    country, _, role = text.partition(" ")
    return (None if country == "?" else country), (Role(role) if role else None)


def _listing(facts: dict[str, Any] | str | None) -> tuple[Certification, ...] | None:
    if facts is None:
        return None
    if facts == "none":
        return ()
    named = dict(facts) if isinstance(facts, dict) else {}
    return (Certification(**{"from_" if name == "from" else name: value for name, value in named.items()}),)


def _reliance(facts: dict[str, Any] | str) -> Reliance:
    if isinstance(facts, str):
        return Reliance(mechanism=facts)
    named = {"with_" if name == "with" else name: value for name, value in facts.items()}
    derogation = named.pop("derogation", None)
    return Reliance(**named, derogation=DerogationFacts(**derogation) if derogation is not None else None)


def _tia(facts: dict[str, Any] | str | None) -> RecordedTia | None:
    if facts is None:
        return None
    if facts == "good":
        return RecordedTia(approved_on=date(2021, 9, 1), review_by=date(2027, 9, 1), outcome=Outcome.PROCEED)
    if not isinstance(facts, dict):
        raise TypeError(facts)
    return RecordedTia(**{**facts, "outcome": Outcome(facts["outcome"]) if "outcome" in facts else None})
