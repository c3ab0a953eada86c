"""Which words of a text say where data do not go, or for whom, and so name no place of processing."""

import re
from collections.abc import Iterable, Sequence

from registry.reference.reading.text import Mark, Token, word_set

_BEFORE = word_set("""not no non never without excluding exclude excludes except excepting outside nor neither none
    cannot avoid avoids formerly previously former parent owned rather unlike besides nicht kein keine keinen keiner
    keinem keinerlei niemals ohne ausser ausserhalb weder fruher ehemals muttergesellschaft mutterkonzern niet geen
    nooit zonder buiten behalve uitgezonderd voorheen moedermaatschappij noch pas jamais aucun aucune sans hors sauf
    excepte hormis anciennement ni dehors exception nunca jamas ningun ninguna sin fuera excepto salvo excluyendo
    tampoco senza fuori eccetto tranne nessun nessuna nessuno nao sem fora exceto excluindo nenhum nenhuma inte ej
    ikke ingen inga inget intet utan uden uten utanfor utenfor udenfor undantaget undtagen unntatt utom ei eivat
    ilman paitsi nie bez poza oprocz wyjatkiem wylaczajac tidak bukan tanpa kecuali luar selain tiada ne neni nejsou
    mimo krome vyjma zadny olmadan ex excl exkl exceptions ausnahme ausnahmen ausgenommen statt anstatt anstelle
    uitzondering uitzonderingen excepcion excepciones pengecualian eccezione eccezioni excecao excecoes undantag
    forutom undtagelse unntak wyjatek isn aren doesn hasn wasn weren""")
_AFTER = word_set("""excluded exempted not nicht niet pas non ausgeschlossen ausgenommen uitgesloten uitgezonderd
    exclu exclue exclus exclues excluido excluida excluidos escluso esclusa esclusi haric disinda disi degil yok
    ulkopuolella lukuun aktarilmaz aktarilmamaktadir undantaget exkluderat dikecualikan wykluczone vylouceno no inte
    ikke paitsi exceptes gitmez islenmez nein nee nej nei hayir""")
_LEAVES = re.compile(
    r"leav(?:e|es|ing)|verlass(?:en|t)|verla(?:at|ten)|quitte(?:nt|r)?|lascia(?:no|re)?|lamna[r]?|forlader"
)
_TURNS = word_set("""but only however instead sondern aber jedoch nur maar alleen enkel mais seulement uniquement
    sino pero solo solamente ma mas soltanto apenas men endast kun bare vain melainkan ale tylko tetapi hanya ama
    fakat sadece yalnizca ausschliesslich exclusively uitsluitend exclusivement exclusivamente esclusivamente now
    currently jetzt heute nun nu tegenwoordig maintenant desormais ahora actualmente adesso attualmente agora
    atualmente teraz sekarang simdi""")
_CUES = _TURNS | word_set("""in hosted hosting stored storage processed processing located location data servers im
    gehostet gespeichert opgeslagen heberge hebergement hebergees stocke dans au en alojado almacenado disimpan di
    hosts lagras lagring""")
_ONLY_AFTER_NOT = word_set(
    "only just limited nur ausschliesslich alleen enkel seulement uniquement solo solamente hanya"
)
_PEOPLE = word_set("""customer customers user users client clients subscriber subscribers tenant tenants subject
    subjects citizen citizens resident residents employee employees member members account accounts visitor visitors
    traffic data law kunde kunden nutzer klant klanten gebruikers utilisateurs usagers cliente clientes clienti
    usuarios utenti kunder brukere brugere anvandare pelanggan pengguna musteri musteriler kullanicilar klienci
    asiakkaat privacy shield framework dollar dollars gdpr person persons""")
_CENTRE = word_set(
    """center centers centre centres residency region regions hosting storage processing location locations
    zone
    zones"""
)
_FOR = word_set("for fur voor pour para per till till for untuk dla icin")
_FROM = word_set(
    """in from of within outside aus in uit van de du des en dari di from i fran w v
    the"""
)

_PHRASES = frozenset((
    ("instead", "of"), ("other", "than"), ("rather", "than"), ("anders", "als"), ("andere", "dan"), ("anders", "dan"),
    ("plaats", "van"), ("au", "lieu"), ("autre", "que"), ("autres", "que"), ("en", "lugar"), ("en", "vez"),
    ("em", "vez"), ("al", "posto"), ("invece", "di"), ("stallet", "for"), ("stedet", "for"), ("apart", "from"),
    ("aside", "from"), ("save", "for"), ("don", "'"), ("don", "’"),
))  # fmt: skip
"""Two words that together deny what follows."""
_ALL = word_set("anywhere everywhere any all worldwide globally uberall overal partout")
_MOVED = word_set("moved moves moving migrated migrating relocated relocating umgezogen verlegt verhuisd migre deplace")
_AWAY = word_set("from aus von vom uit van de du des")
_TOWARDS = word_set("to into nach naar vers a au aux en in")

Span = tuple[int, int]


def clauses(held: Sequence[Token]) -> list[Span]:
    """Stretches of tokens that are said in one breath: cut at brackets, full stops, semicolons and spaced dashes."""
    cuts: list[Span] = []
    opened: list[int] = []
    start = 0
    for index, token in enumerate(held):
        spaced = token.mark is Mark.DASH and token.raw[0].isspace()
        if token.mark is Mark.OPEN:
            opened.append(index)
        if token.mark in (Mark.OPEN, Mark.CLOSE) or spaced or token.raw in ".。!?;；\n|·•":
            cuts.append((start, index))
            start = index + 1
    cuts.append((start, len(held)))
    return [cut for cut in cuts if cut[0] < cut[1]]


def excluded(held: Sequence[Token], hits: Sequence[Span]) -> set[int]:
    """Indexes of the hits (by their span of tokens) that a negation or a “for … customers” takes out."""
    out: set[int] = set()
    starts = {span[0]: number for number, span in enumerate(hits)}
    inside = {index for span in hits for index in range(*span)}
    for begin, end in clauses(held):
        here = [starts[i] for i in range(begin, end) if i in starts]
        if here:
            out |= _negated(held, (begin, end), here, hits, inside)
            out |= _for_people(held, (begin, end), here, hits)
    return out


def _negated(held: Sequence[Token], clause: Span, here: list[int], hits: Sequence[Span], inside: set[int]) -> set[int]:
    begin, end = clause
    if any(_LEAVES.fullmatch(held[i].folded) for i in range(begin, end)):
        return set()
    out: set[int] = set()
    negative = moved = False
    for index in range(begin, end):
        word = held[index].folded
        moved = moved or word in _MOVED
        number = next((n for n in here if hits[n][0] == index), None)
        if number is not None:
            out |= {number} if negative else set()
        elif index in inside or _is_code(held, index):
            continue
        elif _phrase(held, index) or (moved and word in _AWAY):
            negative = True
        elif _turns(word, negative=negative, moved=moved) or (held[index].raw == ":" and index - 1 in inside):
            negative = False
        elif held[index].raw in ",、，" and negative:
            negative = not _cue_follows(held, index + 1, end, hits, here)
        elif word in _BEFORE and not _not_only(held, index, end):
            forward = any(hits[n][0] > index for n in here)
            negative = negative or forward
        if word in _AFTER and index not in inside and not _not_only(held, index, end):
            out |= _backward(held, (begin, end), index, here, hits)
    return out


def _phrase(held: Sequence[Token], index: int) -> bool:
    """Whether the word and its neighbour deny what follows: “instead of”, “anywhere but”."""
    word = held[index].folded
    following = held[index + 1].folded if index + 1 < len(held) else ""
    all_but = word == "but" and any(token.folded in _ALL for token in held[max(0, index - 2) : index])
    return (word, following) in _PHRASES or all_but


def _turns(word: str, *, negative: bool, moved: bool) -> bool:
    """Whether a negation ends here; “utan” is “but” after “inte”, and “without” elsewhere."""
    return word in _TURNS or (negative and word == "utan") or (moved and word in _TOWARDS)


def _is_code(held: Sequence[Token], index: int) -> bool:
    raw = held[index].raw
    return len(raw) <= 3 and raw.isupper() and raw not in ("NOT", "NO", "NON", "PAS") and not _shouted(held)


def _shouted(held: Sequence[Token]) -> bool:
    return not any(c.islower() for token in held for c in token.raw)


def _not_only(held: Sequence[Token], index: int, end: int) -> bool:
    return index + 1 < end and held[index + 1].folded in _ONLY_AFTER_NOT


def _cue_follows(held: Sequence[Token], index: int, end: int, hits: Sequence[Span], here: Iterable[int]) -> bool:
    spans = [hits[n] for n in here]
    while index < end and held[index].raw not in ",、，":
        word = held[index].folded
        if any(a <= index < b for a, b in spans):
            index += 1
            continue
        if word in _BEFORE:
            return False
        if word in _CUES:
            return True
        index += 1
    return False


def _backward(held: Sequence[Token], clause: Span, index: int, here: list[int], hits: Sequence[Span]) -> set[int]:
    """Hits before a word such as “excluded” and in its own item, when nothing after it takes the word."""
    begin, end = clause
    word = held[index].folded
    stop = next((i for i in range(index, end) if held[i].raw in ",、，"), end)
    if word in _BEFORE and any(index < hits[n][0] < stop for n in here):
        return set()
    first = next((i + 1 for i in range(index - 1, begin - 1, -1) if held[i].raw in ",、，"), begin)
    before = [n for n in here if first <= hits[n][0] < index]
    after = [n for n in here if index < hits[n][0]]
    return set(before or (after if word not in _BEFORE else ()))


def _for_people(held: Sequence[Token], clause: Span, here: list[int], hits: Sequence[Span]) -> set[int]:
    begin, end = clause
    out: set[int] = set()
    for n in here:
        start, stop = hits[n]
        following = [held[i].folded for i in range(stop, min(stop + 2, end))]
        if following and following[0] in _PEOPLE and not (following[0] == "data" and following[-1] in _CENTRE):
            out.add(n)
            first = next((i for i in range(start - 1, begin - 1, -1) if held[i].folded in _FOR), None)
            if first is not None:
                out |= {m for m in here if first < hits[m][0] < start}
        before = [held[i].folded for i in range(max(begin, start - 3), start)]
        while before and before[-1] in _FROM:
            before.pop()
            if before and before[-1] in _PEOPLE - {"data", "traffic", "law"}:
                out |= {m for m in here if hits[m][0] >= start}
    return out
