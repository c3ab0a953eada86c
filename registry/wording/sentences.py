"""Sentences: reasons of law, errors, facts and changes said in the language in use, with names and days formatted."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from registry.domain.law.citations import msgid
from registry.domain.register.facts import Value
from registry.wording import labels
from registry.wording.countries import country_in_sentence, country_name, joined, place_name
from registry.wording.dates import long_day, month_day, plain_day, short_day
from registry.wording.languages import gettext, ngettext, say

ALL_SERVICES = "*"
_BEGINS_WITH_PLACE = re.compile(r"\{\w+_code\}")
_TITLES = {
    ("notice", "added"): msgid("New {role}{services}: {who}"),
    ("notice", "amended"): msgid("Change{services}: {who}"),
    ("notice", "ended"): msgid("Ends{services}: {who}"),
    ("effective", "added"): msgid("In effect: new {role}{services}: {who}"),
    ("effective", "amended"): msgid("In effect: change{services}: {who}"),
    ("effective", "ended"): msgid("Ended{services}: {who}"),
    ("ended", "ended"): msgid("Ended{services}: {who}"),
    ("withdrawn", "added"): msgid("Withdrawn: new {role}{services}: {who}"),
    ("withdrawn", "amended"): msgid("Withdrawn: change{services}: {who}"),
    ("withdrawn", "ended"): msgid("Withdrawn: ending{services}: {who}"),
    ("correction", ""): msgid("Correction{services}: {who}"),
    ("editorial", ""): msgid("Editorial change: {who}"),
}
_ROLE_OF_GROUP = {
    "sub_processors": msgid("sub-processor"),
    "independent_controllers": msgid("independent controller"),
    "conduits": msgid("conduit"),
    "affiliates": msgid("affiliate"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A reason ready to be read: its sentence, and what stands in the margin."""

    sentence: str
    citation: str = ""
    source: str = ""
    verified: str = ""
    row: str = ""
    link: str = ""


def get(thing: Value, name: str, default: Value = "") -> Value:
    """An attribute or an item, so that dataclasses and decoded JSON read alike."""
    if isinstance(thing, Mapping):
        return thing.get(name, default)
    return getattr(thing, name, default)


def filled(template: str, params: Mapping[str, object]) -> str:
    """The template in the language in use; `…_on` are days, `…_code` are places, days are said in full."""
    said = gettext(template).format(**{name: _said(name, value) for name, value in params.items()})
    return said[:1].upper() + said[1:] if _BEGINS_WITH_PLACE.match(template) else said


def _said(name: str, value: object) -> object:
    if isinstance(value, date):
        return long_day(value)
    if name.endswith("_code") and isinstance(value, str):
        return country_in_sentence(value)
    if isinstance(value, list | tuple):
        return joined(str(_said(name, item)) for item in value)
    return value


def reason(given: Value) -> Told:
    """A reason of law (template and params), a said one (sentence), a pair or a plain text, ready to be read."""
    if isinstance(given, str):
        return Told(sentence=given)
    if isinstance(given, tuple) and not hasattr(given, "sentence"):
        given = dict(zip(("sentence", "citation", "source", "verified"), given, strict=False))
    template = get(given, "template", None)
    sentence = filled(template, get(given, "params", {})) if template else str(get(given, "sentence"))
    margin = {name: str(get(given, name) or "") for name in ("citation", "source", "verified", "row", "link")}
    return Told(sentence=sentence, **{**margin, "verified": _checked(margin["verified"])})


def _checked(verified: str) -> str:
    """The day a row was checked; a word such as “unchecked” says nothing a reader needs here."""
    try:
        return short_day(date.fromisoformat(verified))
    except ValueError:
        return ""


def error_message(message: str, params: Mapping[str, object] | None = None) -> str:
    """An error's message with its parameters, in the language in use."""
    return filled(message, params) if params else gettext(message)


def service_names(services: Iterable[Value], *, all_services: bool = False) -> list[str]:
    """The names of services; one entry “All services” where every one is meant."""
    names = [str(get(service, "name", service)) for service in services]
    return [gettext("All services")] if all_services or ALL_SERVICES in names else names


def location(place: Value) -> str:
    """One place in words: United States, reached from here by its own staff, only if you choose this region."""
    name = _place(place)
    activity = labels.word(labels.ACTIVITIES, get(place, "activity") or "storage")
    who = labels.WHO.get(str(get(place, "who") or "importer"), str(get(place, "who")))
    doing = f"{activity} {gettext(who)}" if who else activity
    condition = str(get(place, "condition") or "")
    parts = [name, doing] + ([labels.condition(condition)] if condition not in {"", "default"} else [])
    return ", ".join(part for part in parts if part)


def place_groups(places: Iterable[Value]) -> list[tuple[str, Value, Value]]:
    """Places that stand alike (status, activity, who, condition) together: (names, EEA status, one of them)."""
    groups: dict[tuple[str, ...], list[Value]] = {}
    for place in places:
        key = tuple(str(get(place, name) or "") for name in ("eea_status", "activity", "who", "condition"))
        groups.setdefault(key, []).append(place)
    return [
        (", ".join(dict.fromkeys(map(_place, alike))), get(alike[0], "eea_status"), alike[0])
        for alike in groups.values()
    ]


def _place(place: Value) -> str:
    return place_name(get(place, "country", None), get(place, "region", None), get(place, "text"))


_LISTS = frozenset({"locations", "mechanisms", "services", "data_categories"})
"""Facts that are lists; a replayed cell of the same name is one text, as it was published."""


def value(name: str, given: Value) -> list[str]:
    """A fact's value as lines a reader understands; an empty list where it is not stated.

    A text where a list is known otherwise is a cell as it was published.
    """
    if given in (None, "", [], (), {}):
        return []
    if isinstance(given, str) and name in {"locations", "mechanisms", "services"}:
        return [given]
    if isinstance(given, str) and name in _LISTS:
        return [given]
    if name == "locations":
        return [location(place) for place in given]
    if name in {"entity_country", "parent_country", "country"} and isinstance(given, str):
        return [country_name(given)]
    if name == "mechanisms":
        return [_mechanism(item) for item in given]
    if name == "services":
        return service_names(given)
    return _plain(name, given)


def _plain(name: str, given: Value) -> list[str]:
    tables = {"role": labels.ROLES, "capacity": labels.CAPACITIES, "recipient_category": labels.CATEGORIES,
              "held_for": labels.HELD_FOR, "training": labels.TRAINING, "outcome": labels.OUTCOMES}  # fmt: skip
    if name in tables:
        return [labels.word(tables[name], given)]
    if isinstance(given, bool):
        return [gettext("Yes") if given else gettext("No")]
    if isinstance(given, Mapping):
        return [f"{labels.field(key)}: {item}" for key, item in given.items() if item not in (None, "", [], {})]
    if isinstance(given, Sequence) and not isinstance(given, str):
        return [line for item in given for line in _plain("", item)]
    return [str(given)]


def _mechanism(item: Value) -> str:
    if isinstance(item, str):
        return labels.mechanism(item)
    for key in ("claim", "mechanism", "kind", "token", "id"):
        if get(item, key, ""):
            return labels.mechanism(get(item, key))
    return "; ".join(_plain("", item))


def change_line(operation: Value) -> str:
    """One step of a fact in a sentence: Where: Ireland, stored → Ireland, stored; India, stored."""
    name = str(get(operation, "field"))
    before = "; ".join(value(name, get(operation, "before", None))) or gettext("not stated")
    after = "; ".join(value(name, get(operation, "after", None))) or gettext("not stated")
    return f"{labels.field(name)}: {before} → {after}"


def who_and_where(name: str, country: str | None) -> str:
    """X Messaging Ltd, Ireland."""
    return f"{name}, {country_name(country)}" if country else name


def title(
    *,
    kind: str,
    change_kind: str,
    name: str,
    country: str | None = None,
    group: str = "sub_processors",
    services: Sequence[str] = (),
) -> str:
    """The title of a published event: New sub-processor for SMS and Voice: X Messaging Ltd, Ireland."""
    template = _TITLES.get((kind, change_kind)) or _TITLES.get((kind, "")) or _TITLES["notice", "amended"]
    listed = service_names(services)
    for_services = say(" for {services}", services=joined(listed)) if listed else ""
    role = gettext(_ROLE_OF_GROUP.get(str(group), _ROLE_OF_GROUP["sub_processors"]))
    return say(template, role=role, services=for_services, who=who_and_where(name, country))


def subject(
    *, heading: str, kind: str, effective_on: date | None, object_by: date | None, is_ending: bool = False
) -> str:
    """A mail's subject: Object by 14 Jan 2027: new sub-processor …, Ireland; starts 15 Jan."""
    said = heading
    if kind in {"notice", "correction"} and object_by:
        said = say("Object by {day}: {rest}", day=plain_day(object_by), rest=heading[:1].lower() + heading[1:])
    if kind != "notice" or effective_on is None:
        return said
    same_year = object_by is not None and object_by.year == effective_on.year
    day = (month_day(effective_on) if same_year else plain_day(effective_on)).replace("\u00a0", " ")
    if is_ending:
        return say("{said}; off the list from {day}", said=said, day=day)
    return say("{said}; starts {day}", said=said, day=day)


def countries_changed(before: Iterable[str], after: Iterable[str]) -> str:
    """Which countries come and go: adds India; no longer Ireland."""
    old, new = set(before), set(after)
    parts = []
    if new - old:
        parts.append(say("adds {countries}", countries=joined(sorted(map(country_name, new - old)))))
    if old - new:
        parts.append(say("no longer {countries}", countries=joined(sorted(map(country_name, old - new)))))
    return "; ".join(parts)


def found(number: int) -> str:
    """How many rows a list shows."""
    return ngettext("{n} recipient", "{n} recipients", number).format(n=number)
