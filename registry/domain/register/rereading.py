"""What a row that was published anew says of facts that people have added to since: only what reads differently."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from registry.domain.register.facts import Facts, Value
from registry.domain.register.revisions import normal

_CLARIFY = "to_be_clarified"


def reread(standing: Facts, *, before: Facts, now: Facts) -> Facts:
    """The standing facts with what the newer row says differently from the older one, both as they are read.

    What people wrote stays: facts that no cell speaks of, evidence of a ground that is still claimed, who is at a
    place that is still named, and what was clarified of cells that did not change.
    """
    facts = dict(standing)
    for field in {*before, *now}:
        if normal(before.get(field)) == normal(now.get(field)):
            continue
        merge = _MERGED.get(field)
        value = merge(*(facts_.get(field) or [] for facts_ in (standing, before, now))) if merge else now.get(field)
        if normal(value) is None:
            facts.pop(field, None)
        else:
            facts[field] = value
    return facts


def _keeping(key: Callable[[Mapping[str, Any]], Hashable]) -> Callable[[Value, Value, Value], list[Value]]:
    """A merge of lists: the newer items, in the form they stand in where they stand already."""

    def merged(standing: Sequence[Value], _before: Sequence[Value], now: Sequence[Value]) -> list[Value]:
        known = {key(item): item for item in reversed(standing)}
        return [known.get(key(item), item) for item in now]

    return merged


def _clarified(standing: Sequence[Value], before: Sequence[Value], now: Sequence[Value]) -> list[Value]:
    """What was still to be clarified, less what the row no longer says, and what it newly says."""
    kept = [item for item in standing if item not in before or item in now]
    return kept + [item for item in now if item not in before and item not in kept]


_MERGED: Mapping[str, Callable[[Value, Value, Value], list[Value]]] = {
    "locations": _keeping(lambda item: (item.get("country"), item.get("region"), item.get("text"))),
    "mechanisms": _keeping(lambda item: item.get("mechanism")),
    _CLARIFY: _clarified,
}
