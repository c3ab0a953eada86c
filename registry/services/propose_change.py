"""Propose a change: a new engagement, other facts, a correction or an ending, kept as a draft with its operations."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from registry.domain.errors import Conflict, FieldError, InvalidInput
from registry.domain.register.access import Action, Actor, require
from registry.domain.register.changes import Change, ChangeKind, Part, Step, take
from registry.domain.register.events import Event, EventName
from registry.domain.register.facts import EngagementFacts, Facts, SubjectKind, VendorFacts, to_facts
from registry.domain.register.revisions import Operation, difference
from registry.reference.reading import name_key
from registry.services import recording
from registry.storage.journal import record
from registry.storage.repositories import changes, vendors
from registry.storage.repositories.counters import next_numbers
from registry.storage.transaction import transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What somebody wants: the facts as they should be. `vendor_id` None means a new vendor.

    `engagement_id` None means a new engagement; `engagement` None together with an id means its end. The vendor in
    `engagement` is set here. `effective_on` is the wished day; for a correction, the day the fact really began.
    """

    kind: ChangeKind
    vendor_id: str | None = None
    vendor: VendorFacts | None = None
    engagement_id: str | None = None
    engagement: EngagementFacts | None = None
    effective_on: date | None = None
    public_reason: str = ""


async def propose_change(
    *,
    actor: Actor,
    proposal: Proposal,
    now: datetime,
    today: date,
    change_id: str | None = None,
    version: int | None = None,
) -> Change:
    """Keep the proposal as a draft. With `change_id`, the draft with that id is edited instead.

    Raises `InvalidInput` when nothing would change or a name is missing, `NotFound`, `NotPermitted`.
    """
    require(actor, Action.PROPOSE_CHANGE)
    _check(proposal)
    async with transaction():
        if change_id:
            return await _edit(change_id, version, actor, proposal, now, today)
        proposal = await _identities(proposal, now)
        parts = await _parts(proposal, today)
        change = Change(
            id=str(uuid4()),
            number=(await next_numbers("change"))[0],
            kind=proposal.kind,
            vendor_id=proposal.vendor_id or "",
            engagement_id=proposal.engagement_id,
            parts=parts,
            effective_on=proposal.effective_on,
            drafted_by=actor.id,
            drafted_at=now,
            data=await _data(proposal, today),
        )
        await changes.add(change)
        await changes.add_step(change, Step.EDIT, actor=actor.id, at=now)
        await _journal(EventName.CHANGE_DRAFTED, change, actor, now)
        return change


def _check(proposal: Proposal) -> None:
    errors: list[FieldError] = []
    if proposal.kind is ChangeKind.ADDED and proposal.engagement is None:
        errors.append(FieldError(field="engagement", message="Say what the vendor is used for."))
    if proposal.vendor is not None and not proposal.vendor.name.strip():
        errors.append(FieldError(field="vendor.name", message="Give the vendor’s name."))
    if proposal.engagement is not None and not proposal.engagement.listed_as.strip():
        errors.append(FieldError(field="listed_as", message="Give the name it is listed as."))
    if proposal.kind is ChangeKind.CORRECTED and not proposal.public_reason.strip():
        errors.append(FieldError(field="public_reason", message="Say what was wrong: readers are told."))
    if errors:
        msg = "The proposal is not complete."
        raise InvalidInput(msg, errors=tuple(errors))


async def _identities(proposal: Proposal, now: datetime) -> Proposal:
    """Give a new vendor and a new engagement their ids; the slug is the vendor's for ever."""
    vendor_id, engagement_id = proposal.vendor_id, proposal.engagement_id
    if vendor_id is None:
        if proposal.vendor is None:
            msg = "Name the vendor."
            raise InvalidInput(msg, errors=(FieldError(field="vendor.name", message=msg),))
        vendor_id = str(uuid4())
        name = proposal.vendor.name
        names = {name_key(known): known for known in (name, *proposal.vendor.other_names)}
        slug = vendors.free_slug(name, await vendors.taken_slugs())
        await vendors.add_many([vendors.Vendor(id=vendor_id, slug=slug, name=name, names=names)], at=now)
    if proposal.engagement is not None and engagement_id is None:
        engagement_id = str(uuid4())
        await vendors.add_engagements([(engagement_id, vendor_id, proposal.engagement.list_name)], at=now)
    return replace(proposal, vendor_id=vendor_id, engagement_id=engagement_id)


async def _parts(proposal: Proposal, today: date) -> tuple[Part, ...]:
    """The operations that lead from what is recorded for the change's day to what is wished."""
    parts: list[Part] = []
    on = _base_day(proposal, today)
    if proposal.vendor is not None and proposal.vendor_id:
        parts += await _part(SubjectKind.VENDOR, proposal.vendor_id, to_facts(proposal.vendor), on)
    if proposal.engagement_id and proposal.engagement is not None:
        wished = replace(proposal.engagement, vendor=proposal.vendor_id or "")
        parts += await _part(SubjectKind.ENGAGEMENT, proposal.engagement_id, to_facts(wished), on)
    if proposal.kind is ChangeKind.ENDED and proposal.engagement_id:
        await _must_be_listed(proposal.engagement_id, on)
        end = (Operation(field="listed", before=True, after=None),)
        parts.append(Part(subject_kind=SubjectKind.ENGAGEMENT, subject_id=proposal.engagement_id, operations=end))
    if not parts:
        msg = "Nothing would change."
        raise InvalidInput(msg)
    return tuple(parts)


def _base_day(proposal: Proposal, today: date) -> date:
    """The day whose facts the proposal starts from: the wished one, or today."""
    return proposal.effective_on or today


async def _part(kind: SubjectKind, subject_id: str, wished: Facts, on: date) -> list[Part]:
    operations = difference(await recording.current_facts(kind, subject_id, on=on), wished)
    return [Part(subject_kind=kind, subject_id=subject_id, operations=operations)] if operations else []


async def _must_be_listed(engagement_id: str, on: date) -> None:
    if not await recording.current_facts(SubjectKind.ENGAGEMENT, engagement_id, on=on):
        msg = "It is not on the list on that day."
        raise Conflict(msg)


async def _data(proposal: Proposal, today: date) -> dict[str, object]:
    data: dict[str, object] = {"public_reason": proposal.public_reason} if proposal.public_reason else {}
    if proposal.kind is ChangeKind.ENDED and proposal.engagement_id:
        on = _base_day(proposal, today)
        data["ended_facts"] = dict(
            await recording.current_facts(SubjectKind.ENGAGEMENT, proposal.engagement_id, on=on)
        )
    return data


async def _edit(  # noqa: PLR0913, PLR0917 - the verb's own arguments
    change_id: str, version: int | None, actor: Actor, proposal: Proposal, now: datetime, today: date
) -> Change:
    was = await changes.load_for_update(change_id, version=version)
    proposal = replace(
        proposal, kind=was.kind, vendor_id=was.vendor_id, engagement_id=was.engagement_id or proposal.engagement_id
    )
    step = replace(
        take(was, Step.EDIT, actor),
        parts=await _parts(proposal, today),
        effective_on=proposal.effective_on,
        drafted_by=actor.id,
        data=await _data(proposal, today),
    )
    await changes.save(step, was=was.version)
    await changes.add_step(step, Step.EDIT, actor=actor.id, at=now)
    if proposal.vendor is not None:
        names = [(was.vendor_id, name_key(n), n) for n in (proposal.vendor.name, *proposal.vendor.other_names)]
        await vendors.add_names(names)
    await _journal(EventName.CHANGE_EDITED, step, actor, now)
    return step


async def _journal(name: EventName, change: Change, actor: Actor, now: datetime) -> None:
    data = {"change": change.id, "fields": sorted({o.field for o in change.operations})}
    await record(Event(name=name, subject=f"change:{change.id}", actor=actor.id, at=now, data=data))
