"""Reasons: a sentence with its citation, source and data row, kept apart so that wording can translate it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from registry.domain.law.periods import LawRow

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def msgid(template: str) -> str:
    """Mark an English sentence for the translators' catalogue; returns it as it is."""
    return template


def english_day(on: date) -> str:
    """The day as law is quoted: 16 July 2020."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One sentence of an assessment. Parameters ending in `_on` are days, those ending in `_code` are places."""

    template: str
    params: Mapping[str, object]
    citation: str
    row: str
    source: str
    verified: str
    link: str = ""
    names: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The sentence in English."""
        return self.template.format(**{name: self._said(name, value) for name, value in self.params.items()})

    def _said(self, name: str, value: object) -> object:
        if isinstance(value, date):
            return english_day(value)
        if name.endswith("_code") and isinstance(value, str):
            return self.names.get(value, value)
        return value


def reason(template: str, row: LawRow, citation: str, names: Mapping[str, str], /, **params: object) -> Reason:
    """A reason that rests on the row; `names` are the law book's names of places."""
    return Reason(
        template=template, params=params, citation=citation, row=row.id, source=row.source, verified=row.verified,
        link=row.link, names=names,
    )  # fmt: skip
