"""Fold published text for comparison and cut it into words, separators and brackets."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

LONGEST = 4_000
"""Characters of one cell that are read; a longer text is no place, mechanism or name."""


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


_LETTERS = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "’": "'", "‘": "'", "ʻ": "'",
    "`": "'", "´": "'",
})  # fmt: skip
_FOOTNOTES = re.compile("[¹²³⁰⁴-⁹]+")
_TOKEN = re.compile(
    r"[^\W\d_](?:\.[^\W\d_])+\.?(?!\w)"  # U.S.A.
    r"|[^\W_]+(?:[·ʼ][^\W_]+)*|\n|\s[-–—]+\s|[^\w\s]|_"
)
_SHORTENED = word_set("st ste rep dem mt fed sts isl is no ltd inc ee uu isls nat dept excl exkl incl inkl ausgen")
_AND = word_set("& and und et y e en og och ve dan ja i a")


class Mark(StrEnum):
    """What a token is."""

    WORD = "word"
    SEPARATOR = "separator"
    OPEN = "open"
    CLOSE = "close"
    DASH = "dash"
    STOP = "stop"
    OTHER = "other"


_MARKS = {
    **dict.fromkeys(",;/+|·•、，；／＋", Mark.SEPARATOR), "&": Mark.SEPARATOR, "\n": Mark.SEPARATOR,
    **dict.fromkeys("([{（【", Mark.OPEN), **dict.fromkeys(")]}）】", Mark.CLOSE),
    **dict.fromkeys("-–—‑", Mark.DASH), ".": Mark.STOP, ":": Mark.STOP, "!": Mark.STOP, "?": Mark.STOP, "。": Mark.STOP,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a text: what it is, its folded and its printed form, its place, and how deep in brackets."""

    mark: Mark
    folded: str
    raw: str
    start: int
    end: int
    depth: int


def clean(text: str) -> str:
    """The text in NFKC without control and format characters, cut to what is read; blanks made plain."""
    if text.isascii() and text.isprintable():
        return text[:LONGEST].strip()
    held = unicodedata.normalize("NFKC", _FOOTNOTES.sub(" ", text[:LONGEST]))
    return "".join(
        " " if c in "\t\v\f\r\x85" else c for c in held if c in "\n\t\r\v\f\x85" or unicodedata.category(c)[0] != "C"
    ).strip()


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """The text without case and accents, one spelling of letters that look alike; never shortened further."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(_LETTERS)


def alike(folded: str) -> str:
    """The word by which equal words are compared: all kinds of “and” alike, “St” like “Saint”."""
    if folded in _AND:
        return "and"
    return "saint" if folded == "st" else folded


def tokens(text: str) -> list[Token]:
    """The pieces of a cleaned text, in order."""
    found: list[Token] = []
    depth = 0
    for match in _TOKEN.finditer(text):
        raw = match.group()
        mark = _MARKS.get(raw) or (Mark.WORD if raw[0].isalnum() else Mark.OTHER)
        if raw[0].isspace() and raw.strip():
            mark = Mark.DASH
        if mark is Mark.STOP and raw == "." and found and found[-1].folded in _SHORTENED:
            continue
        depth += mark is Mark.OPEN
        folded = fold(raw.replace(".", "")) if mark is Mark.WORD else raw
        found.append(Token(mark, folded, raw, match.start(), match.end(), depth))
        depth -= mark is Mark.CLOSE and depth > 0
    return found


def words(text: str) -> list[str]:
    """The folded words of a text, punctuation left out."""
    return [token.folded for token in tokens(clean(text)) if token.mark is Mark.WORD]
