"""Published events as JSON."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from registry.answers.changes import Entry
from registry.answers.standpoint import Standpoint
from registry.api.schemas.shared import FieldChange, field_changes
from registry.domain.register.changes import ChangeKind
from registry.domain.register.facts import ALL_SERVICES
from registry.domain.register.publications import EntryKind
from registry.wording.publications import heading, page_path


class ChangeItem(msgspec.Struct, frozen=True, kw_only=True):
    """One published event, never edited: `id` names the feeds' entry, `services` are slugs, `*` for every one."""

    id: str
    sequence: int
    kind: EntryKind
    change_kind: ChangeKind
    title: str
    page: str
    published_at: datetime
    published_on: date
    effective_on: date | None
    object_by: date | None
    is_open: bool
    notice_number: str | None
    processor: str
    listed_as: str
    legal_entity: str
    services: list[str]
    changes: list[FieldChange]
    reason: str
    verdict: str | None


class ChangeList(msgspec.Struct, frozen=True, kw_only=True):
    """Published events, newest first."""

    as_of: date
    known_at: datetime | None
    items: list[ChangeItem]


def change_list(point: Standpoint, entries: Iterable[Entry]) -> ChangeList:
    """The events in the order given."""
    return ChangeList(as_of=point.as_of, known_at=point.known_at, items=[_item(entry) for entry in entries])


def _item(entry: Entry) -> ChangeItem:
    publication, text = entry.publication, entry.publication.text
    return ChangeItem(
        id=publication.id,
        sequence=publication.sequence,
        kind=publication.kind,
        change_kind=text.change_kind,
        title=heading(publication),
        page=page_path(publication),
        published_at=publication.published_at,
        published_on=publication.day,
        effective_on=text.effective_on,
        object_by=text.object_by,
        is_open=entry.is_open,
        notice_number=entry.number,
        processor=text.vendor_slug,
        listed_as=text.listed_as,
        legal_entity=text.legal_entity,
        services=[ALL_SERVICES] if text.all_services else [service.slug for service in text.services],
        changes=field_changes(text.operations),
        reason=text.reason,
        verdict=text.verdict or None,
    )
