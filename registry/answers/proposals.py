"""What a change would lead to: its engagement before and after, judged for its day."""

from dataclasses import dataclass
from datetime import date

import msgspec

from registry.answers.judgements import Judgement
from registry.answers.standpoint import Standpoint
from registry.domain.register.changes import PENDING, Change, ChangeKind, ChangeState
from registry.domain.register.facts import LISTED, EngagementFacts, Facts, SubjectKind, VendorFacts
from registry.domain.register.revisions import DoesNotHold, apply, normal
from registry.storage.queries import history
from registry.storage.queries.history import Stretch

_RECORDED = frozenset({
    ChangeState.ANNOUNCED, ChangeState.EFFECTIVE, ChangeState.BLOCKED, ChangeState.WITHDRAWN,
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """The subject with the change, on the day. `clash` says what the change expects and does not find."""

    on: date
    engagement: EngagementFacts | None
    vendor: VendorFacts | None
    judgement: Judgement | None
    clash: str


async def proposed(change: Change, point: Standpoint) -> Proposed:
    """What the change leads to. An ending shows what stood before it."""
    on = proposed_day(change, point.today)
    vendor = _on(await history.of_vendor(change.vendor_id), on)
    engagement = _on(await history.of_engagement(change.engagement_id), on) if change.engagement_id else {}
    clashes: list[str] = []
    vendor = _with(change, SubjectKind.VENDOR, vendor, clashes)
    if change.engagement_id:
        engagement = await _engagement_with(change, change.engagement_id, engagement, clashes)
    known = msgspec.convert(engagement, EngagementFacts) if engagement else None
    judged = known is not None and change.kind is not ChangeKind.ENDED
    return Proposed(
        on=on,
        engagement=known,
        vendor=msgspec.convert(vendor, VendorFacts) if vendor else None,
        judgement=judge_facts(known, on, point) if judged and known else None,
        clash=clashes[0] if clashes and change.state in PENDING else "",
    )


def judge_facts(facts: EngagementFacts, on: date, point: Standpoint) -> Judgement:
    """What the law says of the facts on the day."""
    return point.judge.facts(facts, on=on, today=point.today, publisher=point.publisher)


def proposed_day(change: Change, today: date) -> date:
    """The day whose facts the change starts from: the wished or announced one, a past one only where it is done."""
    day = change.effective_on or today
    is_past = change.kind is ChangeKind.CORRECTED or change.state in _RECORDED
    return day if is_past else max(day, today)


async def engagement_on(engagement_id: str, on: date) -> EngagementFacts | None:
    """The engagement's facts on the day; None when it is not on the list then."""
    held = _held(await history.of_engagement(engagement_id), on)
    return msgspec.convert(held[-1].facts, EngagementFacts) if held else None


def _held(stretches: list[Stretch], day: date) -> list[Stretch]:
    return [s for s in stretches if s.holds_from <= day and (s.holds_until is None or day < s.holds_until)]


def _on(stretches: list[Stretch], day: date) -> Facts:
    found = _held(stretches, day) or stretches
    return found[-1].facts if found else {}


async def _engagement_with(change: Change, engagement_id: str, before: Facts, clashes: list[str]) -> Facts:
    """Recorded facts where the change was put on record, else its operations on what is there."""
    if change.kind is ChangeKind.ENDED:
        kept = change.data.get("ended_facts")
        return kept if isinstance(kept, dict) and kept else before
    if change.state in _RECORDED:
        recorded = await history.facts_of_change(engagement_id, change.id)
        if recorded:
            return recorded
    return _with(change, SubjectKind.ENGAGEMENT, {} if change.kind is ChangeKind.ADDED else before, clashes)


def _with(change: Change, kind: SubjectKind, before: Facts, clashes: list[str]) -> Facts:
    """The facts after the change's operations on a subject of the kind, those left out that hold already.

    What an operation expects and does not find is noted, and the facts are shown as they are wished all the same; none
    are where the subject itself is gone, because what added it was withdrawn.
    """
    facts = before
    for part in change.parts:
        if part.subject_kind is kind:
            wanted = [o for o in part.operations if normal(facts.get(o.field)) != normal(o.after)]
            try:
                facts = apply(facts, wanted)
            except DoesNotHold as error:
                clashes.append(str(error))
                wished = {LISTED: True, **{o.field: o.after for o in wanted if o.after is not None}}
                facts = {**facts, **wished} if facts else {}
    return facts
