"""From where a question is answered: the day, what was known by when, the law book of that time, whose register."""

from dataclasses import dataclass
from datetime import date, datetime

from registry.answers.judgements import Judge
from registry.answers.publisher import load_site
from registry.domain.law.book import LawBook
from registry.domain.register.publisher import Publisher
from registry.reference.law_book import law_book_from
from registry.storage.queries import law_books

_judges: dict[str, Judge] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class LawBookView:
    """How an answer names the law book it rests on."""

    label: str
    adopted_on: date
    adopted_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standpoint:
    """What every answer is given. `today` is the publisher's local day; `is_today`: no other day was asked for."""

    as_of: date
    known_at: datetime | None
    today: date
    is_today: bool
    judge: Judge
    publisher: Publisher

    @property
    def law_book(self) -> LawBookView:
        """The law book that judges."""
        law = self.judge.law
        return LawBookView(label=law.label, adopted_on=law.adopted_on, adopted_by=law.adopted_by)


async def standpoint(
    law: LawBook, *, today: date, as_of: date | None = None, known_at: datetime | None = None
) -> Standpoint:
    """Today and now unless asked otherwise; `law` is the book in use now. Raises `NotFound` before set-up."""
    return Standpoint(
        as_of=as_of or today,
        known_at=known_at,
        today=today,
        is_today=known_at is None and as_of in {None, today},
        judge=judge_by(await _law_then(law, known_at)),
        publisher=await load_site(),
    )


def judge_by(law: LawBook) -> Judge:
    """The one judge by this law book, who remembers."""
    return _judges.setdefault(law.hash, Judge(law))


async def _law_then(current: LawBook, known_at: datetime | None) -> LawBook:
    """The law book in use at the instant; the current one where none was noted by then."""
    used = None if known_at is None else await law_books.used_at(known_at)
    if used is None or used.hash == current.hash:
        return current
    if used.hash not in _judges:
        _judges[used.hash] = Judge(law_book_from(await law_books.content_of(used.hash)))
    return _judges[used.hash].law
