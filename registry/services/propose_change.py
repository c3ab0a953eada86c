"""Propose a change: a new engagement, other facts, a correction or an ending, kept as a draft with its operations."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar
from uuid import uuid4

import msgspec

from registry.domain.errors import Conflict, FieldError, InvalidInput, NotFound
from registry.domain.register.access import Action, Actor, require
from registry.domain.register.changes import Change, ChangeKind, Part, Step, take
from registry.domain.register.events import Event, EventName
from registry.domain.register.fact_checks import check_facts
from registry.domain.register.facts import LISTED, EngagementFacts, SubjectKind, VendorFacts, to_facts
from registry.domain.register.revisions import Operation, apply, difference
from registry.domain.register.texts import all_plain, plain, unfit
from registry.reference.reading import name_key
from registry.services import recording
from registry.storage.journal import record
from registry.storage.repositories import changes, vendors
from registry.storage.repositories.counters import next_numbers
from registry.storage.transaction import transaction

_Known = TypeVar("_Known", EngagementFacts, VendorFacts)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A proposal whose vendor and engagement are known; new ones are not written yet."""

    proposal: Proposal
    vendor_id: str
    engagement_id: str | None
    parts: tuple[Part, ...]
    data: dict[str, object]


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

    The same proposal again, while the person's own draft of it stands, answers that draft. Raises `InvalidInput` when
    nothing would change or a fact cannot be kept, `Conflict`, `InvalidStep`, `NotFound`, `NotPermitted`.
    """
    require(actor, Action.PROPOSE_CHANGE)
    async with transaction():
        if change_id:
            return await _edit(change_id, version, actor, proposal, now, today)
        await next_numbers("change", 0)  # one proposal after the other: names, slugs and drafts are given once
        draft = await _draft(_checked(actor, proposal), today)
        mine = await _standing(draft, actor)
        return mine or await _add(draft, actor, now)


def _checked(actor: Actor, proposal: Proposal) -> Proposal:
    """The proposal with its texts as they are kept. Raises `InvalidInput` naming every field at once."""
    if proposal.kind is ChangeKind.CORRECTED:
        require(actor, Action.CORRECT_CHANGE)
    proposal = replace(
        proposal,
        vendor=_plain(proposal.vendor) if proposal.vendor else None,
        engagement=_plain(proposal.engagement) if proposal.engagement else None,
        public_reason=plain(proposal.public_reason),
    )
    errors = _missing(proposal)
    errors += [replace(e, field=f"vendor.{e.field}") for e in (check_facts(proposal.vendor) if proposal.vendor else ())]
    errors += check_facts(proposal.engagement) if proposal.engagement else ()
    why = unfit(proposal.public_reason)
    if why:
        errors.append(FieldError(field="public_reason", message=why))
    if errors:
        msg = "The proposal is not complete."
        raise InvalidInput(msg, errors=tuple(errors))
    return proposal


def _plain(known: _Known) -> _Known:
    return msgspec.convert(all_plain(msgspec.to_builtins(known)), type(known))


def _missing(proposal: Proposal) -> list[FieldError]:
    errors: list[FieldError] = []
    if proposal.kind is ChangeKind.ADDED and proposal.engagement is None:
        errors.append(FieldError(field="engagement", message="Say what the vendor is used for."))
    if proposal.vendor_id is None and proposal.vendor is None:
        errors.append(FieldError(field="vendor.name", message="Name the vendor."))
    if proposal.vendor is not None and not name_key(proposal.vendor.name):
        errors.append(FieldError(field="vendor.name", message="Give the vendor’s name."))
    if proposal.engagement is not None and not proposal.engagement.listed_as:
        errors.append(FieldError(field="listed_as", message="Give the name it is listed as."))
    if proposal.kind is ChangeKind.ENDED and proposal.engagement_id is None:
        errors.append(FieldError(field="engagement", message="Say which engagement ends."))
    if proposal.kind is ChangeKind.AMENDED and proposal.engagement and proposal.engagement_id is None:
        errors.append(FieldError(field="engagement", message="Say which engagement changes."))
    if proposal.kind is ChangeKind.CORRECTED and not proposal.public_reason:
        errors.append(FieldError(field="public_reason", message="Say what was wrong: readers are told."))
    return errors


async def _draft(proposal: Proposal, today: date) -> _Draft:
    """The operations that lead from what is recorded for the change's day to what is wished."""
    await _must_belong(proposal)
    vendor_id = proposal.vendor_id or str(uuid4())
    engagement_id = proposal.engagement_id or (str(uuid4()) if proposal.engagement else None)
    on = _base_day(proposal, today)
    parts: list[Part] = []
    vendor = proposal.vendor or await _unknown_yet(vendor_id)
    if vendor is not None:
        known = await recording.known_facts(SubjectKind.VENDOR, vendor_id, on=on)
        parts += _part(SubjectKind.VENDOR, vendor_id, difference(known, to_facts(vendor)))
    data: dict[str, object] = {"public_reason": proposal.public_reason} if proposal.public_reason else {}
    if engagement_id:
        before = await recording.current_facts(SubjectKind.ENGAGEMENT, engagement_id, on=on)
        if proposal.kind is ChangeKind.AMENDED and not before:
            before = await recording.known_facts(SubjectKind.ENGAGEMENT, engagement_id, on=on)
        if not before and proposal.kind in {ChangeKind.AMENDED, ChangeKind.ENDED}:
            msg = "It is not on the list on that day."
            raise Conflict(msg)
        if proposal.kind is ChangeKind.ENDED:
            end = (Operation(field=LISTED, before=True, after=None),)
            parts = _part(SubjectKind.ENGAGEMENT, engagement_id, end)
            data["ended_facts"] = dict(before)
        elif proposal.engagement:
            wished = to_facts(replace(proposal.engagement, vendor=vendor_id))
            parts += _part(SubjectKind.ENGAGEMENT, engagement_id, difference(before, wished))
    if not parts:
        msg = "Nothing would change."
        raise InvalidInput(msg)
    return _Draft(proposal=proposal, vendor_id=vendor_id, engagement_id=engagement_id, parts=tuple(parts), data=data)


async def _must_belong(proposal: Proposal) -> None:
    """Vendor and engagement must exist and belong together; a merged vendor gets nothing new."""
    if proposal.vendor_id is None:
        if proposal.engagement_id is not None:
            msg = "There is no engagement {engagement}."
            raise NotFound(msg, engagement=proposal.engagement_id)
        return
    vendor = await vendors.load(proposal.vendor_id)
    if vendor.merged_into is not None:
        msg = "This vendor was merged into another: propose the change there."
        raise Conflict(msg)
    if proposal.engagement_id is not None and vendor.id not in await _owners(proposal.engagement_id):
        msg = "There is no engagement {engagement} of this vendor."
        raise NotFound(msg, engagement=proposal.engagement_id)


async def _owners(engagement_id: str) -> set[str]:
    """The vendor the engagement is recorded of; of one that is a draft, the vendor it began with or is merged into."""
    begun = await vendors.vendor_of_engagement(engagement_id)
    facts = await recording.known_facts(SubjectKind.ENGAGEMENT, engagement_id, on=date.max)
    if facts:
        return {str(facts["vendor"])}
    owners = {begun}
    while (into := (await vendors.load(begun)).merged_into) is not None:
        begun = into
        owners.add(into)
    return owners


async def _unknown_yet(vendor_id: str) -> VendorFacts | None:
    """The facts to announce of a vendor that exists as a draft only; None when some are recorded."""
    if await recording.known_facts(SubjectKind.VENDOR, vendor_id, on=date.max):
        return None
    return VendorFacts(name=(await vendors.load(vendor_id)).name)


def _base_day(proposal: Proposal, today: date) -> date:
    """The day whose facts the proposal starts from: the wished one, never a past one but for a correction."""
    wished = proposal.effective_on or today
    return wished if proposal.kind is ChangeKind.CORRECTED else max(wished, today)


def _part(kind: SubjectKind, subject_id: str, operations: tuple[Operation, ...]) -> list[Part]:
    return [Part(subject_kind=kind, subject_id=subject_id, operations=operations)] if operations else []


async def _standing(draft: _Draft, actor: Actor) -> Change | None:
    """The actor's own draft that says the same: a form sent twice makes one draft."""
    proposal = draft.proposal
    ids = [proposal.vendor_id] if proposal.vendor_id else []
    if proposal.vendor_id is None and proposal.vendor is not None:
        ids = await vendors.ids_named(name_key(proposal.vendor.name))
    for vendor_id in ids:
        for known in await changes.load_drafts(vendor_id, drafted_by=actor.id):
            same = (known.kind, known.effective_on) == (proposal.kind, proposal.effective_on)
            if same and _said(known.parts) == _said(draft.parts) and known.data == draft.data:
                return known
    if proposal.vendor_id is None and ids:
        msg = "There is a vendor of this name already: propose the change there."
        raise Conflict(msg, vendor=(await vendors.load(ids[0])).slug)
    return None


def _said(parts: tuple[Part, ...]) -> list[object]:
    """What parts say, whichever new vendor or engagement they say it of."""
    operations = [(part.subject_kind, o) for part in parts for o in part.operations if o.field != "vendor"]
    said: list[object] = msgspec.json.decode(msgspec.json.encode(operations))
    return said


async def _add(draft: _Draft, actor: Actor, now: datetime) -> Change:
    await _add_identities(draft, now)
    change = Change(
        id=str(uuid4()),
        number=(await next_numbers("change"))[0],
        kind=draft.proposal.kind,
        vendor_id=draft.vendor_id,
        engagement_id=draft.engagement_id,
        parts=draft.parts,
        effective_on=draft.proposal.effective_on,
        drafted_by=actor.id,
        drafted_at=now,
        list_name=draft.proposal.engagement.list_name if draft.proposal.engagement else "",
        data=draft.data,
    )
    await changes.add(change)
    await _note(EventName.CHANGE_DRAFTED, change, actor, now)
    return change


async def _add_identities(draft: _Draft, now: datetime) -> None:
    """Write a new vendor and a new engagement; the slug is the vendor's for ever, and nothing of it is public yet."""
    proposal = draft.proposal
    if proposal.vendor is not None and proposal.vendor_id is None:
        name, others = proposal.vendor.name, proposal.vendor.other_names
        slug = vendors.free_slug(name, await vendors.taken_slugs())
        names = {name_key(known): known for known in (name, *others)}
        await vendors.add_many([vendors.Vendor(id=draft.vendor_id, slug=slug, name=name, names=names)], at=now)
    if proposal.engagement is not None and proposal.engagement_id is None and draft.engagement_id:
        await vendors.add_engagements([(draft.engagement_id, draft.vendor_id, proposal.engagement.list_name)], at=now)


async def _edit(  # noqa: PLR0917 - the verb's own arguments
    change_id: str, version: int | None, actor: Actor, proposal: Proposal, now: datetime, today: date
) -> Change:
    was = await changes.load_for_update(change_id, version=version)
    step = take(was, Step.EDIT, actor)
    engagement_id = was.engagement_id or proposal.engagement_id
    vendor = proposal.vendor or _new_vendor(was)
    proposal = replace(proposal, kind=was.kind, vendor_id=was.vendor_id, vendor=vendor, engagement_id=engagement_id)
    draft = await _draft(_checked(actor, proposal), today)
    await _add_identities(draft, now)
    step = replace(
        step,
        parts=draft.parts,
        engagement_id=draft.engagement_id,
        effective_on=proposal.effective_on,
        data={**draft.data, "edited_by": sorted(was.authors | {actor.id})},
    )
    await changes.save(step, was=was.version)
    await _note(EventName.CHANGE_EDITED, step, actor, now)
    return step


def _new_vendor(was: Change) -> VendorFacts | None:
    """The facts of the new vendor that the draft brings, when the edit does not say them again."""
    for part in was.parts:
        if part.subject_kind is SubjectKind.VENDOR and part.operations[0].field == LISTED:
            return msgspec.convert(apply({}, part.operations), VendorFacts)
    return None


async def _note(name: EventName, change: Change, actor: Actor, now: datetime) -> None:
    await changes.add_step(change, Step.EDIT, actor=actor.id, at=now)
    data = {"change": change.id, "fields": sorted({o.field for o in change.operations})}
    await record(Event(name=name, subject=f"change:{change.id}", actor=actor.id, at=now, data=data))
