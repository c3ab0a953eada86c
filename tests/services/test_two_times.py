"""Two times on the database: every day as known at every instant agrees with a naive model, whatever was decided."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.domain.errors import Conflict
from registry.domain.register.changes import Change, ChangeKind, Part
from registry.domain.register.facts import EngagementFacts, Facts, SubjectKind, VendorFacts, to_facts
from registry.domain.register.revisions import Operation, difference
from registry.services import recording
from registry.storage.queries import listing
from registry.storage.repositories import revisions, vendors
from registry.storage.transaction import transaction

START, DAYS = date(2026, 1, 1), 5
T0 = datetime(2026, 6, 1, tzinfo=UTC)
FIELDS = ("listed_as", "purpose", "retention")
Command = tuple[str, int, str]


@dataclass(slots=True, kw_only=True)
class Model:
    """Commands by the hour they were recorded; the whole past is played again for every question."""

    commands: list[tuple[str, int, frozenset[str], Operation | None]] = field(default_factory=list)

    def on(self, day: int, hour: int) -> dict[str, object] | None:
        known = self.commands[: hour + 1]
        gone = {change for kind, _, some, _ in known if kind == "withdraw" for change in some}
        steps = [(d, n, o) for n, (kind, d, some, o) in enumerate(known) if kind == "set" and not some & gone]
        facts: dict[str, object] | None = None
        for d, _, operation in sorted(steps, key=lambda step: step[:2]):
            if d <= day and operation is None:
                facts = dict.fromkeys(FIELDS, "0")
            elif d <= day and operation and operation.field == "listed":
                facts = None
            elif d <= day and operation and facts is not None:
                facts[operation.field] = operation.after
        return facts


class Register:
    """One engagement in the database, changed by an hour."""

    def __init__(self) -> None:
        self.vendor, self.engagement = str(uuid4()), str(uuid4())
        self.hour = -1
        self.model = Model()

    def part(self, *operations: Operation) -> Part:
        return Part(subject_kind=SubjectKind.ENGAGEMENT, subject_id=self.engagement, operations=operations)

    async def open(self) -> None:
        facts = to_facts(EngagementFacts(vendor=self.vendor, listed_as="0", purpose="0", retention="0"))
        known = Part(
            subject_kind=SubjectKind.VENDOR,
            subject_id=self.vendor,
            operations=difference({}, to_facts(VendorFacts(name="V"))),
        )
        async with transaction():
            await vendors.add_many([vendors.Vendor(id=self.vendor, slug=self.vendor, name="V")], at=T0)
        await self.set(0, "add", None, self.part(*difference({}, facts)), known)

    async def set(self, day: int, change: str, said: Operation | None, *parts: Part) -> None:
        self.hour += 1
        kind = "set"
        try:
            async with transaction():
                await recording.record_parts(
                    parts, effective_on=START + timedelta(days=day), today=START, change_id=change, now=self.now
                )
        except Conflict:
            kind = "nothing"
        self.model.commands.append((kind, day, frozenset({change}), said))

    async def withdraw(self, change: str, part: Part) -> None:
        """Broken changes are withdrawn with it, as the verbs do."""
        self.hour += 1
        async with transaction():
            broken = await recording.take_back_change(_change(change, part), now=self.now, today=date.min)
        self.model.commands.append(("withdraw", 0, frozenset({change, *broken}), None))

    @property
    def now(self) -> datetime:
        return T0 + timedelta(hours=self.hour)

    async def on(self, day: int, hour: int) -> dict[str, object] | None:
        at = T0 + timedelta(hours=hour)
        found = await listing.on_day(START + timedelta(days=day), known_at=at, vendor_ids=[self.vendor])
        assert len(found) <= 1
        return {name: getattr(found[0].facts, name) or "0" for name in FIELDS} if found else None

    async def now_on(self, day: int) -> Facts:
        return await recording.current_facts(SubjectKind.ENGAGEMENT, self.engagement, on=START + timedelta(days=day))


def _change(change: str, part: Part) -> Change:
    return Change(id=change, number=0, kind=ChangeKind.AMENDED, vendor_id="", engagement_id=None, parts=(part,),
                  drafted_by="", drafted_at=T0)  # fmt: skip


commands = st.lists(
    st.tuples(
        st.sampled_from(["set", "set", "set", "end", "withdraw"]), st.integers(1, DAYS - 1), st.sampled_from(FIELDS)
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(commands)
@pytest.mark.usefixtures("database")
async def test_every_day_and_instant_agrees_with_the_naive_model(wanted: list[Command]) -> None:
    register = Register()
    await register.open()
    parts: dict[str, Part] = {}
    for number, (kind, day, name) in enumerate(wanted):
        change = str(uuid4())
        if kind == "withdraw":
            standing = [known for known in parts if not _is_gone(register, known)]
            if standing:
                await register.withdraw(standing[day % len(standing)], parts[standing[day % len(standing)]])
            continue
        facts = await register.now_on(day)
        said = Operation(field=name, before=facts.get(name), after=str(number + 1))
        if kind == "end":
            said = Operation(field="listed", before=True, after=None)
        parts[change] = register.part(said)
        await register.set(day, change, said, parts[change])
    for day, hour in _questions(register.hour):
        assert await register.on(day, hour) == register.model.on(day, hour), (day, hour)
    assert await revisions.differing_periods() == []


def _is_gone(register: Register, change: str) -> bool:
    return any(kind != "set" and change in some for kind, _, some, _ in register.model.commands)


def _questions(hours: int) -> Iterator[tuple[int, int]]:
    for day in range(-1, DAYS + 1):
        for hour in range(hours + 1):
            yield day, hour
