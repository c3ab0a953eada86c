"""Normalised names a vendor may be known by: the one typed, then every name of its brand, then looser ones."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from registry.domain.errors import BrokenData
from registry.reference.data_folder import data_folder
from registry.reference.reading.vendor_names import loose_forms, name_key, take_apart
from registry.reference.reading.vendors import LONGEST_NAME, TWO, VendorIndex

_OTHERS = frozenset({"owner", "family", "word"})
"""Kinds of names that are not the brand's own."""
_ALIKE = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class NameKeys:
    """Keys to look a vendor up by, the surest first; `is_two`: the text names two vendors."""

    steps: tuple[tuple[str, ...], ...]
    is_two: bool = False


def keys_for(text: str) -> NameKeys:
    """The keys for a name as somebody types it; none for a text that names nobody."""
    typed = name_key(text) if len(text) <= LONGEST_NAME else ""
    if not typed:
        return NameKeys(steps=())
    match = _known().match(text)
    parts = take_apart(text)
    beside = (parts.main, *parts.other, *parts.inner, parts.entity or "")
    steps = (
        (typed,),
        _names_of_brands().get(name_key(match.canonical), ()),
        tuple(name_key(name) for name in beside if name),
        tuple(key for name in (text, parts.main) for key, _ in loose_forms(name)),
    )
    return NameKeys(steps=_each_once(steps), is_two=match.canonical == TWO)


def _each_once(steps: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The steps without the keys of those before; empty steps left out."""
    seen: set[str] = set()
    fresh: list[tuple[str, ...]] = []
    for step in steps:
        fresh.append(tuple(key for key in dict.fromkeys(step) if key not in seen))
        seen |= set(step)
    return tuple(step for step in fresh if step)


def closest(text: str, keys: Iterable[str], *, limit: int) -> Sequence[str]:
    """Of the keys, those that look most like the name; only ever proposed."""
    found = process.extract(name_key(text), list(keys), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=limit)
    return [key for key, _, _ in found]


@cache
def _known() -> VendorIndex:
    return VendorIndex.load()


@cache
def _names_of_brands() -> dict[str, tuple[str, ...]]:
    path = data_folder() / "vendors.csv"
    names: dict[str, list[str]] = {}
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                mine = names.setdefault(name_key(row["brand"]), [name_key(row["brand"])])
                if row["kind"] not in _OTHERS:
                    mine.append(name_key(row["name"]))
    except (OSError, KeyError, csv.Error, UnicodeDecodeError) as error:
        raise BrokenData("{file} cannot be read: {what}", file=str(path), what=str(error)) from error
    return {brand: tuple(dict.fromkeys(keys)) for brand, keys in names.items()}
