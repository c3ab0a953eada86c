"""Read data/demo: a fictional publisher's vendors, changes and people, their days counted from the day of loading."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

from registry.domain.errors import BrokenData
from registry.domain.register.access import Role
from registry.domain.register.changes import ChangeKind, ChangeState
from registry.domain.register.facts import EngagementFacts, VendorFacts
from registry.reference.data_folder import data_folder

Given = Mapping[str, Any]
VENDORS, CHANGES, PEOPLE = "vendors.toml", "changes.toml", "people.toml"
PUBLISHER, PUBLISHED = "publisher.toml", "published.csv"
_DAY = re.compile(r"today(?:([+-]\d{1,4}))?")
_DAYS = ("drafted", "approved", "announced", "effective", "withdrawn")
_WORDS = ("why", "although", "remark")
_DRAFTED_BEFORE, _APPROVED_BEFORE = timedelta(days=4), timedelta(days=1)
"""How long before its announcement a change was drafted and approved, where nothing else is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoChange:
    """One change as the demo tells it: of which vendor and engagement, which facts become which, when, and why.

    `reached` is how far it came; days are None where it did not come that far. `effective` None means the earliest
    lawful day. `although` is the approver's reason, `remark` what was said on returning, refusing or withdrawing.
    """

    kind: ChangeKind
    vendor: str
    listed_as: str
    vendor_facts: Given
    facts: Given
    reached: ChangeState
    drafted: date
    approved: date | None
    announced: date | None
    effective: date | None
    withdrawn: date | None
    why: str = ""
    although: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoUser:
    """Somebody of the publisher; `gets_link`: a one-time link is printed until it is used."""

    name: str
    email: str
    roles: tuple[Role, ...]
    gets_link: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSubscriber:
    """A reader who asked to be told; `ended` is the day they left."""

    email: str
    asked: date
    services: tuple[str, ...] = ()
    confirmed: bool = True
    ended: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """All of it; `publisher` is the set-up file, `published` the list that stood before the register."""

    publisher: Path
    published: Path
    users: tuple[DemoUser, ...]
    subscribers: tuple[DemoSubscriber, ...]
    changes: tuple[DemoChange, ...]


def read_demo(*, today: date, folder: Path | None = None) -> Demo:
    """The demo as of `today`. Raises `BrokenData` naming file and table."""
    data = folder or data_folder() / "demo"
    people = _read(data / PEOPLE, today)
    return Demo(
        publisher=data / PUBLISHER,
        published=data / PUBLISHED,
        users=msgspec.convert(people.get("user", []), tuple[DemoUser, ...]),
        subscribers=tuple(_subscriber(given, today) for given in people.get("subscriber", [])),
        changes=(*_arrivals(_Source(data / VENDORS, today)), *_later(_Source(data / CHANGES, today))),
    )


class _Source:
    """One file of changes."""

    def __init__(self, path: Path, today: date) -> None:
        self.name = path.name
        self.today = today
        self.tables = _read(path, today)

    def broken(self, table: str, what: str) -> BrokenData:
        """The error for one of its tables."""
        msg = "{file}, {table}: {what}"
        return BrokenData(msg, file=self.name, table=table, what=what)


def _read(path: Path, today: date) -> dict[str, Any]:
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = "{file} cannot be read: {what}"
        raise BrokenData(msg, file=path.name, what=str(error)) from error
    dated: dict[str, Any] = _dated(given, today)
    return dated


def _dated(value: Any, today: date) -> Any:  # noqa: ANN401 - a TOML value
    """The value with every “today-35” in it as the day it stands for."""
    if isinstance(value, str):
        found = _DAY.fullmatch(value)
        return (today + timedelta(days=int(found[1] or 0))).isoformat() if found else value
    if isinstance(value, Mapping):
        return {name: _dated(item, today) for name, item in value.items()}
    return [_dated(item, today) for item in value] if isinstance(value, list) else value


def _arrivals(source: _Source) -> Iterator[DemoChange]:
    """Every vendor with its engagements, each a change that adds it."""
    for vendor in source.tables.get("vendor", []):
        own = {name: value for name, value in vendor.items() if name != "engagement"}
        _check(source, str(own.get("name")), own, _names(VendorFacts))
        for number, given in enumerate(vendor["engagement"]):
            told, facts = _split(given)
            _check(source, str(own["name"]), facts, _names(EngagementFacts))
            about = {"kind": ChangeKind.ADDED, "vendor": own["name"], "listed_as": facts["listed_as"]}
            yield _change(source, {**about, "vendor_facts": {} if number else own, "facts": facts}, told)


def _later(source: _Source) -> Iterator[DemoChange]:
    """What happened to vendors that were there."""
    for given in source.tables.get("change", []):
        told, rest = _split(given)
        vendor, vendor_facts, facts = str(rest["vendor"]), rest.get("vendor_facts", {}), rest.get("facts", {})
        _check(source, vendor, rest, {"kind", "vendor", "listed_as", "vendor_facts", "facts"})
        _check(source, vendor, vendor_facts, _names(VendorFacts))
        _check(source, vendor, facts, _names(EngagementFacts))
        about = {"kind": ChangeKind(rest["kind"]), "vendor": vendor, "listed_as": rest.get("listed_as", vendor)}
        yield _change(source, {**about, "vendor_facts": vendor_facts, "facts": facts}, told)


def _split(given: Given) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is told of the change, and the rest."""
    names = {*_DAYS, *_WORDS, "reached"}
    told = {name: value for name, value in given.items() if name in names}
    return told, {name: value for name, value in given.items() if name not in names}


def _change(source: _Source, about: Given, told: Given) -> DemoChange:
    days = {name: source.today + timedelta(days=told[name]) for name in _DAYS if name in told}
    announced = days.get("announced")
    if announced is None and "drafted" not in days:
        raise source.broken(str(about["vendor"]), "say when it was announced or drafted")
    if announced is not None:
        days = {"drafted": announced - _DRAFTED_BEFORE, "approved": announced - _APPROVED_BEFORE, **days}
    words: dict[str, Any] = {name: str(told[name]) for name in _WORDS if name in told}
    return DemoChange(
        **about,
        **words,
        drafted=days["drafted"],
        approved=days.get("approved"),
        announced=announced,
        effective=days.get("effective"),
        withdrawn=days.get("withdrawn"),
        reached=ChangeState(told.get("reached", ChangeState.ANNOUNCED)),
    )


def _subscriber(given: Given, today: date) -> DemoSubscriber:
    days = {name: today + timedelta(days=given[name]) for name in ("asked", "ended") if name in given}
    return msgspec.convert({**given, **days}, DemoSubscriber)


def _names(kind: type[EngagementFacts | VendorFacts]) -> set[str]:
    return {item.name for item in fields(kind)}


def _check(source: _Source, table: str, given: Given, known: Collection[str]) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise source.broken(table, f"there is no field {', '.join(unknown)}")
