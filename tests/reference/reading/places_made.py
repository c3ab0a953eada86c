"""Thousands of published-looking places made from CLDR and ISO names, the same at every run, with what they mean."""

import random
import unicodedata
from collections.abc import Iterator

import pycountry
from babel import Locale

ISO = [country.alpha_2 for country in pycountry.countries]
ALONE = (
    "{a}", "{a} (AWS)", "{a} (EU)", "EU ({a})", "{a} - primary region", "{a} (optional)", "Data centre: {a}", "{a}.",
    "Hosted in {a}", "{a} / EU", "Europe, {a}", "{a} (region TBD)", "{a} only", "Google Cloud, {a}",
)  # fmt: skip
LISTS = {
    "en": ("{a} and {b}", "{a}, {b} and {c}", "{a}; {b}; {c}", "{a} / {b}", "{a} or {b}", "{a} & {b}"),
    "nl": ("{a} en {b}", "{a}, {b} of {c}", "{a} / {b}"),
    "de": ("{a} und {b}", "{a}, {b} oder {c}", "{a}; {b}"),
    "fr": ("{a} et {b}", "{a}, {b} ou {c}", "{a} + {b}"),
    "es": ("{a} y {b}", "{a}, {b} o {c}", "{a} · {b}"),
    "id": ("{a} dan {b}", "{a}, {b} atau {c}", "{a} | {b}"),
    "it": ("{a} e {b}", "{a}, {b} o {c}"),
    "pt": ("{a} e {b}", "{a}, {b} ou {c}"),
    "sv": ("{a} och {b}", "{a}, {b} eller {c}"),
    "pl": ("{a} i {b}", "{a}, {b} lub {c}"),
    "tr": ("{a} ve {b}", "{a}, {b} veya {c}"),
    "fi": ("{a} ja {b}", "{a}, {b} tai {c}"),
}
NOT_THERE = {
    "en": ("{a}, not in {b}", "{a} (no transfer to {b})", "{a}, excluding {b}", "{a} but not {b}", "{a} (except {b})"),
    "nl": ("{a}, niet in {b}", "{a} (geen doorgifte naar {b})", "{a}, maar niet {b}", "{a} (behalve {b})"),
    "de": ("{a}, nicht in {b}", "{a} (kein Transfer in {b})", "{a}, aber nicht {b}", "{a} (ohne {b})"),
    "fr": ("{a}, pas en {b}", "{a} (hors {b})", "{a}, mais pas {b}", "{a} (sauf {b})"),
    "es": ("{a}, no en {b}", "{a} (excepto {b})", "{a}, pero no {b}", "{a} (fuera de {b}: no)"),
    "id": ("{a}, tidak di {b}", "{a} (kecuali {b})", "{a}, bukan {b}", "{a} (di luar {b}: tidak)"),
}
NOWHERE = {
    "en": ("not in {b}", "outside {b}", "no transfer to {b}", "excluding {b}", "never in {b}"),
    "nl": ("niet in {b}", "buiten {b}", "geen doorgifte naar {b}"),
    "de": ("nicht in {b}", "außerhalb von {b}", "kein Transfer nach {b}"),
    "fr": ("pas en {b}", "hors {b}", "aucun transfert vers {b}"),
    "es": ("no en {b}", "fuera de {b}", "sin transferencia a {b}"),
    "id": ("tidak di {b}", "di luar {b}", "bukan {b}"),
}


def plain(text: str) -> str:
    """The text without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def names(language: str) -> dict[str, str]:
    """The name of every country in a language."""
    territories = Locale.parse(language).territories
    return {code: territories[code] for code in ISO if code in territories}


def made_places(seed: int = 2) -> Iterator[tuple[str, frozenset[str]]]:
    """Texts with the countries they name; none where nothing is named."""
    dice = random.Random(seed)  # noqa: S311 - the same texts at every run, not a secret
    yield from _official(dice)
    for language, lists in LISTS.items():
        named = names(language)
        for code, name in named.items():
            form = dice.choice(ALONE)
            written = dice.choice((name, name, name, plain(name), name.upper(), name.lower()))
            yield form.format(a=written), frozenset({code})
        for _ in range(120):
            codes = dice.sample(sorted(named), 3)
            form = dice.choice(lists)
            used = codes[: 2 + ("{c}" in form)]
            yield form.format(**{k: named[c] for k, c in zip("abc", codes, strict=True)}), frozenset(used)
        for form in NOT_THERE.get(language, ()):
            for _ in range(25):
                here, there = dice.sample(sorted(named), 2)
                yield form.format(a=named[here], b=named[there]), frozenset({here})
        for form in NOWHERE.get(language, ()):
            for _ in range(20):
                yield form.format(b=named[dice.choice(sorted(named))]), frozenset()


def _official(dice: random.Random) -> Iterator[tuple[str, frozenset[str]]]:
    for country in pycountry.countries:
        meant = frozenset({country.alpha_2})
        yield country.name, meant
        yield country.alpha_3, meant
        yield f"{country.name} ({dice.choice(('AWS', 'EEA', 'primary'))})", meant
        if hasattr(country, "official_name"):
            yield country.official_name, meant
            yield f"Hosted in {country.official_name}", meant
