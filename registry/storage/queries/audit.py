"""The audit as the auditor reads it, and the check of its chain (R13)."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from registry.storage.journal import entry_hash
from registry.storage.tables.audit import AuditEntryRow, AuditHeadRow
from registry.storage.tables.outbox import OutboxRow

_PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the audit; `at` is UTC, `data` holds ids."""

    number: int
    at: datetime
    event: str
    subject: str
    actor: str
    data: dict[str, object]
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainCheck:
    """What the check of the chain found: how many entries, the hash of the newest, and every fault, oldest first."""

    entries: int
    head: str
    faults: tuple[str, ...]


async def list_entries(
    *, before: int | None = None, limit: int = 100, subject: str | None = None, event: str | None = None
) -> list[AuditEntry]:
    """The newest entries first, from the one before number `before`; `event` is a name or its first word."""
    query = AuditEntryRow.select().order_by(AuditEntryRow.number, ascending=False).limit(limit)
    if before is not None:
        query = query.where(AuditEntryRow.number < before)
    if subject:
        query = query.where(AuditEntryRow.subject == subject)
    if event:
        query = query.where((AuditEntryRow.event == event) | AuditEntryRow.event.like(f"{event}.%"))
    return [_entry(row) for row in await query]


def _entry(row: dict[str, Any]) -> AuditEntry:
    return AuditEntry(
        number=row["number"],
        at=row["at"],
        event=row["event"],
        subject=row["subject"],
        actor=row["actor"],
        data=msgspec.json.decode(row["data"]),
        hash=row["hash"],
    )


async def check_chain(*, expected: str = "") -> ChainCheck:
    """Walk the whole chain: each entry's number, content and link, and whether the end is there.

    `expected` is a newest hash noted earlier outside: a chain rewritten since then does not hold it.
    """
    faults: list[str] = []
    number, previous = 0, ""
    is_there = not expected
    async for row in _rows():
        is_there = is_there or row["hash"] == expected
        number += 1
        if row["number"] != number:
            missing = f"{number}" if row["number"] == number + 1 else f"{number} to {row['number'] - 1}"
            faults.append(
                f"entry {missing} is missing" if row["number"] > number else f"entry {row['number']} is doubled"
            )
            number = row["number"]
        elif row["previous"] != previous:
            faults.append(f"entry {number} does not follow the entry before it")
        if entry_hash(row) != row["hash"]:
            faults.append(f"entry {number} was changed: its content and its hash differ")
        previous = row["hash"]
    faults += await _check_head(number, previous)
    if not is_there:
        faults.append(f"no entry has the hash {expected}: the chain was cut off or written anew")
    known = await OutboxRow.count()
    if known > number:
        faults.append(f"the outbox knows of {known} events, the chain only of {number}")
    return ChainCheck(entries=number, head=previous, faults=tuple(faults))


async def _check_head(number: int, previous: str) -> list[str]:
    heads = await AuditHeadRow.select().where(AuditHeadRow.id == 1)
    if not heads:
        return ["the head of the chain is missing"]
    head = heads[0]
    if head["number"] > number:
        return [f"the chain was cut off: it ends at {number}, its head says {head['number']}"]
    if head["number"] < number or head["hash"] != previous:
        return [f"the head of the chain says entry {head['number']}, which is not the newest as it stands"]
    return []


async def _rows() -> AsyncGenerator[dict[str, Any]]:
    last = -(2**62)
    while (
        rows := await AuditEntryRow.select()
        .where(AuditEntryRow.number > last)
        .order_by(AuditEntryRow.number)
        .limit(_PAGE)
    ):
        for row in rows:
            yield row
        last = rows[-1]["number"]
