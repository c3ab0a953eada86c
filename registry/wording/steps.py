"""What happened, in a line or two: steps of a history, what an event comes to, what is ahead of a row."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice

from registry.domain.law.citations import msgid
from registry.domain.register.changes import ChangeKind
from registry.domain.register.facts import Value
from registry.domain.register.publications import PublishedText
from registry.domain.register.revisions import Operation
from registry.wording import sentences
from registry.wording.languages import gettext, ngettext, say
from registry.wording.publications import one_line, ordered
from registry.wording.sentences import get

_MOST_LINES = 4
_MOST_PLACES = 6
_STEPS = {
    "added": msgid("Added to the list: {name}"),
    "amended": msgid("Changed: {name}"),
    "edited": msgid("Editorial change: {name}"),
    "ended": msgid("No longer on the list: {name}"),
    "moved": msgid("Moved between vendors: {name}"),
    "withdrawn": msgid("Announced change withdrawn: {name}"),
}
_STEP_BADGES = {"added": "effective", "amended": "effective", "edited": "editorial", "moved": "editorial"}


def step_title(kind: str, name: str) -> str:
    """What happened to the engagement (or the vendor itself) of the name."""
    return say(_STEPS[kind], name=one_line(name)) if kind in _STEPS else one_line(name)


def step_badge(kind: str) -> str:
    """The kind of published event whose word fits the step."""
    return _STEP_BADGES.get(kind, kind)


def told_lines(operations: Iterable[Operation], services: Mapping[str, str]) -> str:
    """Old → new of the first few facts, and how many more there are."""
    given = [o for o in named(operations, services) if o.field not in {"listed", "listed_as"}]
    lines = [one_line(sentences.change_line(o)) for o in islice(given, _MOST_LINES)]
    more = len(given) - len(lines)
    if more:
        lines.append(ngettext("{n} more fact", "{n} more facts", more).format(n=more))
    return "; ".join(lines)


def named(operations: Iterable[Operation], services: Mapping[str, str]) -> list[Operation]:
    """The operations with the names of services for their slugs, in the order in which facts are read."""
    return [
        replace(o, before=_names(o.before, services), after=_names(o.after, services)) if o.field == "services" else o
        for o in ordered(operations)
    ]


def _names(slugs: Value, services: Mapping[str, str]) -> Value:
    return [services.get(str(slug), str(slug)) for slug in slugs] if isinstance(slugs, list | tuple) else slugs


def summary(text: PublishedText, services: Mapping[str, str]) -> str:
    """What an event comes to, for whoever reads no further."""
    if text.change_kind is ChangeKind.ENDED:
        return gettext("It is no longer used.")
    if text.change_kind is ChangeKind.ADDED:
        purpose = one_line(text.purpose).rstrip(".")
        where = "; ".join(places(text.locations))
        parts = (purpose, say("Where: {places}", places=where) if where else "")
        return "".join(f"{part}. " for part in parts if part).strip()
    return told_lines(text.operations, services)


def places(locations: Iterable[Value]) -> tuple[str, ...]:
    """The first few places in words, and how many more there are."""
    said = tuple(dict.fromkeys(map(sentences.location, locations)))
    more = len(said) - _MOST_PLACES
    if more <= 0:
        return said
    return (*said[:_MOST_PLACES], ngettext("{n} more place", "{n} more places", more).format(n=more))


def pending(ahead: Value) -> str:
    """What is announced of a row, to be followed by its day: adds India from, ends on."""
    if get(ahead, "is_ending", default=False):
        return gettext("Ends on")
    for operation in get(get(ahead, "text"), "operations", default=()):
        if get(operation, "field") == "locations":
            before, after = (_countries(get(operation, side, default=None)) for side in ("before", "after"))
            changed = sentences.countries_changed(before, after)
            if changed:
                return say("{change} from", change=changed[:1].upper() + changed[1:])
    return gettext("Changes on")


def _countries(places: Value) -> list[str]:
    return [str(get(place, "country")) for place in places or () if get(place, "country", default=None)]
