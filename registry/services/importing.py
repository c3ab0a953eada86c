"""What published rows come to, compared with the register: drafts, a baseline, a report; nothing is written here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from registry.domain.register.changes import Change, ChangeKind, ChangeState, Part
from registry.domain.register.facts import LISTED, Facts, SubjectKind, VendorFacts, to_facts
from registry.domain.register.pairing import Row, pair_import
from registry.domain.register.reports import Problem, Report
from registry.domain.register.rereading import reread
from registry.domain.register.revisions import Operation, difference
from registry.reference.published_lists import ListRow, PublishedList
from registry.services import reading_rows
from registry.services.importing_state import EDITABLE, Register, Standing
from registry.services.importing_vendors import VendorNames

_COUNTED = ("imported", "changed", "unchanged", "refused", "to_be_clarified")
NO_ROW = 0
"""The row of a problem that no row of a file is: one that is gone from the list."""
HEADINGS_ROW = 1
_END = (Operation(field=LISTED, before=True, after=None),)
_BACK = (Operation(field=LISTED, before=None, after=True),)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowStep:
    """What one row comes to, for people: old → new of every field."""

    list_name: str
    file: str
    row: int
    listed_as: str
    kind: ChangeKind
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRow:
    """An engagement to publish with the baseline; `operations` lead from nothing to its facts."""

    engagement_id: str
    vendor_id: str
    facts: Facts
    operations: tuple[Operation, ...]


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What is to be written of one list. `edited` and `withdrawn` are (the change now, the change as it was)."""

    list_name: str
    engagements: list[tuple[str, str, str]] = field(default_factory=list)
    drafts: list[Change] = field(default_factory=list)
    edited: list[tuple[Change, Change]] = field(default_factory=list)
    withdrawn: list[Change] = field(default_factory=list)
    baseline: list[NewRow] = field(default_factory=list)
    websites: dict[str, str] = field(default_factory=dict)

    @property
    def changes_something(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.drafts or self.edited or self.withdrawn or self.baseline)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A row of a file that can be taken, with its vendor and what is to be clarified of its name."""

    file: str
    number: int
    row: Row
    doubt: str


@dataclass(slots=True, kw_only=True)
class Importing:
    """Compares lists with the register, one after the other; `outcomes` and `report` say what comes of them.

    With `is_baseline`, rows that were never published are to be published at once; all else becomes drafts.
    """

    register: Register
    actor: str
    now: datetime
    is_complete: bool = False
    is_baseline: bool = False
    names: VendorNames = field(init=False)
    outcomes: list[Outcome] = field(default_factory=list)
    steps: list[RowStep] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_COUNTED, 0))
    _told_of: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Know the vendors."""
        self.names = VendorNames(register=self.register)

    def report(self) -> Report:
        """What was done with every row."""
        return Report(**self._counts, problems=tuple(self.problems))

    def take(self, list_name: str, files: Sequence[PublishedList]) -> None:
        """Compare the list, published in these files, with the register."""
        out = Outcome(list_name=list_name)
        for file in files:
            self._name_unread(file)
        lines = [line for file in files for row in file.rows if (line := self._line(file, row))]
        for line in lines:
            website = line.row.cells.get("website", "")
            out.websites[line.row.vendor] = out.websites.get(line.row.vendor) or website
        stands = self.register.rows.get(list_name, ())
        older = [Row(cells=s.cells, vendor=self.names.today(s.facts["vendor"])) for s in stands]
        pairing = pair_import(older, [line.row for line in lines])
        partner = {new: stands[old] for old, new in pairing.pairs}
        for number, line in enumerate(lines):
            if number in partner:
                self._again(out, line, partner[number])
            else:
                self._new(out, line)
        for old in pairing.removed:
            self._gone(out, stands[old], files[0].file if files else list_name)
        self.outcomes.append(out)

    def _name_unread(self, file: PublishedList) -> None:
        why = "This column is kept as published and not read."
        for column in file.more:
            if any(row.cells.get(column, "").strip() for row in file.rows):
                self._problem(file.file, HEADINGS_ROW, column, column, why)

    def _line(self, file: PublishedList, row: ListRow) -> _Line | None:
        """The row with its vendor; None when it is refused."""
        cells = reading_rows.plain_cells(row.cells)
        cells |= {column: text for column in file.more if (text := row.cells.get(column, "").strip())}
        refused = reading_rows.refusal(cells)
        if row.oddity:
            refused = reading_rows.Refusal(column="", text=ascii(cells.get("name", "")[:200])[1:-1], reason=row.oddity)
        if refused:
            self._counts["refused"] += 1
            self._problem(file.file, row.number, refused.column, refused.text, refused.reason)
            return None
        vendor_id, doubt = self.names.find(cells["name"])
        return _Line(file=file.file, number=row.number, row=Row(cells=cells, vendor=vendor_id), doubt=doubt)

    def _problem(self, file: str, row: int, column: str, text: str, reason: str) -> None:
        self.problems.append(Problem(file=file, row=row, column=column, text=text, reason=reason))

    def _new(self, out: Outcome, line: _Line) -> None:
        """A row the register does not hold yet."""
        facts = self._read(line.row.cells, line.row.vendor, out.list_name, line.doubt)
        engagement_id, operations = str(uuid4()), difference({}, facts)
        out.engagements.append((engagement_id, line.row.vendor, out.list_name))
        self._counts["imported"] += 1
        if self.is_baseline:
            self._publish(out, line, engagement_id, facts)
        else:
            parts = (*self._new_vendor(out, line.row.vendor), *_part(engagement_id, operations))
            draft = self._draft(out, ChangeKind.ADDED, line.row.vendor, engagement_id, parts)
            out.drafts.append(replace(draft, list_row=line.number))
        self._step(out, line, ChangeKind.ADDED, operations)
        self._clarify(line, facts)

    def _again(self, out: Outcome, line: _Line, stands: Standing) -> None:
        """A row the register holds, published or pending."""
        is_back = stands.removal is not None and stands.removal.state in EDITABLE
        facts = stands.facts
        if line.row.cells != stands.cells:
            facts = self._reread(out, line, stands)
        operations = difference(stands.facts, facts)
        publishes = self.is_baseline and not stands.published
        if stands.removal is not None and is_back:
            out.withdrawn.append(stands.removal)
        if publishes:
            out.withdrawn += [change for change in stands.pending if change is not stands.removal]
            self._publish(out, line, stands.engagement_id, facts)
        elif operations:
            self._change(out, line, stands, facts)
        self._counts["changed" if operations or is_back else "unchanged"] += 1
        if operations or is_back:
            self._step(out, line, ChangeKind.AMENDED, operations or _BACK)
        if operations:
            self._clarify(line, facts, known=stands.facts)

    @staticmethod
    def _publish(out: Outcome, line: _Line, engagement_id: str, facts: Facts) -> None:
        operations = difference({}, facts)
        vendor_id = line.row.vendor
        out.baseline.append(
            NewRow(engagement_id=engagement_id, vendor_id=vendor_id, facts=facts, operations=operations)
        )

    def _reread(self, out: Outcome, line: _Line, stands: Standing) -> Facts:
        vendor = stands.facts["vendor"]
        is_same_name = stands.cells.get("name") == line.row.name
        doubts = [item["reason"] for item in stands.facts.get("to_be_clarified", ()) if item["column"] == "name"]
        doubt = doubts[0] if doubts and is_same_name else line.doubt
        before = self._read(stands.cells, vendor, out.list_name, doubts[0] if doubts else "")
        return reread(stands.facts, before=before, now=self._read(line.row.cells, vendor, out.list_name, doubt))

    def _read(self, cells: Mapping[str, str], vendor: str, list_name: str, doubt: str) -> Facts:
        facts = reading_rows.read_row(cells, vendor=vendor, services=self.register.services, list_name=list_name)
        return to_facts(reading_rows.clarify(facts, "name", cells["name"], doubt) if doubt else facts)

    def _change(self, out: Outcome, line: _Line, stands: Standing, facts: Facts) -> None:
        """The draft of the row, made or brought up to date; one that leads nowhere any more is withdrawn."""
        was = stands.draft
        if was is None:
            parts = self._website(line, stands) + _part(stands.engagement_id, difference(stands.facts, facts))
            draft = self._draft(out, ChangeKind.AMENDED, line.row.vendor, stands.engagement_id, parts)
            out.drafts.append(replace(draft, list_row=line.number))
            return
        operations = difference(stands.before, facts)
        if not operations:
            out.withdrawn.append(was)
            return
        others = tuple(part for part in was.parts if part.subject_id != stands.engagement_id)
        now = replace(
            was,
            state=ChangeState.DRAFT,
            parts=(
                *(_renewed(others, stands, line) or self._website(line, stands)),
                *_part(stands.engagement_id, operations),
            ),
            version=was.version + 1,
            list_row=line.number,
            data={**was.data, "edited_by": sorted(was.authors | {self.actor})},
        )
        out.edited.append((now, was))

    def _website(self, line: _Line, stands: Standing) -> tuple[Part, ...]:
        """The vendor's own website, when the row's changed and the vendor's was the row's; once in a run."""
        known = self.register.vendor_facts.get(line.row.vendor)
        before, now = stands.cells.get("website", ""), line.row.cells.get("website", "")
        if known is None or before == now or (known.facts.get("website") or "") != before:
            return ()
        if line.row.vendor in self._told_of:
            return ()
        self._told_of.add(line.row.vendor)
        operation = Operation(field="website", before=before or None, after=now or None)
        return (Part(subject_kind=SubjectKind.VENDOR, subject_id=line.row.vendor, operations=(operation,)),)

    def _gone(self, out: Outcome, stands: Standing, file: str) -> None:
        """A row that is no longer in the list; its removal is proposed only of a list that is said to be complete."""
        if stands.ends_on is not None:
            return
        name = str(stands.facts.get("listed_as", ""))
        proposes = self.is_complete and stands.removal is None and (stands.published or stands.draft is not None)
        said = " Its removal is proposed." if stands.removal or (proposes and stands.published) else ""
        said = said or (" Its draft is withdrawn." if proposes else "")
        self._problem(file, NO_ROW, "name", name, f"This row is no longer in the list “{out.list_name}”.{said}")
        if not proposes:
            return
        if not stands.published and stands.draft is not None:
            out.withdrawn.append(stands.draft)
        else:
            vendor = self.names.today(stands.facts["vendor"])
            draft = self._draft(out, ChangeKind.ENDED, vendor, stands.engagement_id, _part(stands.engagement_id, _END))
            out.drafts.append(replace(draft, data={"ended_facts": dict(stands.published)}))
        self.steps.append(
            RowStep(
                list_name=out.list_name, file=file, row=NO_ROW, listed_as=name, kind=ChangeKind.ENDED, operations=_END
            )
        )

    def _new_vendor(self, out: Outcome, vendor_id: str) -> tuple[Part, ...]:
        """What makes a vendor known that has no facts yet: every draft of it names it, the first says all."""
        if vendor_id in self.register.vendor_facts:
            return ()
        facts = self.vendor_facts(out, vendor_id)
        if vendor_id in self._told_of or vendor_id not in self.names.made:
            facts = VendorFacts(name=facts.name)
        self._told_of.add(vendor_id)
        operations = difference({}, to_facts(facts))
        return (Part(subject_kind=SubjectKind.VENDOR, subject_id=vendor_id, operations=operations),)

    def vendor_facts(self, out: Outcome, vendor_id: str) -> VendorFacts:
        """What the list says of a vendor."""
        made = self.names.made.get(vendor_id) or next(v for v in self.register.vendors if v.id == vendor_id)
        return VendorFacts(name=made.name, website=out.websites.get(vendor_id, ""), source=out.list_name)

    def _draft(
        self, out: Outcome, kind: ChangeKind, vendor_id: str, engagement_id: str, parts: tuple[Part, ...]
    ) -> Change:
        return Change(
            id=str(uuid4()),
            number=0,
            kind=kind,
            vendor_id=vendor_id,
            engagement_id=engagement_id,
            parts=parts,
            drafted_by=self.actor,
            drafted_at=self.now,
            list_name=out.list_name,
        )

    def _step(self, out: Outcome, line: _Line, kind: ChangeKind, operations: tuple[Operation, ...]) -> None:
        self.steps.append(
            RowStep(
                list_name=out.list_name,
                file=line.file,
                row=line.number,
                listed_as=line.row.name,
                kind=kind,
                operations=operations,
            )
        )

    def _clarify(self, line: _Line, facts: Facts, *, known: Facts | None = None) -> None:
        """Report what is to be clarified of a row that is new or changed, and was not reported before."""
        before = known.get("to_be_clarified", []) if known else []
        for item in _items(facts):
            if item not in before:
                self._counts["to_be_clarified"] += 1
                self._problem(line.file, line.number, item["column"], item["text"], item["reason"])


def _items(facts: Facts) -> Iterable[Mapping[str, Any]]:
    found: Iterable[Mapping[str, Any]] = facts.get("to_be_clarified", ())
    return found


def _part(engagement_id: str, operations: tuple[Operation, ...]) -> tuple[Part, ...]:
    return (Part(subject_kind=SubjectKind.ENGAGEMENT, subject_id=engagement_id, operations=operations),)


def _renewed(parts: Iterable[Part], stands: Standing, line: _Line) -> tuple[Part, ...]:
    """The parts about the vendor, with the website that the row gives now where they had the one it gave before."""
    before, now = stands.cells.get("website", ""), line.row.cells.get("website", "")
    renewed = []
    for part in parts:
        operations = tuple(
            replace(o, after=now or None) if o.field == "website" and (o.after or "") == before else o
            for o in part.operations
        )
        renewed.append(replace(part, operations=operations))
    return tuple(renewed)
