"""The names of places: ISO and CLDR names of countries in many languages, with towns and regions from data."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pycountry
from babel import Locale

from registry.domain.errors import BrokenData
from registry.reference.data_folder import data_folder
from registry.reference.reading.text import Mark, Token, alike, clean, fold, tokens

MAIN = ("en", "nl", "de", "fr", "es", "it", "pt", "sv", "da", "nb", "fi", "pl", "id", "tr", "cs")
"""Languages whose names are read wherever they stand."""
MORE = (
    "pt_PT", "es_MX", "fr_CA", "de_CH", "ca", "hr", "hu", "ro", "sk", "sl", "et", "lt", "lv", "is", "ms", "gl",
    "el", "ru", "uk", "bg", "ja", "zh", "zh_Hant", "ko", "ar", "he", "th", "hi",
)  # fmt: skip
"""Languages whose short names are read only where they stand alone."""
ISO = frozenset(country.alpha_2 for country in pycountry.countries) | {"XK"}
ALPHA_3 = {country.alpha_3: country.alpha_2 for country in pycountry.countries} | {"XKX": "XK", "UAE": "AE"}
STATE_COUNTRIES = ("US", "CA", "DE", "AU", "AT", "IN", "JP", "ES", "FR", "IT", "NL", "BR", "CH")
"""Countries whose ISO 3166-2 subdivisions are read, where no other country has one of that name."""
US_STATES = frozenset(part.code[3:] for part in pycountry.subdivisions if part.country_code == "US") - {"UM", "DC"}
STATE_CODES = {fold(part.name): part.code[3:] for part in pycountry.subdivisions if part.country_code == "US"}
PROVINCES = frozenset(
    part.code for part in pycountry.subdivisions
    if part.country_code in ("AU", "BR", "CH", "DE", "ES", "IN", "IT")
)  # fmt: skip
"""Parts of countries whose two letters are written after a town and are countries' codes, too."""
CANADIAN_PROVINCES = frozenset(part.code[3:] for part in pycountry.subdivisions if part.country_code == "CA")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Name:
    """What a name stands for: a country, city, town, state, cloud, airport, adjective or region, and its code."""

    kind: str
    code: str
    also: tuple[str, ...] = ()
    main: bool = True


class Names:
    """Names by their words, so that the longest one starting at a word is found."""

    def __init__(self) -> None:
        self._roots: dict[str, Any] = {}
        self.namesakes: dict[str, frozenset[str]] = {}
        """Countries of whose name there are towns in the United States, and in which states."""
        self.alone: dict[str, Name] = {}

    def add(self, text: str, name: Name) -> None:
        """Learn a name; the first meaning of equal words stays."""
        keys = _keys(tokens(clean(text)))
        if not keys:
            return
        branch = self._roots
        for key in keys:
            branch = branch.setdefault(key, {})
        branch.setdefault("", name)
        if len(keys) == 1:
            self.alone.setdefault(keys[0], branch[""])

    def longest(self, held: list[Token], start: int) -> tuple[Name, int] | None:
        """The longest name that begins at the word `start`, and the index after it."""
        branch, found = self._roots, None
        for index in range(start, len(held)):
            token = held[index]
            if _silent(token) and index > start:
                continue
            key = _key(token)
            if key not in branch:
                break
            branch = branch[key]
            if "" in branch:
                found = (branch[""], index + 1)
        return found


def _silent(token: Token) -> bool:
    return token.mark is Mark.DASH or token.folded in ("the", "'")


def _key(token: Token) -> str:
    folded = token.folded
    if token.mark is Mark.WORD and len(folded) == 2 and folded[0].isdigit() and folded[1] in "abcdef":
        folded = folded[0]
    return "(" if token.mark is Mark.OPEN else ")" if token.mark is Mark.CLOSE else alike(folded)


def _keys(held: list[Token]) -> list[str]:
    keys = [_key(token) for token in held if not _silent(token)]
    while keys and not keys[-1].isalnum() and keys[-1] != ")":
        keys.pop()
    return keys


def _forms(text: str) -> Iterator[str]:
    """A name as it may be written: turned round at its comma, with brackets for the comma, without the brackets."""
    yield text
    head, comma, tail = text.partition(", ")
    if comma:
        yield f"{head} ({tail})"
        yield f"{tail} {head}"
    plain = _BLANK.sub(" ", re.sub(r"\([^)]*\)|\[[^]]*\]", " ", text)).strip()
    if plain != text and fold(plain) not in ("saint martin", "congo"):
        yield plain
    if text.lower().startswith("saint "):
        yield "St " + text[6:]


def _umlauts(text: str) -> str:
    for letter, written in zip("äöüÄÖÜ", ("ae", "oe", "ue", "Ae", "Oe", "Ue"), strict=True):
        text = text.replace(letter, written)
    return text


def _iso_names() -> Iterator[tuple[str, str]]:
    for country in pycountry.countries:
        for attribute in ("name", "common_name", "official_name"):
            text = getattr(country, attribute, None)
            if text:
                for form in _forms(text):
                    yield form, country.alpha_2


def _cldr_names(languages: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    """Folded name → (name, code); names two countries share across these languages are left out, English wins."""
    meanings: dict[str, tuple[str, str]] = {}
    torn: set[str] = set()
    for language in languages:
        for code, text in Locale.parse(language).territories.items():
            if code not in ISO:
                continue
            for form in dict.fromkeys((*_forms(text), _umlauts(text))):
                known = meanings.setdefault(fold(form), (form, code))
                if known[1] != code and language != "en":
                    torn.add(fold(form))
    english = {fold(text) for text in Locale.parse("en").territories.values()}
    return {key: meaning for key, meaning in meanings.items() if key not in torn or key in english}


def _subdivisions() -> Iterator[tuple[str, str]]:
    owners: dict[str, set[str]] = {}
    for part in pycountry.subdivisions:
        owners.setdefault(fold(part.name), set()).add(part.country_code)
    for part in pycountry.subdivisions:
        only = owners[fold(part.name)] == {part.country_code}
        if only and part.country_code in STATE_COUNTRIES and len(part.name) > 4:
            yield part.name, part.country_code


def load_names(folder: Path | None = None) -> Names:
    """All names of places, the facts of data/places.csv first; raises BrokenData where the file is wrong."""
    names, path = Names(), (folder or data_folder()) / "places.csv"
    names.add("Georgia", Name("town", "GE", ("US",)))
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                kind, also = row["kind"], tuple(row["also"].split())
                if kind == "namesake":
                    names.namesakes[fold(row["name"])] = frozenset(code.removeprefix("US-") for code in also)
                else:
                    names.add(row["name"], Name(kind, row["code"], also))
                    names.add(_umlauts(row["name"]), Name(kind, row["code"], also))
    except (OSError, KeyError, csv.Error, UnicodeDecodeError) as error:
        raise BrokenData("{file} cannot be read: {what}", file=str(path), what=str(error)) from error
    for text, code in _iso_names():
        names.add(text, Name("country", code))
    for languages, main in ((MAIN, True), (MORE, False)):
        for text, code in _cldr_names(languages).values():
            names.add(text, Name("country", code, main=main))
        for language in languages:
            for code, text in Locale.parse(language).territories.items():
                if code.isdigit():
                    names.add(text, Name("region", "Global" if code == "001" else text, main=main))
    for text, code in _subdivisions():
        names.add(text, Name("state", code, main=False))
    return names


@lru_cache(maxsize=1)
def known_names() -> Names:
    """The names of this installation, read once."""
    return load_names()
