"""Split a vendor: undo a merge, or let rows that were joined by mistake be a vendor of their own from today."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

from registry.domain.errors import InvalidInput
from registry.domain.register.access import Action, Actor, require
from registry.domain.register.changes import Change
from registry.domain.register.events import Event, EventName
from registry.domain.register.facts import Facts, SubjectKind, VendorFacts, to_facts
from registry.domain.register.revisions import apply, difference
from registry.domain.register.texts import checked
from registry.reference.reading import name_key
from registry.services import moving, recording, telling
from registry.services.moving import Move
from registry.storage.journal import record
from registry.storage.queries import lists
from registry.storage.repositories import changes, vendors
from registry.storage.repositories.vendors import Vendor
from registry.storage.transaction import transaction


async def split_vendor(
    *, actor: Actor, slug: str, listed_as: Sequence[str] = (), name: str = "", now: datetime, today: date
) -> Vendor:
    """The vendor that stands by itself from today.

    Of a vendor that was merged, its merge is undone. Of another, the rows listed under the names become a new vendor,
    called `name` or by the first of them. Raises `InvalidInput`, `NotFound`, `NotPermitted`.
    """
    require(actor, Action.MERGE_VENDORS)
    called = checked(name or next(iter(listed_as), ""), field="name")
    async with transaction():
        await recording.hold()
        vendor = await vendors.load_by_slug(slug)
        if vendor.merged_into is not None:
            return await _undo(vendor, actor, now, today)
        wanted = {checked(text, field="listed_as") for text in listed_as}
        if not wanted:
            msg = "“{slug}” was not merged into another vendor. Name the rows that are to be a vendor of their own."
            raise InvalidInput(msg, slug=slug)
        if vendor.name in wanted:
            msg = "The vendor itself is called “{name}”. Name the rows that are not its own."
            raise InvalidInput(msg, name=vendor.name)
        return await _part_off(vendor, wanted, called, actor, now, today)


async def _undo(vendor: Vendor, actor: Actor, now: datetime, today: date) -> Vendor:
    """Its engagements, wherever they went with the merge, are its own again."""
    into = vendor
    while into.merged_into is not None:
        into = await vendors.load(into.merged_into)
    move = Move(source=into.id, target=vendor.id, today=today, now=now)
    begun = set(await vendors.engagements_begun_with(vendor.id))
    engagements = sorted(begun & set(await lists.engagements_of(into.id, today=today)))
    before = await recording.current_facts(SubjectKind.VENDOR, into.id, on=today)
    known = telling.vendor_facts(before)
    if known is not None:
        own = await recording.known_facts(SubjectKind.VENDOR, vendor.id, on=today)
        names = {str(own.get("name")), vendor.name}
        after = replace(known, other_names=tuple(other for other in known.other_names if other not in names))
        await moving.record_vendor(into.id, difference(before, to_facts(after)), move)
    await moving.move_engagements(move, engagements)
    open_changes = [change for change in await changes.load_open(into.id, moving.OPEN) if change.engagement_id in begun]
    await moving.move_changes(move, open_changes, target=VendorFacts(name=vendor.name))
    await vendors.redirect(vendor.id, None)
    await _note(vendor, into, engagements, actor, now)
    return replace(vendor, merged_into=None)


async def _part_off(  # noqa: PLR0917 - the verb's own values
    source: Vendor, wanted: set[str], called: str, actor: Actor, now: datetime, today: date
) -> Vendor:
    """The rows listed under the names go to a new vendor, and so do the names."""
    standing = await lists.engagements_of(source.id, today=today)
    mine = {id_ for id_, facts in standing.items() if facts.get("listed_as") in wanted}
    open_changes = [
        change for change in await changes.load_open(source.id, moving.OPEN)
        if change.engagement_id in mine or (change.engagement_id not in standing and _name(change) in wanted)
    ]  # fmt: skip
    if not mine and not open_changes:
        msg = "“{slug}” has no row of that name."
        raise InvalidInput(msg, slug=source.slug)
    slug = vendors.free_slug(called, await vendors.taken_slugs())
    target = Vendor(id=str(uuid4()), slug=slug, name=called, is_published=source.is_published and bool(mine))
    await vendors.add_many([target], at=now)
    keys = [name_key(text) for text in (*wanted, called)]
    await vendors.move_names(source.id, [key for key in keys if key != name_key(source.name)], to=target.id)
    await vendors.add_names((target.id, name_key(text), text) for text in (*wanted, called))
    move = Move(source=source.id, target=target.id, today=today, now=now)
    if mine:
        await moving.record_vendor(target.id, difference({}, to_facts(VendorFacts(name=called))), move)
    await moving.move_engagements(move, sorted(mine))
    await moving.move_changes(move, open_changes, target=VendorFacts(name=called))
    await vendors.move_engagements(
        [change.engagement_id for change in open_changes if change.engagement_id and change.engagement_id not in mine],
        to=target.id,
    )
    await _note(target, source, sorted(mine), actor, now)
    return target


def _name(change: Change) -> str:
    """The name a draft of a new row lists it under."""
    for part in change.parts:
        if part.subject_kind is SubjectKind.ENGAGEMENT and change.kind.value == "added":
            facts: Facts = apply({}, part.operations)
            return str(facts.get("listed_as", ""))
    return ""


async def _note(vendor: Vendor, source: Vendor, engagements: Sequence[str], actor: Actor, now: datetime) -> None:
    data = {"vendor": vendor.id, "from": source.id, "engagements": list(engagements)}
    subject = f"vendor:{vendor.id}"
    await record(Event(name=EventName.VENDOR_SPLIT, subject=subject, actor=actor.id, at=now, data=data))
