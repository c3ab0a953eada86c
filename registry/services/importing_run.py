"""One import from files to database: read and compared first, then written in one short transaction, or not at all."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from registry.domain.errors import Conflict, InvalidInput
from registry.domain.register.access import Actor
from registry.domain.register.changes import Change, ChangeState, Step
from registry.domain.register.events import Event, EventName
from registry.domain.register.reports import Report
from registry.domain.register.revisions import Revision
from registry.domain.register.texts import checked
from registry.reference.published_lists import PublishedList, read_list
from registry.services import importing_state, recording
from registry.services.importing import Importing, Outcome, RowStep
from registry.services.importing_baseline import Baseline, first_revisions, publish
from registry.storage.journal import record
from registry.storage.repositories import changes, content, vendors
from registry.storage.repositories.counters import next_numbers
from registry.storage.transaction import transaction

LONGEST_LIST_NAME = 200
_TRIES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFile:
    """A file to import: `name` as reports call it, the list its rows belong to, its bytes."""

    name: str
    list_name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a run did, or would do: the report, what every new or changed row came to, how many rows were published."""

    report: Report
    steps: tuple[RowStep, ...]
    published: int


class _Moved(Exception):  # noqa: N818 - not an error: the register changed while the lists were read
    pass


async def run_import(
    files: Sequence[ListFile],
    *,
    actor: Actor,
    now: datetime,
    today: date,
    is_complete: bool,
    is_dry: bool,
    baseline: Baseline | None = None,
) -> Imported:
    """Read, compare and write. Raises `UnreadableFile` and then nothing is written, `InvalidInput`, `Conflict`."""
    lists = await asyncio.to_thread(_read, files)
    for _ in range(_TRIES):
        register = await importing_state.read_register(list(lists), today=today)
        importing = await asyncio.to_thread(
            _compare,
            lists,
            register=register,
            actor=actor.id,
            now=now,
            is_complete=is_complete,
            is_baseline=baseline is not None,
        )
        done = Imported(
            report=importing.report(),
            steps=tuple(importing.steps),
            published=sum(len(out.baseline) for out in importing.outcomes),
        )
        if is_dry or not any(out.changes_something for out in importing.outcomes):
            return done
        first = await asyncio.to_thread(first_revisions, importing, baseline, now) if baseline else []
        try:
            async with transaction():
                await _write(importing, actor, now, baseline, first)
        except _Moved:
            continue
        return done
    msg = "The register changed again and again while the list was read. Import it again."
    raise Conflict(msg)


def _read(files: Sequence[ListFile]) -> Mapping[str, list[PublishedList]]:
    """The files by the list they belong to."""
    if not files:
        msg = "Name a file to import."
        raise InvalidInput(msg)
    lists: dict[str, list[PublishedList]] = {}
    for file in files:
        name = checked(file.list_name, field="list")
        if not name or len(name) > LONGEST_LIST_NAME:
            msg = "Name the list in 1 to {longest} characters."
            raise InvalidInput(msg, longest=LONGEST_LIST_NAME)
        lists.setdefault(name, []).append(read_list(file.name, file.content))
    return lists


def _compare(lists: Mapping[str, list[PublishedList]], **given: Any) -> Importing:  # noqa: ANN401 - what Importing takes
    importing = Importing(**given)
    for name, files in lists.items():
        importing.take(name, files)
    return importing


async def _write(
    importing: Importing, actor: Actor, now: datetime, baseline: Baseline | None, first: Sequence[Revision]
) -> None:
    """All of it. Raises `_Moved` when the register is no longer the one that was read."""
    await recording.hold()
    outcomes = [out for out in importing.outcomes if out.changes_something]
    numbers = iter(await next_numbers("change", sum(len(out.drafts) for out in outcomes)))
    if await content.hold_version() != importing.register.version:
        raise _Moved
    used = _used_vendors(outcomes)
    made = [vendor for vendor in importing.names.made.values() if vendor.id in used]
    await vendors.add_many([replace(vendor, is_published=baseline is not None) for vendor in made], at=now)
    await vendors.add_names((v, key, name) for (v, key), name in importing.names.spelt.items())
    for out in outcomes:
        await vendors.add_engagements(out.engagements, at=now)
        drafts = [replace(draft, number=next(numbers)) for draft in out.drafts]
        await changes.add_many(drafts)
        await changes.add_steps(drafts, Step.EDIT, actor=actor.id, at=now)
        await _edit(out, actor, now, baseline)
        data = {
            "list": out.list_name,
            "engagements": len(out.engagements),
            "drafts": [draft.number for draft in (drafts[:1] + drafts[-1:])],
            "edited": [change.number for change, _ in out.edited],
            "withdrawn": [change.number for change in out.withdrawn],
        }
        subject = f"list:{out.list_name}"
        await record(Event(name=EventName.REGISTER_IMPORTED, subject=subject, actor=actor.id, at=now, data=data))
    if baseline is not None:
        await publish(importing, first, actor=actor, now=now, baseline=baseline)


def _used_vendors(outcomes: Sequence[Outcome]) -> set[str]:
    """The vendors something is written of."""
    engaged = {vendor_id for out in outcomes for _, vendor_id, _ in out.engagements}
    return engaged | {change.vendor_id for out in outcomes for change in out.drafts}


async def _edit(out: Outcome, actor: Actor, now: datetime, baseline: Baseline | None) -> None:
    for change, was in out.edited:
        await changes.save(change, was=was.version)
        await changes.add_step(change, Step.EDIT, actor=actor.id, at=now)
    why = "The list was published as it was last told." if baseline else "The list says otherwise by now."
    for was in out.withdrawn:
        change = _withdrawn(was)
        await changes.save(change, was=was.version)
        await changes.add_step(change, Step.WITHDRAW, actor=actor.id, at=now, reason=why)


def _withdrawn(change: Change) -> Change:
    return replace(change, state=ChangeState.WITHDRAWN, version=change.version + 1)
