"""Read a published transfer mechanism as claims; what is denied is no claim and dead grounds are told apart."""

import re
from dataclasses import dataclass
from functools import lru_cache

from registry.reference.reading.locations import read_location
from registry.reference.reading.mechanism_words import (
    BCR_PARTIES,
    EEA,
    ENDED,
    HEDGE,
    INSIDE,
    INSIDE_WEAK,
    LEAVE,
    MODULES,
    NO_TRANSFER,
    NOT_NEEDED,
    NUMBERS,
    PATTERNS,
    ROLES,
)
from registry.reference.reading.text import LONGEST, clean, fold, word_set

UNKNOWN = "unknown"
NONE_NEEDED = "none-needed"
_NO = re.compile(
    r"\b(?:no|not|non|never|without|nor|neither|isn't|aren't|doesn't|don't|except|excluding|nicht|kein\w*|ohne|"
    r"weder|niet|geen|zonder|noch|ne|n'est|"
    r"pas|sans|aucun\w*|ni|sin|ningun\w*|nunca|senza|nessun\w*|nao|sem|nenhum\w*|inte|ej|ikke|ingen|inga|utan|"
    r"uden|uten|ei|ilman|nie|bez|brak|"
    r"tidak|bukan|tanpa|neni|zadn\w+|instead of|rather than|replac(?:es|ed|ing)|formerly|previously|statt|"
    r"anstelle|anstatt|in plaats van|au lieu d[eu']|"
    r"en lugar de|en vez de|invece d\w+|em vez d\w+|i stallet for|i stedet for|sijaan|zamiast|daripada|misto|"
    r"unlike)\b(?!-)|(?:^|[,/] ?)[✗✘❌]"
)
_NO_AFTER = re.compile(
    r"^[^.;,()]{0,25}?(?:\b(?:is|are|was|were|has|have|does|do|wird|werden|ist|sind|wordt|worden|zijn|est|sont|"
    r"es|son|e|sono|nao|inte|ikke)? ?"
    r"(?:not|nicht|niet|pas|non|inte|ikke|tidak|nao) (?:\w+ ){0,2}?(?:relied|used|certified|appl\w+|required|"
    r"needed|in place|signed|available|"
    r"concluded|verwendet|genutzt|angewendet|zertifiziert|erforderlich|notwendig|anwendbar|gebruikt|"
    r"gecertificeerd|nodig|van toepassing|"
    r"utilise\w*|applicable\w*|certifie\w*|requis\w*|necessaire\w*|usad\w+|aplica\w*|necesari\w+|utilizzat\w+|"
    r"anvands|brukes|digunakan|certified)"
    r"|[:=] ?(?:no|none|nein|nee|non|n/a|hayir|nej|nei)\b|\b(?:degil\w*|yok\w*|kullanilma\w*|gerekmez|sijaan|"
    r"sijasta|hari[cç]|ei kayteta)\b"
    r"|\b(?:invalidated|expired|lapsed|pending|inactive|planned|in negotiation|under negotiation|"
    r"(?:to|will) be (?:signed|concluded|agreed))\b"
    r"|\bdoes not (?:cover|extend)\b)"
    r"|^[ :=-]{0,3}[✗✘❌]|^(?: \w+)? ?\? ?(?:no|nein|nee|non|nej|nei|nao)\b"
)
_TAKEN_BACK = re.compile(
    r"\s*[(\[](?:withdrawn|invalidated|invalid|lapsed|expired|pending|no|nein|nee|non|"
    r"(?:not|nicht|niet|pas|no longer) [^)\]]*)[)\]]"
)
_CONDITIONAL = re.compile(
    r"\b(?:where|if|when|unless|insofar|soweit|sofern|falls|wenn|indien|als|waar|si|lorsque|cuando|se|om|hvis|"
    r"should|in case)\b"
)
_CONTRAST = re.compile(
    r"\b(?:but|sondern|maar|mais|sino|pero|ma|bensi|mas|utan|aber|however|only|nur|instead(?! of)|ale|lecz|"
    r"tetapi|melainkan|ama|vaan|men)\b"
)
_EDGE = re.compile(
    r"[;()\n\[\]|•·]|\.(?:\s|$)|\s[-–—]\s|(?= (?:where|if|when|wenn|falls|soweit|sofern|waar|indien|lorsque|"
    r"cuando)\b)"
    r"|\b(?:and|und|en|et|y|e|och|og)\b(?= (?:relies|rely|uses|use|is|are|has|we|nutzt|verwendet|ist|gebruikt|"
    r"maakt|utilise|est)\b)|(?= (?:we|they|it) (?:use|rel|appl|sign))"
)
_OR_CHAIN = re.compile(r"^[^.;()]*?\b(?:or|nor|oder|noch|of|ou|o|atau|veya|eller|tai|lub|ani|ni)\b")
_ELSEWHERE = re.compile(
    r"\b(?:outside|beyond|us|usa|third country|drittland|hors|ausserhalb|buiten|fuera|fuori|fora|ut[ae]nfor|uden ?for|"
    rf"poza|mimo|part(?:ly|ially)|teilweise|deels|partiellement|optional\w*|{LEAVE}|"
    r"(?:not|nicht|niet|pas|non?|inte|ikke)\b[ -](?:\w+ )?(?:e[ue]a?|ewr|eer|eee|ees|eos|ue)|"
    r"not (?:with)?in|nicht (?:in|innerhalb)|niet (?:in|binnen))\b"
)
"""Words by which a statement of where data are may say that they are elsewhere, too."""
_WITHOUT = word_set("without ohne zonder sans sin senza sem utan uden uten")
"""A second negation of this kind takes the first one back: no transfer without …"""
_ABSORBED_GAP = 45
_UNION = re.compile(r"\bSEE\b|\bAB\b(?=['’]|/AEA|/EEA| (?:i[cç]|s[ıi]n[ıi]r|veri|ülke|bölge|sunucu|merkez))")
"""The EEA in Italian and Romanian, the EU in Turkish: as capitals only, being other words otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MechanismReading:
    """The claims a text makes, in order; the dead grounds it names; and why, with what stays in doubt."""

    tokens: tuple[str, ...] = (UNKNOWN,)
    ended: tuple[str, ...] = ()
    why: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Claim:
    token: str
    start: int
    end: int


def read_mechanism(text: str) -> MechanismReading:
    """The transfer mechanisms a cell claims; never one that it denies or only says is not needed."""
    return _read(clean(text)) if len(text) <= LONGEST else MechanismReading(why="The text is too long to be read.")


@lru_cache(maxsize=10_000)
def _read(text: str) -> MechanismReading:
    said = re.sub(r"[‐‑–—](?=\w)", "-", fold(_UNION.sub("EU", text)))
    said = re.sub(r"(?<=[A-Za-z])\.(?=[a-z]\b)", "", said).replace("u.s.", "us").replace("e.u.", "eu")
    claims = _claims(said)
    denied = [claim for claim in claims if _denied(said, claim)]
    held = [claim for claim in claims if claim not in denied]
    ended = tuple(name for name, pattern in ENDED.items() if pattern.search(said))
    held += _no_transfer(said, held, text)
    named = _tokens(said, held)
    doubts = () if named else (text,) if text else ()
    return MechanismReading(tokens=named or (UNKNOWN,), ended=ended, why=_why(said, held, denied, ended), doubts=doubts)


def _claims(said: str) -> list[_Claim]:
    found: list[_Claim] = []
    taken: list[tuple[int, int]] = []
    for token, pattern in PATTERNS.items():
        for match in pattern.finditer(said):
            start, end = match.span()
            if token == "bcr" and any(a <= start < b for a, b in taken):
                continue
            if token in ("bcr-c", "bcr-p"):
                taken.append((start, end))
            if token == "scc" and any(c.token == "uk-addendum" and c.start < end and start < c.end for c in found):
                continue
            parties = [kind for kind, party in BCR_PARTIES.items() if token == "bcr" and party.match(said, end)]
            found += [_Claim(kind, start, end) for kind in parties or (token,)]
    found += _modules(said)
    return sorted(found, key=lambda claim: claim.start)


def _modules(said: str) -> list[_Claim]:
    found = []
    for match in MODULES.finditer(said):
        numbers = {NUMBERS[word] for word in re.findall(r"[a-z]+|\d", match.group()) if word in NUMBERS}
        short = match.group().startswith("m") and not match.group().startswith("mod")
        if short and not re.search(r"\bscc|clause|klausel|bepaling", said):
            continue
        found += [_Claim(f"scc-m{number}", match.start(), match.end()) for number in sorted(numbers)]
    for token, pattern in ROLES.items():
        found += [_Claim(token, match.start(), match.end()) for match in pattern.finditer(said)]
    return found


def _denied(said: str, claim: _Claim) -> bool:
    edges = [match.end() for match in _EDGE.finditer(said, 0, claim.start)]
    before = said[edges[-1] if edges else 0 : claim.start]
    after = said[claim.end :]
    if _TAKEN_BACK.match(after):
        return True
    closing = _EDGE.search(after)
    clause = after[: closing.start()] if closing and closing.group() != "(" else after
    if _NO_AFTER.match(clause) and not _CONDITIONAL.search(before):
        return True
    turn = [match.end() for match in _CONTRAST.finditer(before)]
    before = before[turn[-1] :] if turn else before
    noes = list(_NO.finditer(before))
    if not noes:
        return False
    if len(noes) > 1 and noes[-1].group() in _WITHOUT:
        return False
    return _reaches(said, claim, before, noes[-1], after)


def _reaches(said: str, claim: _Claim, before: str, no: re.Match[str], after: str) -> bool:
    """Whether the last negation before a claim is about it, and not about what stands between them."""
    between = before[no.end() :]
    if re.match(r" (?:only|just|limited|nur|alleen|seulement|solo|hanya)\b", between):
        return False
    if _CONDITIONAL.search(before[: no.start()]) and not re.search(r"\bnot? (?:the|a|an)?$", no.group()):
        return False
    if re.search(r"\b(?:transfer|doorgift|ubermittl|hosting|training|retention|storage|personal)\w*\b", between) and (
        re.search(r"\b(?:and|with|using|under|by|via|und|mit|en|met|et|avec)\b", between) or "," in between
    ):
        return False
    if "," in between:
        return (
            bool(_OR_CHAIN.match(between.rsplit(",", 1)[1] + after[:40]))
            and " or " in said[claim.start - len(between) :]
        )
    return True


def _no_transfer(said: str, held: list[_Claim], text: str) -> list[_Claim]:
    """The statement that nothing is transferred: plain, by who it is, or by where it is when nothing else is said."""
    strong = _plain_no(said)
    if strong:
        return [_Claim(NONE_NEEDED, strong.start(), strong.end())]
    inside = INSIDE.search(said)
    if inside and _stated(said, inside) and not (held and re.search(r"\bonly\b", inside.group())):
        return [_Claim(NONE_NEEDED, inside.start(), inside.end())]
    weak = INSIDE_WEAK.search(said)
    if weak and not held and _stated(said, weak) and not _ELSEWHERE.search(said) and EEA.issuperset(_countries(text)):
        return [_Claim(NONE_NEEDED, weak.start(), weak.end())]
    if re.search(r"no personal data (?:is |are )?transferred", said) and not held:
        start = said.index("no personal data")
        return [_Claim(NONE_NEEDED, start, start)]
    return []


def _countries(text: str) -> tuple[str, ...]:
    return read_location(text).codes


def _stated(said: str, match: re.Match[str]) -> bool:
    return not HEDGE.search(said) and not _denied(said, _Claim("", match.start(), match.end()))


def _plain_no(said: str) -> re.Match[str] | None:
    for pattern in (NO_TRANSFER, NOT_NEEDED):
        for match in pattern.finditer(said):
            rest = said[match.end() : match.end() + 60]
            if re.match(
                r"[^.;]*?\b(?:without|unless|except|until|ohne|zonder|sans|sin|senza|other than|before|"
                r"takes? place without)\b",
                rest,
            ):
                continue
            if re.search(r"\bno longer\b|\bmechanism (?:stated|named|published)\b", match.group()):
                continue
            if re.match(
                r" (?:mechanism|tool|impact|agreement)\w*(?! (?:is |are )?(?:required|needed|necessary))", rest
            ):
                continue
            return match
    return None


def _tokens(said: str, held: list[_Claim]) -> tuple[str, ...]:
    names = [claim.token for claim in sorted(held, key=lambda claim: claim.start)]
    modules = any(name.startswith("scc-m") for name in names)
    kinds = any(name in ("bcr-c", "bcr-p") for name in names)
    frameworks = [claim for claim in held if claim.token == "dpf"]
    kept = []
    for claim in sorted(held, key=lambda claim: claim.start):
        if (claim.token == "scc" and modules) or (claim.token == "bcr" and kinds):
            continue
        if claim.token == "adequacy" and any(_one_thing(said, claim, other) for other in frameworks):
            continue
        plain_consent = claim.token == "derogation" and re.match(r"consents?\b", said[claim.start :])
        if plain_consent and len(names) > 1 and "explicit" not in said:
            continue
        kept.append(claim.token)
    return tuple(dict.fromkeys(kept))


def _one_thing(said: str, adequacy: _Claim, framework: _Claim) -> bool:
    left, right = sorted((adequacy, framework), key=lambda claim: claim.start)
    between = said[left.end : right.start]
    if re.match(r"art", said[adequacy.start :]):
        return True
    return len(between) < _ABSORBED_GAP and not re.search(
        r"[,;/+&]|\b(?:and|or|und|oder|en|et|ou|y|e|och|ve|uk|swiss|japan|canada)\b", between
    )


def _why(said: str, held: list[_Claim], denied: list[_Claim], ended: tuple[str, ...]) -> str:
    def words(claim: _Claim) -> str:
        return " ".join(said[claim.start : claim.end].split())[:60]

    parts = [f"“{words(claim)}” is {claim.token}" for claim in sorted(held, key=lambda claim: claim.start)]
    parts += [f"“{words(claim)}” is denied" for claim in denied]
    parts += [f"{name} has ended" for name in ended]
    return "; ".join(dict.fromkeys(parts)) or "No transfer mechanism is named."
