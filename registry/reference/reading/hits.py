"""Find the names of places and the country codes that a text holds, and judge which of them can be believed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from registry.reference.reading.names import (
    ALPHA_3,
    CANADIAN_PROVINCES,
    ISO,
    PROVINCES,
    STATE_CODES,
    US_STATES,
    Name,
    Names,
)
from registry.reference.reading.text import Mark, Token, fold, word_set

_LINKS = word_set("""and or und oder et ou en of y o e og och eller ja tai i lub oraz ve veya dan atau a nebo & / - the
    in de la le les von to bzw respectively from vanuit aus depuis desde dari""")
_NEVER_ALONE = (US_STATES & ISO - {"DE"}) | {"NO", "SA", "AS", "AM", "NA", "TO", "SO", "DO"}
_FIRST_NAMES = word_set("chad jordan turkey island man jersey mali georgia")
_LIMITS = word_set("only based region hosted hosting nur alleen")
_NEW = word_set("new neu nueva nuevo nouvelle nouveau nieuw nuova nuovo nova novo ny nya uusi nowa nove")
_PROVIDERS = word_set("aws amazon gcp google azure microsoft gcloud region zone prod production az")
_OTHER_CLOUDS = word_set("alibaba aliyun huawei tencent")
"""Makers of clouds whose regions have the names of the regions of AWS, elsewhere."""
_HOSTING = (
    "data", "dat", "rechen", "server", "host", "region", "cloud", "center", "centre", "locat", "facilit", "zone",
    "infra", "provider", "stand", "site", "az", "onl",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place found at tokens [start, stop): its kind, its country (None for regions or in doubt) and its words."""

    kind: str
    code: str | None
    start: int
    stop: int
    depth: int
    folded: str
    name: Name
    doubtful: bool = False


def find_hits(names: Names, held: Sequence[Token]) -> list[Hit]:
    """Names and codes in reading order; nothing is judged against its neighbours yet."""
    hits: list[Hit] = []
    listed, index = list(held), 0
    small = not any(c.isupper() for token in held for c in token.raw)
    while index < len(listed):
        token = listed[index]
        if token.mark is not Mark.WORD:
            index += 1
            continue
        found = names.longest(listed, index)
        if found and found[0].kind == "airport" and token.raw in ALPHA_3:
            found = None
        hit = found and _named(listed, index, found[1], found[0], small=small)
        hit = hit or _coded(listed, index, small=small)
        if hit:
            hits.append(hit)
        index = hit.stop if hit else index + 1
    return hits


def alone(held: Sequence[Token], start: int, stop: int) -> bool:
    """Whether the tokens stand between separators, brackets, linking words or the ends of the text."""
    return _edge(held, start - 1, -1) and _edge(held, stop, 1)


def _edge(held: Sequence[Token], index: int, step: int) -> bool:
    if not 0 <= index < len(held):
        return True
    token = held[index]
    return (token.mark is not Mark.WORD and token.mark is not Mark.OTHER) or (
        token.folded in _LINKS and (token.raw.islower() or step < 0)
    )


def _named(held: Sequence[Token], start: int, stop: int, name: Name, *, small: bool) -> Hit | None:
    span = held[start:stop]
    folded = " ".join(token.folded for token in span if token.mark is Mark.WORD)
    raw = span[0].raw
    single = " " not in folded
    if single and not _stands(held, start, stop, name, folded, small=small):
        return None
    if start and held[start - 1].folded in _NEW and held[start - 1].raw[0].isupper() and name.kind != "cloud":
        return None
    if name.kind == "adjective":
        after = [token.folded for token in held[stop : stop + 3]]
        if not any(word.startswith(_HOSTING) for word in after) and not alone(held, start, stop):
            return None
    if name.kind == "airport" and not (raw.isupper() and alone(held, start, stop)):
        return None
    if name.kind == "cloud" and _elsewhere(held, start):
        return None
    code = None if name.kind in ("region", "town") else name.code
    return Hit(kind=name.kind, code=code, start=start, stop=stop, depth=held[start].depth, folded=folded, name=name)


def _elsewhere(held: Sequence[Token], start: int) -> bool:
    """Whether the name of a region is the end of a longer one, or may be another maker's."""
    glued = start > 1 and held[start - 1].raw == "-" and held[start - 2].folded not in _PROVIDERS
    return glued or any(token.folded in _OTHER_CLOUDS for token in held)


def _crowded(held: Sequence[Token], start: int, stop: int) -> bool:
    """Whether another capitalised word stands right beside, as in the name of a person or a street."""
    beside = [held[index] for index in (start - 1, stop) if 0 <= index < len(held)]
    return any(token.mark is Mark.WORD and token.raw.istitle() and token.folded not in _LINKS for token in beside)


def _stands(held: Sequence[Token], start: int, stop: int, name: Name, folded: str, *, small: bool) -> bool:
    raw = held[start].raw
    if name.kind in ("cloud", "adjective", "airport"):
        return True
    if folded in _FIRST_NAMES and _crowded(held, start, stop):
        return False
    if len(folded) <= 3 and folded.isascii():
        if folded in ("us", "vs", "ab", "eta", "see", "ees", "eu") and not (raw.isupper() or "." in raw):
            return folded in ("us", "eu") and alone(held, start, stop)
        if folded in ("usa", "uk", "uae", "eu", "us"):
            return True
        capital = raw.isupper() or "." in raw
        return (
            alone(held, start, stop) and (raw[0].isupper() or small)
            if name.kind == "country" and not capital
            else (
                capital
                and (alone(held, start, stop) or folded in ("vs", "abd", "eua", "vae", "eea", "ewr", "eer", "ue"))
            )
        )
    if name.main and name.kind != "town":
        return raw[0].isupper() or not raw[0].islower() or small or alone(held, start, stop) or len(folded) > 6
    return ((raw[0].isupper() or not raw[0].islower()) and (len(folded) > 5 or alone(held, start, stop))) or (
        alone(held, start, stop) and small and len(folded) > 3
    )


def _coded(held: Sequence[Token], index: int, *, small: bool) -> Hit | None:
    token = held[index]
    raw = token.raw.replace(".", "")
    if small or not raw.isupper() or not raw.isascii():
        return None
    limited = index + 1 < len(held) and held[index + 1].folded in _LIMITS and _edge(held, index - 1, -1)
    postal = raw in US_STATES and _postal(held, index)
    if not (limited or postal or _edge(held, index + 1, 1)) or ("." in token.raw and token.raw[-1] != "."):
        return None
    if len(raw) == 3 and raw in ALPHA_3 and alone(held, index, index + 1):
        name = Name("country", ALPHA_3[raw])
        return Hit(kind="code3", code=name.code, start=index, stop=index + 1, depth=token.depth, folded=raw, name=name)
    if len(raw) != 2 or not (raw in ISO or raw in US_STATES or raw in CANADIAN_PROVINCES):
        return None
    return Hit(
        kind="code", code=raw if raw in ISO else None, start=index, stop=index + 1, depth=token.depth, folded=raw,
        name=Name("code", raw), doubtful=not (limited or postal or alone(held, index, index + 1)),
    )  # fmt: skip


def _postal(held: Sequence[Token], index: int) -> bool:
    """Whether a postal code of the United States ends an address after the state at `index`."""
    digits = held[index + 1].raw if 0 < index < len(held) - 1 else ""
    return len(digits) == 5 and digits.isdecimal() and _edge(held, index + 2, 1)


def judge(names: Names, held: Sequence[Token], hits: list[Hit]) -> list[Hit]:
    """The hits with what their neighbours say: towns and their states settled, doubts left without a country."""
    judged = list(hits)
    for number in range(len(judged)):
        if judged[number].kind == "code" and not _settle_code(names, held, judged, number):
            _judge_code(held, judged, number)
    for number in range(len(judged)):
        hit = judged[number]
        if hit.kind == "code3" and any(h.kind == "airport" for h in judged):
            airport = names.alone.get(fold(hit.folded))
            judged[number] = replace(hit, code=airport.code if airport and airport.kind == "airport" else hit.code)
        if hit.kind in ("city", "town") or hit.folded in names.namesakes:
            _judge_town(names, held, judged, number)
    for number in range(len(judged)):
        if judged[number].kind == "state":
            _judge_state(held, judged, number)
        if judged[number].folded == "georgia" and judged[number].code is None:
            _judge_georgia(held, judged, number)
    return judged


def _gap(held: Sequence[Token], left: Hit, right: Hit) -> str | None:
    """What stands between two hits when it is only blanks or one mark; None where there are words."""
    between = held[left.stop : right.start]
    if any(token.mark is Mark.WORD and token.folded not in ("the", "state") for token in between):
        return None
    return "".join(token.raw.strip() for token in between)


def _settle_code(names: Names, held: Sequence[Token], hits: list[Hit], number: int) -> bool:
    """Settle a code right after a town whose country has a part of that code, or that is named as a country is.

    After a comma it may still be the next country of a list, and stays in doubt.
    """
    hit = hits[number]
    before = hits[number - 1] if number else None
    gap = _gap(held, before, hit) if before else None
    if before is None or gap not in (",", "", "(", "-", "–"):
        return False
    if hit.folded in names.namesakes.get(before.folded, ()) and before.kind == "country" and gap in (",", ""):
        sure = hit.folded != "IN" or _postal(held, hit.start)
        hits[number] = replace(hit, kind="state", code="US" if sure else None, doubtful=False)
        hits[number - 1] = before if sure else replace(before, code=None)
        return True
    american = hit.folded in US_STATES and gap in (",", "") and before.code not in ("AU", "IN")
    if before.kind in ("city", "state") and f"{before.code}-{hit.folded}" in PROVINCES and not american:
        hits[number] = replace(hit, kind="state", code=None if gap == "," and hit.code else before.code, doubtful=False)
        return True
    return False


def _judge_code(held: Sequence[Token], hits: list[Hit], number: int) -> None:
    hit = hits[number]
    before = hits[number - 1] if number else None
    gap = _gap(held, before, hit) if before else None
    after = hits[number + 1] if number + 1 < len(hits) else None
    towns = ("city", "town", "state")
    between = before and after and before.kind in towns and after.kind == "country" and after.code != "US"
    if between and before and after and after.code in (before.name.code, *before.name.also) and hit.code != after.code:
        hits[number] = replace(hit, kind="state", code=after.code, doubtful=False)
        return
    if before and gap in (",", "", "(", "-") and before.kind in towns:
        possible = {before.name.code, *(code.rstrip("*") for code in before.name.also)}
        if hit.code in possible and not (hit.folded in US_STATES and before.name.code == "US"):
            hits[number] = replace(hit, doubtful=False, kind="country")
            return
        if hit.folded in US_STATES and (before.name.code == "US" or hit.code is None or "US" in possible):
            hits[number] = replace(hit, kind="state", code="US", doubtful=False, name=Name("state", "US"))
            return
        if hit.folded in CANADIAN_PROVINCES and (hit.code is None or before.name.code == "CA"):
            hits[number] = replace(hit, kind="state", code="CA", doubtful=False, name=Name("state", "CA"))
            return
        if hit.folded in US_STATES and gap in (",", ""):
            hits[number] = replace(hit, code=None)
            hits[number - 1] = replace(before, code=None) if hit.folded != "DE" else before
            return
    if hit.code is None and after and after.code in ("US", "CA") and _gap(held, hit, after) in (",", "", "("):
        hits[number] = replace(hit, kind="state", code=after.code, doubtful=False)
        return
    if hit.code is None and hit.folded in US_STATES and _edge(held, hit.start - 1, -1) and hit.start:
        hits[number] = replace(hit, kind="state", code="US", doubtful=False)
        return
    if hit.doubtful or not _listed_code(hits, hit):
        hits[number] = replace(hit, code=None)


def _listed_code(hits: Sequence[Hit], hit: Hit) -> bool:
    """Whether a code stands for a country: it can be nothing else, or other codes beside it are countries' codes."""
    if hit.folded == "NA":
        return False
    if hit.folded not in _NEVER_ALONE:
        return True
    if any(other.folded == "NA" for other in hits):
        return False
    sure = [
        other for other in hits
        if (other is not hit and other.kind == "code" and other.code and other.folded not in _NEVER_ALONE)
        or other.folded == "uk"
    ]  # fmt: skip
    return bool(sure)


def _judge_town(names: Names, held: Sequence[Token], hits: list[Hit], number: int) -> None:
    hit = hits[number]
    states = names.namesakes.get(hit.folded)
    possible = ("US",) if states is not None and hit.kind == "country" else hit.name.also
    near = [(hits[n], _gap(held, *pair)) for n, pair in _pairs(hits, number)]
    sided = [(other, gap) for other, gap in near if gap in (",", "", "(", ")", "-", "–", "·", ":", ")(", "),")]
    codes = [other for other, gap in sided if other.code and other.kind in ("country", "state", "code", "code3")]
    if hit.kind == "country":
        following = [o for o in codes if o.kind == "state" and o.code == "US" and o.start > hit.start]
        others = {o.code for o in hits if o is not hit} - {"US"}
        named = following and STATE_CODES.get(following[0].folded, following[0].folded)
        if following and named in (states or ()):
            hits[number] = replace(hit, kind="city", code="US")
        elif following and not others:
            hits[number] = replace(hit, code=None)
        return
    if any(other.code == hit.name.code for other in codes):
        hits[number] = replace(hit, code=hit.name.code)
        return
    for other in codes:
        if other.start < hit.start and other.depth == hit.depth and hit.kind == "city":
            continue
        if other.code in possible and (hit.kind == "town" or other.code != "US" or other.kind == "state"):
            hits[number] = replace(hit, code=other.code)
            return
        if other.code in possible or (f"{other.code}*" in possible and other.kind == "state"):
            hits[number] = replace(hit, code=None)
            return


def _pairs(hits: Sequence[Hit], number: int) -> list[tuple[int, tuple[Hit, Hit]]]:
    found = []
    if number + 1 < len(hits):
        found.append((number + 1, (hits[number], hits[number + 1])))
    if number:
        found.append((number - 1, (hits[number - 1], hits[number])))
    return found


def _judge_state(held: Sequence[Token], hits: list[Hit], number: int) -> None:
    """A state right before a state of another country is a town of that name, in which country is not known."""
    after = hits[number + 1] if number + 1 < len(hits) else None
    american = after is not None and after.kind == "state" and after.code == "US"
    if after and american and hits[number].code not in (None, "US") and _gap(held, hits[number], after) == ",":
        hits[number] = replace(hits[number], code=None)


def _judge_georgia(held: Sequence[Token], hits: list[Hit], number: int) -> None:
    """Georgia beside places of one country; a town of a third one right before it leaves both in doubt."""
    before = hits[number - 1] if number else None
    if before and len(hits) == 2 and before.kind == "city" and before.code not in (None, "US", "GE"):
        if _gap(held, before, hits[number]) in (",", ""):
            hits[number - 1] = replace(before, code=None)
        return
    others = [hit for n, hit in enumerate(hits) if n != number and hit.code and hit.kind != "cloud"]
    if others and not any(hit.code == "US" for hit in others):
        hits[number] = replace(hits[number], code="GE", kind="country")
    elif any(hit.code == "US" for hit in others) and all(hit.code == "US" for hit in others):
        hits[number] = replace(hits[number], code="US", kind="state")
