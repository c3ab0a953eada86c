"""Merge a vendor into another: they were one all along, and from today the list says so."""

from dataclasses import replace
from datetime import date, datetime

from registry.domain.errors import Conflict, InvalidInput
from registry.domain.register.access import Action, Actor, require
from registry.domain.register.events import Event, EventName
from registry.domain.register.facts import SubjectKind, VendorFacts, to_facts
from registry.domain.register.revisions import difference, hold_earlier, live
from registry.services import moving, recording, telling
from registry.services.moving import Move
from registry.storage.journal import record
from registry.storage.queries import lists
from registry.storage.repositories import changes, revisions, vendors
from registry.storage.repositories.vendors import Vendor
from registry.storage.transaction import transaction


async def merge_vendors(*, actor: Actor, slug: str, into: str, now: datetime, today: date) -> Vendor:
    """Merge the vendor with `slug` into the one with `into`; the vendor that stays.

    From today its engagements are the other's, and its pages lead there; what was listed before stays as it was. The
    same merge again changes nothing. Raises `InvalidInput`, `Conflict`, `NotFound`, `NotPermitted`.
    """
    require(actor, Action.MERGE_VENDORS)
    async with transaction():
        await recording.hold()
        source, target = await vendors.load_by_slug(slug), await _final(await vendors.load_by_slug(into))
        if source.id == target.id:
            msg = "“{slug}” and “{into}” are the same vendor."
            raise InvalidInput(msg, slug=slug, into=into)
        if source.merged_into is not None:
            if (await _final(source)).id == target.id:
                return target
            msg = "“{slug}” was merged into another vendor: split it from that one first."
            raise Conflict(msg, slug=slug)
        move = Move(source=source.id, target=target.id, today=today, now=now)
        engagements = sorted(await lists.engagements_of(source.id, today=today))
        await _make_known(source, target, move)
        await moving.move_engagements(move, engagements)
        open_changes = await changes.load_open(source.id, moving.OPEN)
        await moving.move_changes(move, open_changes, target=VendorFacts(name=target.name))
        await vendors.redirect(source.id, target.id)
        if source.is_published:
            await vendors.mark_published([target.id])
        data = {"vendor": source.id, "into": target.id, "engagements": engagements}
        subject = f"vendor:{source.id}"
        await record(Event(name=EventName.VENDOR_MERGED, subject=subject, actor=actor.id, at=now, data=data))
    return replace(target, is_published=target.is_published or source.is_published)


async def _final(vendor: Vendor) -> Vendor:
    """The vendor at the end of its merges."""
    while vendor.merged_into is not None:
        vendor = await vendors.load(vendor.merged_into)
    return vendor


async def _make_known(source: Vendor, target: Vendor, move: Move) -> None:
    """The target's own facts hold by today at the latest and name the source among its other names."""
    said = await recording.known_facts(SubjectKind.VENDOR, source.id, on=move.today)
    history = await revisions.load(SubjectKind.VENDOR, target.id)
    if not said and not live(history):
        return
    if live(history):
        await moving.write(hold_earlier(history, move.today, moving.recorder_of(history, move.now)))
    before = await recording.current_facts(SubjectKind.VENDOR, target.id, on=move.today)
    known = telling.vendor_facts(before) or VendorFacts(name=target.name)
    others = dict.fromkeys((*known.other_names, str(said.get("name") or source.name)))
    after = replace(known, other_names=tuple(name for name in others if name != known.name))
    await moving.record_vendor(target.id, difference(before, to_facts(after)), move)
