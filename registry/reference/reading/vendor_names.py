"""Take a published vendor name apart: legal form, brackets, other names, two vendors in one cell."""

import re
from dataclasses import dataclass
from functools import lru_cache

from registry.reference.reading.text import clean, fold

_LEGAL = re.compile(
    r"[\s,]+(?:\(?(?:inc(?:orporated)?|l\.?l\.?c|l\.?l\.?p|ltd|limited|corp(?:oration)?|co|company|plc|"
    r"(?:gmbh|ag|se|ug)(?: ?& ?co\.? ?kg(?:aa)?)?|kgaa|kg|sa/nv|nv/sa"
    r"|e\.?v|b\.?v|n\.?v|v\.?o\.?f|s\.?a\.? ?r\.?l|s\.?a\.?s(?:u)?|s\.?a|s\.?p\.?a|s\.?r\.?l|s\.?l(?:\.?u)?|"
    r"s\.?r\.?o|a\.?s|ab|a/s|aps|oy|oyj|o[uü]"
    r"|sp\.? ?z ?o\.? ?o|zrt|kft|pty|pte|pvt|private|proprietary|unlimited|ulc|pbc|pllc|lp|l\.p|k\.?k|"
    r"kabushiki[- ]kaisha|ltda|lda|eood|ood|d\.?o\.?o"
    r"|publ|s\.?c\.?a|sgps|a\.?d|bhd|sdn|tbk|jsc|ooo|eireli|spa|smc-pvt|nv|bv|sa|as|asa|anonim sirketi|"
    r"a\.?s\.?)\)?)[.,]*$"
)  # fmt: skip
_PLACES = re.compile(
    r"\s+\(?(?:emea|europe|international|global|us|usa|uk|eu|america|americas|north america|apac|asia|"
    r"asia pacific|ireland|germany|france|netherlands"
    r"|australia|canada|india|japan|singapore|sweden|spain|italy|israel|korea|brazil|brasil|switzerland|"
    r"austria|belgium|poland|deutschland|nederland"
    r"|hong kong|denmark|norway|finland|luxembourg|mexico|argentina|new zealand|czech|pakistan|thailand|"
    r"nordics|benelux|united states|united kingdom)\)?$"
)  # fmt: skip
_COUNTRY = re.compile(
    r"\s+(?:emea|europe|eu|apac|americas|france|deutschland|germany|nederland|netherlands|belgium|belgie|espana|spain|"
    r"italia|italy|portugal|polska|poland|sverige|sweden|danmark|denmark|norge|norway|suomi|finland|schweiz|switzerland|"
    r"osterreich|austria|ireland|uk|united kingdom|usa|us|canada|mexico|brasil|brazil|colombia|argentina|chile|india|"
    r"japan|korea|singapore|indonesia|malaysia|philippines|vietnam|thailand|taiwan|hong kong|australia|new zealand|"
    r"turkiye|turkey|israel|uae|south africa|romania|bulgaria|hungary|croatia|czech republic|czechia|slovakia|greece|"
    r"estonia|latvia|lithuania|luxembourg|ukraine|serbia)$"
)
"""Countries and regions after the name of a brand that everybody knows: its company there."""
_BRANCH = re.compile(
    r"[\s,(–—-]+(?:zweig)?niederlassung\b.*|[\s,(–—-]+succursale\b.*|[\s,(–—-]+sucursal\b.*|"
    r"[\s,(–—-]+(?:\w+ )?branch(?: office)?\)?$|[\s,(–—-]+filial\b.*",
    re.IGNORECASE,
)
_SPACED_DASH = re.compile(r"\s+[-–—]\s+")
_GENERIC = re.compile(
    r"\s+(?:technolog(?:y|ies|ie)|labs?|software|systems?|holdings?|group|groupe|operations|payments|networks?|"
    r"solutions|data products|affiliates|online|enterprises"
    r"|corporation|communications|industries|services|platform)$"
)
_FILLERS = re.compile(
    r"^(?:optional|or equivalent|if |when |tbd|tbc|end-user|via api|for |only |as |see |default|planned|future|"
    r"beta|eu|us|uk|eea|.*\boptional\b|.*\bequivalent\b"
    r"|.*\bwhen\b|.*\btbd\b|group|self-hosted|hosted|sub-?processor|affiliates?|.*\bregion\b|.*\bonly\b)"
)
_OTHER_NAME = re.compile(
    r"[\s,(]+(?:d/b/a|d\.b\.a\.?|dba|doing business as|a/k/a|a\.k\.a\.?|aka|also known as|t/a|trading as|"
    r"formerly(?: known as)?|f/k/a|fka|previously|ehemals|"
    r"formerly|anciennement|voorheen|now|operating as|known as)\s+",
    re.IGNORECASE,
)  # fmt: skip
_FORMER = re.compile(r"formerly|f/k/a|fka|previously|ehemals|anciennement|voorheen", re.IGNORECASE)
_BY = re.compile(r"\s+(?:by|from|von)\s+", re.IGNORECASE)
_VIA = re.compile(r"[\s(\[]+(?:via|through|über|durch)\s+(?P<by>[^)\]]+)[)\]]?\s*$", re.IGNORECASE)
_TOP = re.compile(r"\.(?:com|io|ai|co|net|org|dev|app|so|eu|de|nl|us|cloud|tech|sh|me|tv|cc|inc|xyz|fm|to)$")
_BRACKETS = re.compile(r"\s*[(\[（]([^()\[\]]*)[)\]）]")
_LOOSE = re.compile(r"[^\w]+")
_SPLIT = re.compile(r"\s+/\s*|\s*/\s+|\s+\+\s+|\s*;\s+|\s+\|\s+")
_SOFT_SPLIT = re.compile(r"\s*[/&,+]\s*|\s+(?:and|und|en|et|or|y|oder)\s+")
_SAME_FORMS = {"incorporated": "inc", "limited": "ltd", "corporation": "corp", "company": "co"}
_QUOTES = str.maketrans("", "", '“”„"«»®™©†*')


@dataclass(frozen=True, slots=True, kw_only=True)
class NameParts:
    """A name taken apart: its main words, what stands in brackets or after d/b/a, its maker, its legal entity."""

    main: str
    inner: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    maker: str | None = None
    via: str | None = None
    entity: str | None = None


def split_cell(text: str) -> list[str]:
    """The pieces of a cell at marks that part vendors."""
    return [piece for piece in _SPLIT.split(text) if piece.strip()]


def split_softly(text: str) -> list[str]:
    """The pieces of a cell at marks that part vendors or belong to one name."""
    return [piece for piece in _SOFT_SPLIT.split(text) if piece.strip()]


def take_apart(text: str) -> NameParts:
    """The parts of one published name."""
    held = clean(text).translate(_QUOTES).strip()
    held = _dashed(_BRANCH.sub("", held) or held)
    via = _VIA.search(held)
    if via and held[: via.start()].strip():
        return NameParts(main=held[: via.start()].strip(), via=via["by"].strip())
    inner = tuple(part.strip() for part in _BRACKETS.findall(held) if part.strip())
    main = _BRACKETS.sub(" ", held).strip() or held.strip("()[] ")
    pieces = _OTHER_NAME.split(main)
    other = [piece.strip() for piece in pieces[1:] if piece.strip()]
    main = pieces[0].strip() or main
    kept, maker = [], None
    for part in inner:
        if _LEGAL.fullmatch(" " + fold(part)):
            main = f"{main} {part}"
            continue
        named = _OTHER_NAME.search(" " + part)
        by = re.match(r"(?:by|from|part of|owned by|a)\s+(.*)", part, re.IGNORECASE)
        if named and not named.start():
            other.append((" " + part)[named.end() :])
        elif by:
            maker = re.sub(r"\s+(?:company|product|brand)$", "", by[1])
        elif not _FILLERS.match(fold(part)):
            kept.append(part)
    made = _BY.split(main, maxsplit=1)
    if len(made) == 2 and all(made):
        main, maker = made
    entity = next((name for name in (main, *other, *kept, maker or "") if has_legal_form(name)), None)
    return NameParts(main=main, inner=tuple(kept), other=tuple(other), maker=maker, entity=entity)


def _dashed(name: str) -> str:
    """A brand and its company with a dash between, as if one stood in brackets after the other."""
    pieces = _SPACED_DASH.split(name)
    if len(pieces) == 2 and "(" not in name and has_legal_form(pieces[0]) != has_legal_form(pieces[1]):
        return f"{pieces[0]} ({pieces[1]})"
    return name


@lru_cache(maxsize=50_000)
def has_legal_form(name: str) -> bool:
    """Whether the name ends in a company's legal form."""
    return bool(_LEGAL.search(" " + fold(name).strip()))


@lru_cache(maxsize=50_000)
def bare(name: str) -> str:
    """The folded name without its legal forms."""
    held = fold(clean(name)).strip(" .,;:-")
    while True:
        shorter = _LEGAL.sub("", held).strip(" .,;:-")
        if shorter == held or not shorter:
            break
        held = shorter
    return held[4:] if held.startswith("the ") and len(held) > 7 else held


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """What two spellings of one name share: no case, accents, legal form, blanks or marks."""
    held = bare(name)
    key = _LOOSE.sub("", held.replace("&", "and").replace("+", "plus")).replace("_", "")
    return key or _LOOSE.sub("", fold(name)) or fold(name).strip()


def entity_key(name: str) -> str:
    """What two spellings of one legal entity share: no case, accents, blanks or marks; its legal form stays."""
    words = _LOOSE.split(fold(clean(name)).replace(".", ""))
    return "".join(_SAME_FORMS.get(word, word) for word in words)


@lru_cache(maxsize=50_000)
def loose_forms(name: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Keys of the name's shorter forms, without web ending, country, and words such as Systems; and those words."""
    held, forms, left_out = bare(name), dict[str, frozenset[str]](), set[str]()
    legal = has_legal_form(name)
    for pattern, when in (
        (_TOP, True),
        (_PLACES, legal),
        (_TOP, True),
        (_GENERIC, True),
        (_GENERIC, legal),
        (_PLACES, legal),
    ):
        if not when:
            continue
        shorter = pattern.sub("", held).strip(" .,;:-")
        if shorter and shorter != held:
            left_out |= {held[len(shorter) :].strip(" .,;:-")} if pattern is _GENERIC else set()
            held = shorter
            forms.setdefault(_LOOSE.sub("", held), frozenset(left_out))
    return tuple((key, words) for key, words in forms.items() if len(key) >= 3)


@lru_cache(maxsize=50_000)
def without_place(name: str) -> str:
    """The key of the name without the country at its end; empty when it ends in none."""
    held = bare(name)
    shorter = _COUNTRY.sub("", held)
    return name_key(shorter) if shorter != held else ""


@lru_cache(maxsize=50_000)
def initials(name: str) -> str:
    """The initials a name of three or more words has, or is itself: three to five capitals alone."""
    plain = clean(name)
    if 3 <= len(plain) <= 5 and plain.isalpha() and plain.isupper() and plain.isascii():
        return plain.lower()
    held = re.findall(r"[a-z0-9]+", bare(name))
    return "".join(word[0] for word in held) if 3 <= len(held) <= 5 else ""
