"""What several answers hold: reasons, steps of facts, problems."""

from collections.abc import Iterable
from typing import Any

import msgspec

from registry.answers.standpoint import LawBookView
from registry.domain.law.citations import Reason
from registry.domain.register.revisions import Operation
from registry.wording.dates import NBSP, short_day
from registry.wording.languages import say
from registry.wording.sentences import filled


class ReasonItem(msgspec.Struct, frozen=True, kw_only=True):
    """One reason; `row` is the row of the law book it rests on, empty where it rests on the register alone."""

    text: str
    citation: str
    row: str
    source: str
    verified: str
    link: str


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """One fact, old and new; null stands for not stated."""

    field: str
    before: Any
    after: Any


class ProblemField(msgspec.Struct, frozen=True, kw_only=True):
    """One parameter that cannot be used."""

    pointer: str
    parameter: str
    detail: str


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ProblemField] = msgspec.field(default_factory=list)


def reason_items(reasons: Iterable[Reason]) -> list[ReasonItem]:
    """The reasons with their sentences said."""
    return [
        ReasonItem(
            text=plain(filled(said.template, said.params)),
            citation=said.citation,
            row=said.row,
            source=said.source,
            verified=said.verified,
            link=said.link,
        )
        for said in reasons
    ]


def field_changes(operations: Iterable[Operation]) -> list[FieldChange]:
    """The steps of facts as they are stored."""
    return [FieldChange(field=one.field, before=one.before, after=one.after) for one in operations]


def basis(law_book: LawBookView) -> str:
    """What every verdict says of itself (R3)."""
    return say(
        "Computed from recorded facts and law book {label}, adopted by {who} on {day}; not legal advice.",
        label=law_book.label,
        who=law_book.adopted_by,
        day=plain(short_day(law_book.adopted_on)),
    )


def plain(text: str) -> str:
    """The sentence without the no-break spaces that pages set it with."""
    return text.replace(NBSP, " ")
