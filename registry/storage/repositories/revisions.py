"""Histories of revisions: loaded whole, appended to, their periods kept in step in the same transaction."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from registry.domain.register.facts import Facts, SubjectKind
from registry.domain.register.revisions import Operation, Period, Revision, periods
from registry.storage import bulk
from registry.storage.tables.revisions import ListingPeriodRow, RevisionRow, VendorPeriodRow

BATCH = 200
_COLUMNS = (
    RevisionRow.id, RevisionRow.sequence, RevisionRow.subject_kind, RevisionRow.subject_id, RevisionRow.effective_on,
    RevisionRow.recorded_at, RevisionRow.operations, RevisionRow.facts, RevisionRow.change_id, RevisionRow.voids,
)  # fmt: skip


async def load(kind: SubjectKind, subject_id: str) -> list[Revision]:
    """The whole history of one subject, oldest first."""
    return (await load_many(kind, [subject_id]))[subject_id]


async def load_many(kind: SubjectKind, subject_ids: Sequence[str]) -> dict[str, list[Revision]]:
    """The histories of many subjects, by id; an unknown id has an empty one."""
    found: dict[str, list[Revision]] = {subject_id: [] for subject_id in subject_ids}
    wanted = list(dict.fromkeys(subject_ids))
    for start in range(0, len(wanted), BATCH):
        rows = (
            await RevisionRow.select(*_COLUMNS)
            .where(RevisionRow.subject_kind == kind.value, RevisionRow.subject_id.is_in(wanted[start : start + BATCH]))
            .order_by(RevisionRow.sequence)
        )
        for row in rows:
            found[row["subject_id"]].append(_revision(row))
    return found


async def every_subject(kind: SubjectKind) -> list[str]:
    """The ids of all subjects that have a history."""
    rows = await RevisionRow.select(RevisionRow.subject_id).where(RevisionRow.subject_kind == kind.value).distinct()
    return sorted({str(row["subject_id"]) for row in rows})


async def append(revisions: Sequence[Revision], *, are_first: bool = False) -> None:
    """Write the revisions and compute the periods of their subjects anew.

    `are_first` says that their subjects have no history yet, which spares reading it.
    """
    await bulk.insert(RevisionRow, [_row(revision) for revision in revisions])
    subjects: dict[SubjectKind, dict[str, list[Revision]]] = defaultdict(lambda: defaultdict(list))
    for revision in revisions:
        subjects[revision.subject_kind][revision.subject_id].append(revision)
    for kind, histories in subjects.items():
        if not are_first:
            await _forget_periods(kind, list(histories))
        await _add_periods(kind, histories if are_first else await load_many(kind, list(histories)))


async def _forget_periods(kind: SubjectKind, ids: Sequence[str]) -> None:
    for start in range(0, len(ids), BATCH):
        some = list(ids[start : start + BATCH])
        if kind is SubjectKind.ENGAGEMENT:
            await ListingPeriodRow.delete().where(ListingPeriodRow.engagement_id.is_in(some))
        else:
            await VendorPeriodRow.delete().where(VendorPeriodRow.vendor_id.is_in(some))


async def _add_periods(kind: SubjectKind, histories: Mapping[str, Sequence[Revision]]) -> None:
    computed = [period for history in histories.values() for period in periods(history)]
    if kind is SubjectKind.ENGAGEMENT:
        await bulk.insert(ListingPeriodRow, [_listing_row(period) for period in computed])
    else:
        await bulk.insert(VendorPeriodRow, [_vendor_row(period) for period in computed])


async def differing_periods() -> list[str]:
    """The subjects (`kind:id`) whose stored periods are not those that their revisions give."""
    wrong: list[str] = []
    for kind in SubjectKind:
        stored = await _stored_periods(kind)
        ids = sorted({*await every_subject(kind), *stored})
        histories = await load_many(kind, ids)
        for subject_id in ids:
            computed = sorted(_comparable(period) for period in periods(histories[subject_id]))
            if computed != sorted(stored.get(subject_id, [])):
                wrong.append(f"{kind.value}:{subject_id}")
    return wrong


async def rebuild_periods() -> int:
    """Compute all periods anew, and drop those of subjects without a history; how many subjects were done."""
    done = 0
    for kind in SubjectKind:
        ids = sorted({*await every_subject(kind), *await _stored_periods(kind)})
        await _forget_periods(kind, ids)
        await _add_periods(kind, await load_many(kind, ids))
        done += len(ids)
    return done


async def _stored_periods(kind: SubjectKind) -> dict[str, list[tuple[str, ...]]]:
    table: type[ListingPeriodRow | VendorPeriodRow]
    table, column = (
        (ListingPeriodRow, "engagement_id") if kind is SubjectKind.ENGAGEMENT else (VendorPeriodRow, "vendor_id")
    )
    stored: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for row in await table.select():
        stored[row[column]].append(
            _key(
                row["holds_from"],
                row["holds_until"],
                row["recorded_at"],
                row["superseded_at"],
                msgspec.json.decode(row["facts"]),
            )
        )
    return stored


def _comparable(period: Period) -> tuple[str, ...]:
    return _key(period.holds_from, period.holds_until, period.recorded_at, period.superseded_at, period.facts)


def _key(
    holds_from: date, holds_until: date | None, recorded_at: datetime, superseded_at: datetime | None, facts: Facts
) -> tuple[str, ...]:
    return (
        holds_from.isoformat(),
        holds_until.isoformat() if holds_until else "",
        str(recorded_at.timestamp()),
        str(superseded_at.timestamp()) if superseded_at else "",
        msgspec.json.encode(facts, order="sorted").decode(),
    )


def encode(value: object) -> str:
    """A value as JSON text for a Text column."""
    return msgspec.json.encode(value).decode()


def _revision(row: dict[str, Any]) -> Revision:
    return Revision(
        id=row["id"],
        subject_kind=SubjectKind(row["subject_kind"]),
        subject_id=row["subject_id"],
        sequence=row["sequence"],
        effective_on=row["effective_on"],
        recorded_at=row["recorded_at"],
        operations=tuple(Operation(**item) for item in msgspec.json.decode(row["operations"])),
        facts=msgspec.json.decode(row["facts"]),
        change_id=row["change_id"],
        voids=row["voids"],
    )


def _row(revision: Revision) -> dict[str, Any]:
    return {
        "id": revision.id,
        "sequence": revision.sequence,
        "subject_kind": revision.subject_kind.value,
        "subject_id": revision.subject_id,
        "effective_on": revision.effective_on,
        "recorded_at": revision.recorded_at,
        "operations": encode(revision.operations),
        "facts": encode(revision.facts),
        "change_id": revision.change_id,
        "voids": revision.voids,
    }


def _listing_row(period: Period) -> dict[str, Any]:
    return {
        "engagement_id": period.subject_id,
        "vendor_id": period.facts.get("vendor", ""),
        **_period(period),
    }


def _vendor_row(period: Period) -> dict[str, Any]:
    return {"vendor_id": period.subject_id, **_period(period)}


def _period(period: Period) -> dict[str, Any]:
    return {
        "holds_from": period.holds_from,
        "holds_until": period.holds_until,
        "recorded_at": period.recorded_at,
        "superseded_at": period.superseded_at,
        "facts": encode(period.facts),
    }
