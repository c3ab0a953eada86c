"""A check's answer as JSON, the same for the API and the command line."""

from datetime import date, datetime

import msgspec

from registry.answers.checks import Candidate, Check
from registry.api.schemas.shared import ReasonItem, basis, reason_items
from registry.domain.register.checks import Decision


class ProcessorName(msgspec.Struct, frozen=True, kw_only=True):
    """A processor by address and name."""

    slug: str
    name: str


class CheckAnswer(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """Whether the vendor may be used, with ordered reasons; `from` is the day an announced one may be used.

    `missing` is what still has to be shown; `candidates` are processors that may have been meant.
    """

    as_of: date
    known_at: datetime | None
    law_book: str
    basis: str
    vendor: str
    service: str | None
    decision: Decision
    from_: date | None
    processor: ProcessorName | None
    reasons: list[ReasonItem]
    missing: list[ReasonItem]
    candidates: list[ProcessorName]


def check_answer(found: Check) -> CheckAnswer:
    """The answer with its sentences said."""
    return CheckAnswer(
        as_of=found.as_of,
        known_at=found.known_at,
        law_book=found.law_book.label,
        basis=basis(found.law_book),
        vendor=found.vendor,
        service=found.service,
        decision=found.decision,
        from_=found.from_on,
        processor=_name(found.processor) if found.processor else None,
        reasons=reason_items(found.reasons),
        missing=reason_items(found.missing),
        candidates=[_name(candidate) for candidate in found.candidates],
    )


def _name(candidate: Candidate) -> ProcessorName:
    return ProcessorName(slug=candidate.slug, name=candidate.name)
