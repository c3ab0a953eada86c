"""What announcing a change would tell, and for which day: asked beforehand, by the same rules; writes nothing."""

from dataclasses import dataclass, replace
from datetime import date

from registry.answers.judgements import Judge
from registry.domain.register.changes import Change, ChangeKind, earliest_day, object_by
from registry.domain.register.publications import EntryKind, PublishedText
from registry.services import telling
from registry.services.telling import Subject
from registry.services.windows import lawful_day, needs_window


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """How it would be told. `earliest_on` is None for a correction, which says what held already."""

    kind: EntryKind
    has_window: bool
    earliest_on: date | None
    effective_on: date
    object_by: date | None
    text: PublishedText


async def preview_announcement(
    *, change: Change, subject: Subject, wished: date | None, today: date, judge: Judge
) -> Announcement:
    """`subject` is what the change is about as it would stand. Raises `InvalidInput` naming the earliest lawful day."""
    own = await telling.publisher_or_refuse()
    window = await needs_window(change, today, judge)
    day = lawful_day(change, wished, today=today, notice_days=own.notice_days, window=window)
    until = object_by(announced_on=today, notice_days=own.notice_days) if window else None
    more = {"object_by": until, "reason": telling.public_reason(change)}
    text = await telling.text_of(replace(change, effective_on=day), subject, own, more)
    earliest = earliest_day(announced_on=today, notice_days=own.notice_days, needs_window=window)
    is_correction = change.kind is ChangeKind.CORRECTED
    return Announcement(
        kind=EntryKind.NOTICE if window or day > today else telling.ending_kind(change),
        has_window=window,
        earliest_on=None if is_correction else earliest,
        effective_on=day,
        object_by=until,
        text=text,
    )
