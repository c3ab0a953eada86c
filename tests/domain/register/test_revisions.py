"""Two times: what holds on a day as known at an instant, against a naive model, and the awkward overlaps."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.domain.errors import Conflict
from registry.domain.register.facts import SubjectKind
from registry.domain.register.revisions import (
    DoesNotHold,
    Operation,
    Recorder,
    Revision,
    apply,
    difference,
    facts_on,
    periods,
    record,
    take_back,
)

DAY = date(2026, 1, 1)
T0 = datetime(2026, 1, 1, tzinfo=UTC)


class Book:
    """A history with one hour between two recordings."""

    def __init__(self) -> None:
        self.history: list[Revision] = []
        self.hours = 0
        self.ids = itertools.count()
        self.sequences = itertools.count(1)

    def recorder(self) -> Recorder:
        self.hours += 1
        return Recorder(
            at=T0 + timedelta(hours=self.hours),
            new_id=lambda: f"r{next(self.ids)}",
            next_sequence=lambda: next(self.sequences),
        )

    def step(self, day: int, change: str, *operations: Operation, settled: int | None = None) -> None:
        step = Revision(
            id="",
            subject_kind=SubjectKind.ENGAGEMENT,
            subject_id="e",
            sequence=0,
            effective_on=DAY + timedelta(days=day),
            recorded_at=T0,
            operations=operations,
            facts={},
            change_id=change,
        )
        until = None if settled is None else DAY + timedelta(days=settled)
        self.history += record(self.history, step, self.recorder(), settled_until=until).revisions

    def withdraw(self, change: str) -> dict[str, str]:
        done = take_back(self.history, change, self.recorder())
        self.history += done.revisions
        return dict(done.broken)

    def on(self, day: int, hours: int | None = None) -> dict[str, object]:
        known = None if hours is None else T0 + timedelta(hours=hours)
        return dict(facts_on(self.history, as_of=DAY + timedelta(days=day), known_at=known))


def added(**facts: object) -> list[Operation]:
    return list(difference({}, {"listed": True, **facts}))


def op(field: str, before: object, after: object) -> Operation:
    return Operation(field=field, before=before, after=after)


@pytest.fixture
def book() -> Book:
    result = Book()
    result.step(0, "add", *added(purpose="mail", place="US"))
    return result


def test_a_fact_holds_from_its_day_on(book: Book) -> None:
    book.step(10, "move", op("place", "US", "IE"))
    assert (book.on(9)["place"], book.on(10)["place"]) == ("US", "IE")


def test_nothing_is_known_before_it_was_recorded(book: Book) -> None:
    assert book.on(5, hours=0) == {}
    assert book.on(5, hours=1)["place"] == "US"


def test_a_late_correction_leaves_the_earlier_answer_to_those_who_ask_for_it(book: Book) -> None:
    book.step(0, "correct", op("place", "US", "CA"))
    assert (book.on(3, hours=1)["place"], book.on(3, hours=2)["place"]) == ("US", "CA")


def test_withdrawing_one_of_two_overlapping_changes_leaves_the_other_as_announced(book: Book) -> None:
    book.step(10, "move", op("place", "US", "IE"))
    book.step(20, "widen", op("purpose", "mail", "mail and chat"))
    assert book.withdraw("move") == {}
    assert book.on(25) == {"listed": True, "purpose": "mail and chat", "place": "US"}


def test_an_earlier_change_announced_later_reaches_into_the_later_one(book: Book) -> None:
    book.step(20, "widen", op("purpose", "mail", "mail and chat"))
    book.step(10, "move", op("place", "US", "IE"))
    assert book.on(25) == {"listed": True, "purpose": "mail and chat", "place": "IE"}


def test_a_change_that_rested_on_a_withdrawn_one_is_named_as_broken(book: Book) -> None:
    book.step(10, "move", op("place", "US", "IE"))
    book.step(20, "again", op("place", "IE", "DE"))
    assert book.withdraw("move") == {"again": "place"}
    assert book.on(25)["place"] == "US"


def test_a_change_against_a_later_announced_one_is_refused(book: Book) -> None:
    book.step(20, "later", op("place", "US", "DE"))
    with pytest.raises(Conflict, match="place"):
        book.step(10, "earlier", op("place", "US", "IE"))


def test_an_operation_that_finds_another_value_is_refused(book: Book) -> None:
    with pytest.raises(DoesNotHold, match="US"):
        book.step(10, "move", op("place", "FR", "IE"))


def test_what_ended_is_not_on_the_list_and_cannot_be_changed(book: Book) -> None:
    book.step(10, "end", op("listed", True, None))
    assert book.on(9)["place"] == "US"
    assert book.on(10) == {}
    with pytest.raises(DoesNotHold):
        book.step(11, "move", op("place", None, "IE"))


def test_a_withdrawn_end_never_takes_effect(book: Book) -> None:
    book.step(10, "end", op("listed", True, None))
    book.withdraw("end")
    assert book.on(30)["place"] == "US"


def test_two_changes_of_one_day_hold_in_the_order_recorded(book: Book) -> None:
    book.step(10, "a", op("place", "US", "IE"))
    book.step(10, "b", op("place", "IE", "DE"))
    assert book.on(10)["place"] == "DE"
    assert [p.facts["place"] for p in periods(book.history) if p.superseded_at is None] == ["US", "DE"]


def test_an_end_stays_an_end_when_what_came_before_it_that_day_is_computed_anew(book: Book) -> None:
    book.step(10, "widen", op("purpose", "mail", "mail and chat"))
    book.step(10, "end", op("listed", True, None))
    book.step(5, "move", op("place", "US", "IE"))
    assert (book.on(9)["place"], book.on(10), book.on(99)) == ("IE", {}, {})


def test_a_history_of_which_nothing_stands_has_no_open_period(book: Book) -> None:
    book.withdraw("add")
    assert book.on(99) == {}
    assert [p.superseded_at is None for p in periods(book.history)] == [False]


def test_a_correction_leaves_what_took_effect_since(book: Book) -> None:
    book.step(10, "move", op("place", "US", "IE"))
    book.step(3, "correct", op("place", "US", "CA"), settled=20)
    assert [book.on(day)["place"] for day in (2, 3, 9, 10)] == ["US", "CA", "CA", "IE"]
    assert by_period(book, 9, 3) == book.on(9)


def test_a_correction_against_what_is_only_announced_is_refused(book: Book) -> None:
    book.step(30, "move", op("place", "US", "IE"))
    with pytest.raises(Conflict, match="place"):
        book.step(3, "correct", op("place", "US", "CA"), settled=20)


def test_what_a_correction_took_off_the_list_is_not_brought_back_by_later_changes(book: Book) -> None:
    book.step(10, "move", op("place", "US", "IE"))
    book.step(5, "ended", op("listed", True, None), settled=20)
    assert [book.on(day).get("place") for day in (4, 5, 10)] == ["US", None, None]


def test_difference_and_apply_are_inverse() -> None:
    before, after = {"listed": True, "a": "1", "b": [1]}, {"listed": True, "b": [2], "c": {"x": "y"}}
    assert apply(before, difference(before, after)) == after


def naive(commands: list[tuple[str, int, int, str, object]], day: int, hours: int) -> dict[str, object]:
    """Replay the commands known by the hour, from scratch, in the order of their days."""
    known = commands[: max(0, hours - 1)]
    withdrawn = {change for kind, _, change, _, _ in known if kind == "withdraw"}
    steps = [(d, n, f, v) for kind, d, n, f, v in known if kind == "set" and n not in withdrawn]
    if hours < 1:
        return {}
    facts: dict[str, object] = {"listed": True, "a": 0, "b": 0, "c": 0}
    due = (step for step in sorted(steps, key=lambda s: (s[0], s[1])) if step[0] <= day)
    return facts | {field: value for _, _, field, value in due}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_every_day_and_instant_agrees_with_the_naive_model_and_with_the_periods(data: st.DataObject) -> None:
    book = Book()
    book.step(0, "add", *added(a=0, b=0, c=0))
    commands: list[tuple[str, int, int, str, object]] = []
    count = data.draw(st.integers(1, 7))
    for number in range(count):
        announced = [c for c in commands if c[0] == "set" and not any(w[2] == c[2] for w in commands if w[0] != "set")]
        if data.draw(st.booleans()) and announced:
            victim = data.draw(st.sampled_from(announced))
            if book_breaks(book, str(victim[2])):
                book.hours += 1
                commands.append(("nothing", 0, -1, "", None))
                continue
            book.withdraw(str(victim[2]))
            commands.append(("withdraw", victim[1], victim[2], "", None))
            continue
        day, field = data.draw(st.integers(1, 12)), data.draw(st.sampled_from("abc"))
        try:
            book.step(day, str(number), op(field, book.on(day)[field], number + 1))
        except Conflict:
            commands.append(("nothing", 0, -1, "", None))
            continue
        commands.append(("set", day, number, field, number + 1))
    for day, hours in itertools.product(range(-1, 14), range(count + 3)):
        expected = naive(commands, day, hours) if day >= 0 else {}
        assert book.on(day, hours) == expected
        assert by_period(book, day, hours) == expected


def book_breaks(book: Book, change: str) -> bool:
    probe = Recorder(at=T0, new_id=lambda: "x", next_sequence=lambda: 10**9)
    return bool(take_back(book.history, change, probe).broken)


def by_period(book: Book, day: int, hours: int) -> dict[str, object]:
    on, at = DAY + timedelta(days=day), T0 + timedelta(hours=hours)
    found = [
        p.facts
        for p in periods(book.history)
        if p.holds_from <= on
        and (p.holds_until is None or on < p.holds_until)
        and p.recorded_at <= at
        and (p.superseded_at is None or at < p.superseded_at)
    ]
    assert len(found) <= 1
    return dict(found[0]) if found else {}


def test_what_an_operation_finds_is_said_in_words(book: Book) -> None:
    with pytest.raises(DoesNotHold, match="expects other data categories than"):
        book.step(10, "data", op("data_categories", ["Names"], ["Voices"]))
    book.step(10, "end", op("listed", True, None))
    with pytest.raises(DoesNotHold, match="not on the list on that day"):
        book.step(11, "move", op("place", "US", "IE"))


def test_what_a_later_change_rests_on_cannot_end_before_it(book: Book) -> None:
    book.step(20, "later", op("place", "US", "DE"))
    with pytest.raises(Conflict, match="rests on it being on the list"):
        book.step(10, "end", op("listed", True, None))
