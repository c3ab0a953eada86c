"""What snapshots of a list come to: vendors, engagements, revisions, changes and entries; nothing is written here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import uuid4

from registry.domain.register.changes import Change, ChangeKind, ChangeState, Part
from registry.domain.register.facts import COLUMNS, EngagementFacts, Facts, SubjectKind, VendorFacts, to_facts
from registry.domain.register.pairing import Row, pair_snapshots
from registry.domain.register.publications import Publication
from registry.domain.register.publisher import Service
from registry.domain.register.reports import Problem, Report
from registry.domain.register.revisions import Operation, Revision, difference
from registry.reference.histories import Snapshot
from registry.reference.reading import VendorIndex, name_key
from registry.services import reading_rows, telling
from registry.services.telling import Subject
from registry.storage.repositories.vendors import Vendor, free_slug

TOLD_COLUMNS = tuple(column for column in COLUMNS if column != "notes")
"""Columns whose changes are entries; notes are kept and told to nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An entry to publish, with the services whose feeds carry it."""

    entry: Publication
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A row of the newest snapshot with the engagement it is of."""

    row: Row
    engagement_id: str
    facts: EngagementFacts


@dataclass(slots=True, kw_only=True)
class Replaying:
    """Takes the snapshots one after the other. `recorded_at` and `actor` stand in everything that comes of them."""

    recorded_at: datetime
    actor: str
    list_name: str
    services: Sequence[Service]
    known: Sequence[Vendor]
    taken: set[str]
    vendors: dict[str, Vendor] = field(default_factory=dict)
    engagements: list[tuple[str, str, str]] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    problems: dict[tuple[str, str, str], Problem] = field(default_factory=dict)
    imported: int = 0
    changed: int = 0
    unchanged: int = 0
    _index: VendorIndex = field(default_factory=VendorIndex.load)
    _named: dict[str, tuple[str, str]] = field(default_factory=dict)
    _stands: dict[str, VendorFacts] = field(default_factory=dict)
    _lines: list[_Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Know the vendors that the register knows."""
        for vendor in self.known:
            self.vendors[vendor.id] = vendor
            for name in vendor.names.values():
                self._index.add(name, vendor.id)

    def take(self, snapshot: Snapshot, cells: Sequence[Mapping[str, str]]) -> None:
        """Go from the snapshot before to this one; `cells` are its rows as the register keeps them."""
        rows = [Row(cells=row, vendor=self._vendor_of(row["name"])[0]) for row in cells]
        self._vendors_stand(rows, snapshot.day)
        pairing = pair_snapshots([line.row for line in self._lines], rows)
        older = {new: self._lines[old] for old, new in pairing.pairs}
        for old in pairing.removed:
            self._step(self._lines[old], None, snapshot.day)
        lines: list[_Line] = []
        for number, row in enumerate(rows):
            line = self._line(row, older.get(number), snapshot.day)
            self._clarify(line, snapshot.file, number + 2)
            lines.append(line)
        self._lines = lines

    def report(self) -> Report:
        """Every row of every snapshot, and what is to be clarified, each thing once."""
        return Report(
            imported=self.imported,
            changed=self.changed,
            unchanged=self.unchanged,
            to_be_clarified=len(self.problems),
            problems=tuple(self.problems.values()),
        )

    def _vendor_of(self, name: str) -> tuple[str, str]:
        """(id, why it is to be clarified) of the vendor that a listed name means; the same for a name for ever."""
        if name not in self._named:
            match = self._index.match(name, propose=True)
            vendor_id = match.vendor or str(uuid4())
            if vendor_id not in self.vendors:
                called = (name if match.kind == "two" else match.canonical or name)[:300]
                slug = free_slug(called, self.taken)
                self.vendors[vendor_id] = Vendor(id=vendor_id, slug=slug, name=called, is_published=True)
            self._index.add(name, vendor_id)
            self.vendors[vendor_id].names.setdefault(name_key(name), name)
            self._named[name] = (vendor_id, match.why if match.kind in {"two", "proposed"} else "")
        return self._named[name]

    def _vendors_stand(self, rows: Iterable[Row], day: date) -> None:
        """A vendor's own facts: its name, and the website of its first row that states one."""
        websites: dict[str, str] = {}
        for row in rows:
            websites[row.vendor] = websites.get(row.vendor) or row.cells.get("website", "")
        for vendor_id, website in websites.items():
            facts = VendorFacts(name=self.vendors[vendor_id].name, website=website, source=self.list_name)
            before = self._stands.get(vendor_id)
            if facts != before:
                self._stands[vendor_id] = facts
                operations = difference(to_facts(before) if before else {}, to_facts(facts))
                self._revise(SubjectKind.VENDOR, vendor_id, operations, to_facts(facts), day, None)

    def _line(self, row: Row, older: _Line | None, day: date) -> _Line:
        if older is not None and older.row.cells == row.cells:
            self.unchanged += 1
            return older
        facts = reading_rows.read_row(row.cells, vendor=row.vendor, services=self.services, list_name=self.list_name)
        why = self._vendor_of(row.name)[1]
        if why:
            facts = reading_rows.clarify(facts, "name", row.name, why)
        line = _Line(row=row, engagement_id=older.engagement_id if older else str(uuid4()), facts=facts)
        if older is None:
            self.imported += 1
            self.engagements.append((line.engagement_id, row.vendor, self.list_name))
            self._step(None, line, day)
        else:
            self.changed += 1
            self._step(older, line, day)
        return line

    def _clarify(self, line: _Line, file: str, row: int) -> None:
        for item in line.facts.to_be_clarified:
            problem = Problem(file=file, row=row, column=item.column, text=item.text, reason=item.reason)
            self.problems.setdefault((line.engagement_id, item.column, item.text), problem)

    def _step(self, older: _Line | None, newer: _Line | None, day: date) -> None:
        """One row's step: its revision, and what is told of it: nothing when only its notes differ.

        A row that goes on under another name and with other facts is told as one that went and one that came, as
        readers of the list saw it; that it is the same engagement stands in its revisions.
        """
        line = newer or older
        if line is None:
            raise AssertionError(day)
        before, after = (to_facts(side.facts) if side else {} for side in (older, newer))
        operations, cells = difference(before, after), _cells(older, newer)
        part = Part(subject_kind=SubjectKind.ENGAGEMENT, subject_id=line.engagement_id, operations=operations)
        if older and newer and len(cells) > 1 and cells[0].field == "name":
            self._change(ChangeKind.ENDED, older, _cells(older, None), day, ())
            change_id = self._change(ChangeKind.ADDED, newer, _cells(None, newer), day, (part,))
        elif cells:
            kind = ChangeKind.AMENDED if older and newer else ChangeKind.ADDED if newer else ChangeKind.ENDED
            change_id = self._change(kind, line, cells, day, (part,))
        else:
            change_id = None
        self._revise(SubjectKind.ENGAGEMENT, line.engagement_id, operations, after, day, change_id)

    def _change(
        self, kind: ChangeKind, line: _Line, cells: tuple[Operation, ...], day: date, parts: tuple[Part, ...]
    ) -> str:
        change = Change(
            id=str(uuid4()),
            number=len(self.changes),
            state=ChangeState.EFFECTIVE,
            kind=kind,
            vendor_id=line.row.vendor,
            engagement_id=line.engagement_id,
            parts=parts,
            effective_on=day,
            drafted_by=self.actor,
            drafted_at=self.recorded_at,
            announced_at=self.recorded_at,
            list_name=self.list_name,
            data={"replayed": True},
        )
        self.changes.append(change)
        self._tell(change, line.facts, cells, day)
        return change.id

    def _tell(self, change: Change, facts: EngagementFacts, cells: tuple[Operation, ...], day: date) -> None:
        vendor = self.vendors[change.vendor_id]
        text = telling.published_text(
            change,
            Subject(engagement=facts, vendor=self._stands[vendor.id]),
            slug=vendor.slug,
            services=self.services,
            more={"operations": cells, "replayed": True},
        )
        entry = Publication(
            sequence=0,
            id=str(uuid4()),
            kind=telling.ending_kind(change),
            published_at=self.recorded_at,
            day=day,
            change_id=change.id,
            notice_id=None,
            vendor_id=vendor.id,
            engagement_id=change.engagement_id,
            text=text,
        )
        self.told.append(Told(entry=entry, services=telling.services_of(text, self.services)))

    def _revise(  # noqa: PLR0917 - a revision's own fields, in its order
        self,
        kind: SubjectKind,
        subject_id: str,
        operations: tuple[Operation, ...],
        facts: Facts,
        day: date,
        change_id: str | None,
    ) -> None:
        self.revisions.append(
            Revision(
                id=str(uuid4()),
                subject_kind=kind,
                subject_id=subject_id,
                sequence=len(self.revisions),
                effective_on=day,
                recorded_at=self.recorded_at,
                operations=operations,
                facts=facts,
                change_id=change_id,
            )
        )


def _cells(older: _Line | None, newer: _Line | None) -> tuple[Operation, ...]:
    """The cells that differ, notes apart, as they were published."""
    before, after = (line.row.cells if line else {} for line in (older, newer))
    return tuple(
        Operation(field=column, before=before.get(column), after=after.get(column))
        for column in TOLD_COLUMNS
        if before.get(column) != after.get(column)
    )
