"""Read a published place of processing as ISO countries and regions; what is not clear stays without a country."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from registry.reference.reading.exclusions import excluded
from registry.reference.reading.hits import Hit, find_hits, judge
from registry.reference.reading.names import known_names
from registry.reference.reading.text import LONGEST, Mark, Token, clean, tokens

UNCLEAR = "?"
_HEDGED = re.compile(
    r"\b(?:operator_required|unverified|unconfirmed|not (?:\w+ ){0,2}(?:verified|confirmed)|presumably|assumed|"
    r"vermutlich|nicht (?:verifiziert|bestätigt)|niet bevestigd|non vérifié)\b", re.IGNORECASE,
)  # fmt: skip
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_LONGEST_TOWN = 3
"""Words of a town's name that is not known, and explained by its state."""
_EXPLAINING = frozenset(("", "·", "-", "–", "—", ":", "•"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceReading:
    """One place: its country, or its region where no country is said, as published, and when it applies."""

    country: str | None = None
    region: str | None = None
    text: str = ""
    condition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationReading:
    """What a published place says: places in order, their countries, what was not understood, and why."""

    places: tuple[PlaceReading, ...] = ()
    codes: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()
    why: str = ""

    @property
    def token(self) -> str:
        """The countries as codes with blanks between, `?` alone where none is clear."""
        return " ".join(self.codes) or UNCLEAR


@lru_cache(maxsize=20_000)
def _read(text: str) -> LocationReading:
    held = tokens(text)
    if not any(token.mark is Mark.WORD for token in held):
        return LocationReading(unresolved=(text,) if text else (), why="No place is named.")
    if _HEDGED.search(text):
        return LocationReading(unresolved=(text,), why="The place is said not to be confirmed.")
    names = known_names()
    hits = judge(names, held, find_hits(names, held))
    out = excluded(held, [(hit.start, hit.stop) for hit in hits])
    kept = [hit for number, hit in enumerate(hits) if number not in out]
    left = [hit for number, hit in enumerate(hits) if number in out]
    places = _places(text, held, kept)
    unresolved = _unresolved(text, held, hits, kept)
    codes = tuple(dict.fromkeys(place.country for place in places if place.country))
    return LocationReading(
        places=places, codes=codes, unresolved=unresolved, why=_why(text, held, kept, left, unresolved)
    )


def read_location(text: str) -> LocationReading:
    """The places a cell names, in order; never guesses: a region, a hedge or an unknown word names no country."""
    if len(text) > LONGEST:
        return LocationReading(unresolved=(clean(text[:100]) + "…",), why="The text is too long to be a place.")
    return _read(clean(_FLAG.sub(_flag_letters, text)))


def _flag_letters(flag: re.Match[str]) -> str:
    """The two letters a flag is made of, as a piece of their own."""
    return f" · {''.join(chr(ord(letter) - 0x1F1E6 + ord('A')) for letter in flag.group())} · "


def _places(text: str, held: Sequence[Token], hits: list[Hit]) -> tuple[PlaceReading, ...]:
    places: list[PlaceReading] = []
    number, seen = 0, set[tuple[str | None, str | None]]()
    while number < len(hits):
        hit = hits[number]
        last = number
        while last + 1 < len(hits) and hits[last + 1].code == hit.code and _joined(held, hits[last], hits[last + 1]):
            last += 1
        region = hit.name.code if hit.kind == "region" else None
        key = (hit.code, region)
        if key not in seen and (hit.code or (region and not _explained(held, hits, number))):
            seen.add(key)
            start, end = held[hit.start].start, held[hits[last].stop - 1].end
            condition = _condition(text, held, hits, last)
            places.append(PlaceReading(country=hit.code, region=region, text=text[start:end], condition=condition))
        number = last + 1
    return tuple(places)


def _between(held: Sequence[Token], left: Hit, right: Hit) -> str | None:
    tokens_between = held[left.stop : right.start]
    if any(token.mark is Mark.WORD and token.folded not in ("the", "region", "aws") for token in tokens_between):
        return None
    return "".join(token.raw.strip() for token in tokens_between if token.mark is not Mark.WORD)


def _joined(held: Sequence[Token], left: Hit, right: Hit) -> bool:
    return _between(held, left, right) in ("", ",", "(", "-")


def _explained(held: Sequence[Token], hits: list[Hit], number: int) -> bool:
    """Whether a region only explains a country: in brackets beside one, or the word before one it holds."""
    hit = hits[number]
    if hit.depth and any(other.code for other in hits):
        return True
    if hit.name.code == "Global":
        return False
    after = next((other for other in hits[number + 1 :] if other.kind != "region"), None)
    if not after or not after.code:
        return False
    if after.depth > hit.depth:
        return not any(token.raw in ",;/&+" or token.mark is Mark.CLOSE for token in held[hit.stop : after.start])
    return _between(held, hit, after) in _EXPLAINING


def _condition(text: str, held: Sequence[Token], hits: list[Hit], last: int) -> str | None:
    """The words in the brackets right after a place, when they name no other place."""
    start = hits[last].stop
    if start >= len(held) or held[start].mark is not Mark.OPEN:
        return None
    stop = next((i for i in range(start + 1, len(held)) if held[i].mark is Mark.CLOSE), len(held))
    if any(start < other.start < stop for other in hits if other.code):
        return None
    inside = text[held[start].end : held[stop - 1].end].strip()
    regions = {(other.start, other.stop) for other in hits if start < other.start < stop}
    told = sum(b - a for a, b in regions)
    words = sum(token.mark is Mark.WORD for token in held[start:stop])
    return inside if inside and words > told else None


def _unresolved(text: str, held: Sequence[Token], hits: list[Hit], kept: list[Hit]) -> tuple[str, ...]:
    """Names in doubt, and the pieces outside brackets in which nothing was understood."""
    doubts = [
        text[held[hit.start].start : held[hit.stop - 1].end] for hit in kept if not hit.code and hit.kind != "region"
    ]
    pieces: list[str] = []
    states = {hit.start for hit in kept if hit.kind == "state" and hit.code}
    begin = 0
    for index in range(len(held) + 1):
        if index < len(held) and not (held[index].mark is Mark.SEPARATOR and held[index].depth == 0):
            continue
        part = [token for token in held[begin:index] if token.depth == 0 and token.mark is Mark.WORD]
        in_state = index + 1 in states and held[index].raw == "," and len(part) <= _LONGEST_TOWN
        if part and not in_state and not any(hit.start < index and begin < hit.stop for hit in hits):
            pieces.append(text[held[begin].start : held[index - 1].end])
        begin = index + 1
    return tuple(dict.fromkeys((*doubts, *pieces)))


def _why(text: str, held: Sequence[Token], kept: list[Hit], left: list[Hit], unresolved: tuple[str, ...]) -> str:
    def said(hit: Hit) -> str:
        return text[held[hit.start].start : held[hit.stop - 1].end].replace("\n", " ")

    parts = [f"“{said(hit)}” is {hit.code} ({hit.kind})" for hit in kept if hit.code]
    parts += [f"“{said(hit)}” is a region" for hit in kept if hit.kind == "region"]
    parts += [f"“{said(hit)}” is not where data go" for hit in left]
    parts += [f"“{' '.join(piece.split())}” is not understood" for piece in unresolved]
    return "; ".join(parts) or "No place is named."
