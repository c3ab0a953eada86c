"""Read models as the public templates take them: titles, words and addresses added, nothing decided here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registry.answers.ahead import Ahead
from registry.answers.changes import Entry
from registry.answers.history import HistoryStep, StepKind
from registry.domain.register.facts import ALL_SERVICES
from registry.domain.register.publications import EntryKind, Publication
from registry.domain.register.publisher import Publisher
from registry.wording import publications as wording
from registry.wording.steps import places, step_badge, step_title, summary, told_lines

_TELLS_AN_END = frozenset({EntryKind.WITHDRAWN, EntryKind.CORRECTION})
Option = tuple[str, str, bool]
"""(value, label, whether it is chosen), as the templates' select takes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingItem:
    """One change ahead."""

    day: date
    days_left: int
    title: str
    summary: str
    services: tuple[str, ...]
    places: tuple[str, ...]
    object_by: date | None
    object_days_left: int | None
    notice_href: str
    is_ending: bool
    announced_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """One line of the change log."""

    kind: EntryKind
    title: str
    summary: str
    href: str
    published_on: date
    effective_on: date | None
    object_by: date | None
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One line of a history; `kind` is the code of a published event."""

    day: date
    kind: str
    title: str
    detail: str
    href: str | None
    is_ahead: bool


def service_words(publisher: Publisher) -> dict[str, str]:
    """The names of the services by slug."""
    return {service.slug: service.name for service in publisher.services}


def coming_items(ahead: Iterable[Ahead], publisher: Publisher) -> list[ComingItem]:
    """What is ahead, in its order."""
    services = service_words(publisher)
    return [_coming(item, services) for item in ahead]


def _coming(item: Ahead, services: dict[str, str]) -> ComingItem:
    text = item.text
    says_places = not item.is_ending and not any(o.field == "locations" and o.before for o in text.operations)
    said = summary(text, services) if text.operations and not says_places else wording.one_line(text.purpose)
    if item.is_ending and text.reason:
        said = wording.one_line(text.reason)
    return ComingItem(
        day=item.day,
        days_left=item.days_left,
        title=wording.heading(item.publication),
        summary=said,
        services=(ALL_SERVICES,) if text.all_services else tuple(told.name for told in text.services),
        places=places(text.locations) if says_places else (),
        object_by=item.object_by,
        object_days_left=item.object_days_left,
        notice_href=item.href,
        is_ending=item.is_ending,
        announced_on=item.announced_on,
    )


def entry_line(entry: Entry, services: dict[str, str]) -> EntryLine:
    """A published event in the change log."""
    return EntryLine(
        kind=entry.kind,
        title=wording.heading(entry.publication),
        summary=_said(entry.publication, services),
        href=wording.page_path(entry.publication),
        published_on=entry.published_on,
        effective_on=entry.effective_on,
        object_by=entry.object_by,
        is_open=entry.is_open,
    )


def told_line(publication: Publication, services: dict[str, str], *, is_ahead: bool) -> LedgerLine:
    """A published event in the ledger of its change, which lies ahead or not."""
    is_notice = publication.kind is EntryKind.NOTICE
    return LedgerLine(
        day=publication.day,
        kind=publication.kind.value,
        title=wording.heading(publication),
        detail=_said(publication, services),
        href=f"/notices/{publication.notice_id}" if is_notice and publication.notice_id else None,
        is_ahead=is_notice and is_ahead,
    )


def history_line(step: HistoryStep, services: dict[str, str], name: str) -> LedgerLine:
    """A step of a processor's history; `name` stands where the step is of the vendor itself."""
    told = step.publication
    detail = told_lines(step.operations, services) or (_said(told, services) if told else "")
    if step.kind is StepKind.ADDED:
        detail = summary(told.text, services) if told else ""
    if step.kind is StepKind.WITHDRAWN and told:
        detail = _said(told, services)
    return LedgerLine(
        day=step.day,
        kind=EntryKind.NOTICE.value if step.is_ahead else step_badge(step.kind.value),
        title=step_title(step.kind.value, step.listed_as or name),
        detail=detail,
        href=wording.page_path(told) if told and (told.notice_id or told.change_id) else None,
        is_ahead=step.is_ahead,
    )


def _said(publication: Publication, services: dict[str, str]) -> str:
    """Why it was withdrawn, corrected or ended, or was no public fact, where that is told; else what it comes to."""
    text = publication.text
    if text.reason and (publication.kind in _TELLS_AN_END or not text.operations):
        return wording.one_line(text.reason)
    return summary(text, services)
