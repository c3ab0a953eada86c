"""Recognise a vendor by rules and known names; what only looks alike is proposed and never joined."""

import csv
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Self

from rapidfuzz import fuzz

from registry.domain.errors import BrokenData
from registry.reference.data_folder import data_folder
from registry.reference.reading.text import clean, words
from registry.reference.reading.vendor_names import (
    NameParts,
    bare,
    has_legal_form,
    initials,
    loose_forms,
    name_key,
    split_cell,
    split_softly,
    take_apart,
    without_place,
)

TWO = "?"
_ALIKE = 87
_LONGEST_SLIP = 40
LONGEST_NAME = 500
"""Characters of a name; a longer text names no vendor."""
Kind = Literal["known", "rule", "proposed", "new", "two"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorMatch:
    """Which vendor a name means: its id where the index holds it, the name to print, the legal entity, and why."""

    kind: Kind
    vendor: str | None = None
    canonical: str = ""
    entity: str | None = None
    proposal: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Identity:
    """One vendor as the rules see it: its key, the name to print, and the rule that led there."""

    key: str
    name: str
    why: str
    learnt: bool = False
    generic: frozenset[str] = frozenset()


class VendorIndex:
    """Names of vendors: brands with their companies, products and former names, and the register's own."""

    def __init__(self) -> None:
        self._brands: dict[str, str] = {}
        self._owners: dict[str, set[str]] = {}
        self._families: dict[str, str] = {}
        self._names: dict[str, _Identity] = {}
        self._loose: dict[str, _Identity | None] = {}
        self._initials: dict[str, _Identity | None] = {}
        self._ordinary: set[str] = set()
        self._ids: dict[str, str] = {}
        self._spelt: dict[str, str] = {}
        self._exact: dict[str, str] = {}
        self._slips: dict[str, str] = {}

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """An index of data/vendors.csv; raises BrokenData where the file cannot be read."""
        index, path = cls(), (folder or data_folder()) / "vendors.csv"
        try:
            with path.open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines):
                    index._learn(row["brand"], row["kind"], row["name"])
        except (OSError, KeyError, csv.Error, UnicodeDecodeError) as error:
            raise BrokenData("{file} cannot be read: {what}", file=str(path), what=str(error)) from error
        return index

    def _learn(self, brand: str, kind: str, name: str) -> None:
        key = name_key(brand)
        self._names.setdefault(key, _Identity(key, brand, f"“{brand}” is a known brand", learnt=True))
        if kind == "owner":
            self._owners.setdefault(key, set()).add(name_key(name))
        elif kind == "word":
            self._ordinary.add(name_key(name))
        elif kind == "family":
            self._families[bare(name)] = brand
        else:
            said = f"“{name}” is a known {kind} name of {brand}"
            self._names.setdefault(name_key(name), _Identity(key, brand, said, learnt=True))
            self._brands[name_key(name)] = brand

    def add(self, name: str, vendor_id: str) -> None:
        """Learn that the register knows this vendor by this name; the first vendor of a name keeps it."""
        if len(name) > LONGEST_NAME:
            return
        parts = take_apart(name)
        identity = self._identify(name, parts)
        self._exact.setdefault(clean(name), vendor_id)
        if identity is None:
            return
        self._ids.setdefault(identity.key, vendor_id)
        for slip in _slips(identity.key):
            self._slips.setdefault(slip, identity.key)
        self._spelt.setdefault(vendor_id, identity.name)
        if identity.learnt or parts.via:
            return
        if self._ids[identity.key] != vendor_id:
            return
        own = _Identity(identity.key, identity.name, f"a spelling of “{identity.name}”")
        self._names.setdefault(name_key(parts.main), own)
        for other in self._brand_names(parts):
            self._names.setdefault(name_key(other), own)
        letters = initials(parts.main)
        if letters and self._initials.setdefault(letters, own) != own:
            self._initials[letters] = None
        for short, generic in (form for name in (parts.main, *self._brand_names(parts)) for form in loose_forms(name)):
            known = self._loose.setdefault(short, replace(own, generic=generic))
            if known is not None and known.key != own.key:
                self._loose[short] = None

    @staticmethod
    def _brand_names(parts: NameParts) -> tuple[str, ...]:
        """The names beside the main one that mean the same vendor: after d/b/a, or in brackets after a company."""
        return parts.other + (parts.inner if has_legal_form(parts.main) and len(parts.inner) == 1 else ())

    def match(self, text: str, *, propose: bool = False) -> VendorMatch:
        """Which vendor a published name means; a name that only looks alike is a proposal, and only when asked."""
        if len(text) > LONGEST_NAME or not name_key(text):
            return VendorMatch(kind="new", canonical=clean(text[:200]), why="No vendor is named.")
        parts = take_apart(text)
        entity = clean(parts.entity) if parts.entity else None
        identity = self._identify(text, parts)
        if identity is None:
            return VendorMatch(kind="two", canonical=TWO, entity=None, why="Two vendors in one cell.")
        exact = self._exact.get(clean(text))
        if exact is not None:
            name = self._spelt.get(exact, identity.name)
            return VendorMatch(
                kind="known", vendor=exact, canonical=name, entity=entity, why="Known by this very name."
            )
        vendor = self._ids.get(identity.key)
        if vendor is not None:
            name = self._spelt.get(vendor, identity.name)
            return VendorMatch(kind="rule", vendor=vendor, canonical=name, entity=entity, why=identity.why)
        near = self._alike(identity) if propose else None
        if near:
            why = f"Looks like “{near}”: only proposed."
            return VendorMatch(kind="proposed", canonical=identity.name, entity=entity, proposal=near, why=why)
        return VendorMatch(kind="new", canonical=identity.name, entity=entity, why=identity.why)

    def _alike(self, identity: _Identity) -> str | None:
        """The vendor whose name is one slip of the pen away: looked up, so that many names stay quick."""
        near = {known for slip in _slips(identity.key) if (known := self._slips.get(slip))}
        score, key = max(((fuzz.ratio(identity.key, known), known) for known in near), default=(0, ""))
        return self._spelt[self._ids[key]] if score >= _ALIKE else None

    def _identify(self, text: str, parts: NameParts) -> _Identity | None:
        """The vendor a name means; None when it names two."""
        if parts.via:
            name = f"{parts.main} (via {parts.via})"
            return _Identity(f"{name_key(parts.main)} via {name_key(parts.via)}", name, f"bought through {parts.via}")
        several = self._several(text)
        if several is not None:
            return None if several == () else several[0]
        main = self._single(parts.main)
        beside = [found for name in (*parts.other, *parts.inner) if (found := self._single(name))]
        if parts.maker and (maker := self._single(parts.maker)) and not main:
            beside.append(maker)
        for other in beside:
            if main is None or (other.key != main.key and main.key in self._owners.get(other.key, ())):
                return other
        if (main and main.learnt) or not self._brand_names(parts):
            return main or self._fresh(parts.main)
        return main or self._fresh(self._brand_names(parts)[0])

    def _several(self, text: str) -> tuple[_Identity, ...] | tuple[()] | None:
        """One vendor of a cell with several names that belong together, () for two vendors, None for one name."""
        held = clean(text)
        outside = held.split("(")[0]
        if self._names.get(name_key(outside)):
            return None
        pieces = [take_apart(piece).main for piece in split_cell(outside)]
        if len(pieces) < 2:
            soft = [take_apart(piece).main for piece in split_softly(outside)]
            soft = [piece for piece in soft if not has_legal_form("x " + piece) or self._names.get(name_key(piece))]
            if len(soft) < 2 or not all(self._single(piece) for piece in soft):
                return None
            pieces = soft
        named = [
            piece for piece in pieces if name_key(piece) and not piece.startswith("[") and "tbd" not in piece.lower()
        ]
        if not named:
            return None
        found = [self._single(piece) or self._fresh(piece) for piece in named]
        first = found[0]
        head = (words(named[0]) or [""])[0]
        related = all(
            other.key == first.key or words(piece)[:1] == [head] or other.key in self._owners.get(first.key, ())
            for other, piece in zip(found, named, strict=True)
        )
        return (first,) if related else ()

    def _single(self, name: str) -> _Identity | None:
        """The known vendor one plain name means, if any: by its key, a shorter form, or its family of products."""
        found = self._names.get(name_key(name))
        if found:
            return found
        found = self._shortened(name)
        if found:
            return _Identity(found.key, found.name, f"“{name}” without its company words is {found.name}", found.learnt)
        known = self._loose.get(name_key(name))
        if known is not None:
            return known
        for short, generic in loose_forms(name):
            known = self._loose.get(short)
            if known is not None and (not generic or not known.generic or generic & known.generic):
                return known
        letters = initials(name)
        known = self._initials.get(letters) if letters else None
        if known is not None:
            return _Identity(known.key, known.name, f"“{letters.upper()}” are the initials", known.learnt)
        held = bare(name)
        for cut in range(len(held) - 1, 2, -1):
            if held[cut] == " " and (brand := self._families.get(held[:cut].rstrip(" ,-"))):
                return _Identity(name_key(brand), brand, f"“{name}” is a product of {brand}", learnt=True)
        return None

    def _shortened(self, name: str) -> _Identity | None:
        """Who is known by the name without its company words, or a brand by it without the country at its end."""
        for short, left_out in loose_forms(name):
            found = self._names.get(short)
            if found and not (left_out and short in self._ordinary):
                return found
        short = without_place(name)
        found = self._names.get(short)
        return found if found and found.learnt and short not in self._ordinary else None

    @staticmethod
    def _fresh(name: str) -> _Identity:
        return _Identity(name_key(name), clean(name), "Not known yet.")


def _slips(key: str) -> tuple[str, ...]:
    """The key, and it without one of its letters: what two spellings share that differ by one letter or a swap.

    A digit is no slip: Studio 3 is not Studio 4.
    """
    places = [place for place in range(min(len(key), _LONGEST_SLIP)) if not key[place].isdigit()]
    return (key, *(key[:place] + key[place + 1 :] for place in places))
