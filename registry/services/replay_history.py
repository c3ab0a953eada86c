"""Replay the history of a published list into an empty register, as if every snapshot had been published on its day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from registry.domain.errors import Conflict
from registry.domain.register.access import Action, Actor, require
from registry.domain.register.changes import Step
from registry.domain.register.events import Event, EventName
from registry.domain.register.reports import Problem, Report
from registry.reference.histories import Snapshot
from registry.services import reading_rows, recording
from registry.services.replaying import Replaying
from registry.storage.journal import record
from registry.storage.repositories import changes, publications, publisher, revisions, vendors
from registry.storage.repositories.counters import next_numbers
from registry.storage.transaction import transaction


async def replay_history(*, actor: Actor, history: Sequence[Snapshot], list_name: str, now: datetime) -> Report:
    """Write the whole history, recorded `now`, or nothing. Nobody is mailed.

    A row that cannot be kept refuses all: the report names it, and nothing was written. Raises `Conflict` when the
    register has published vendors, `NotPermitted`.
    """
    require(actor, Action.REPLAY_HISTORY)
    cells = [[reading_rows.plain_cells(row) for row in snapshot.rows] for snapshot in history]
    refused = _refused(history, cells)
    if refused:
        return Report(refused=sum(map(len, cells)), problems=refused)
    async with transaction():
        await recording.hold()
        if await vendors.any_published():
            msg = "The register has published vendors: a history is replayed into an empty one only."
            raise Conflict(msg)
        own = await publisher.load()
        known = await vendors.load_all()
        replaying = Replaying(
            recorded_at=now,
            actor=actor.id,
            list_name=list_name,
            services=own.services if own else (),
            known=known,
            taken=await vendors.taken_slugs(),
        )
        for snapshot, rows in zip(history, cells, strict=True):
            replaying.take(snapshot, rows)
        await _write(replaying, {vendor.id for vendor in known}, now)
        data = {
            "list": list_name,
            "snapshots": len(history),
            "rows": replaying.report().read,
            "entries": len(replaying.told),
            "first_day": history[0].day,
            "last_day": history[-1].day,
        }
        subject = f"list:{list_name}"
        await record(Event(name=EventName.REGISTER_REPLAYED, subject=subject, actor=actor.id, at=now, data=data))
    return replaying.report()


def _refused(history: Sequence[Snapshot], cells: Sequence[Sequence[dict[str, str]]]) -> tuple[Problem, ...]:
    return tuple(
        Problem(file=snapshot.file, row=number, column=refusal.column, text=refusal.text, reason=refusal.reason)
        for snapshot, rows in zip(history, cells, strict=True)
        for number, row in enumerate(rows, start=2)
        if (refusal := reading_rows.refusal(row))
    )


async def _write(replaying: Replaying, known: set[str], now: datetime) -> None:
    """Write what the snapshots came to, in few statements, under numbers that follow those in use."""
    numbers = await next_numbers("change", len(replaying.changes))
    numbered = [replace(change, number=number) for change, number in zip(replaying.changes, numbers, strict=True)]
    sequences = await next_numbers("revision", len(replaying.revisions))
    written = [replace(r, sequence=n) for r, n in zip(replaying.revisions, sequences, strict=True)]
    await vendors.add_many([vendor for vendor in replaying.vendors.values() if vendor.id not in known], at=now)
    used = {change.vendor_id for change in numbered}
    await vendors.mark_published(sorted(used & known))
    await vendors.add_names(
        (vendor.id, key, name) for vendor in replaying.vendors.values() for key, name in vendor.names.items()
    )
    await vendors.add_engagements(replaying.engagements, at=now)
    await changes.add_many(numbered)
    await changes.add_steps(numbered, Step.TAKE_EFFECT, actor=replaying.actor, at=now)
    await revisions.append(written)
    by_id = {change.id: change.number for change in numbered}
    await publications.publish_many(
        [
            (
                replace(told.entry, text=replace(told.entry.text, change_number=by_id[told.entry.change_id or ""])),
                told.services,
            )
            for told in replaying.told
        ]
    )
