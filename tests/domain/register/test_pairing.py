"""Rows of two lists find each other, and none is lost or doubled."""

from hypothesis import given
from hypothesis import strategies as st

from registry.domain.register.pairing import Pairing, Row, pair_import, pair_snapshots


def row(name: str, vendor: str = "", **cells: str) -> Row:
    return Row(cells={"name": name, **cells}, vendor=vendor or name)


def test_equal_rows_pair_in_order_and_repeats_stay_apart() -> None:
    twice = [row("A"), row("A")]
    assert pair_snapshots(twice, twice) == Pairing(pairs=((0, 0), (1, 1)), removed=(), added=())


def test_the_same_name_pairs_with_the_row_that_is_most_alike() -> None:
    older = [row("A", purpose="mail", country="US"), row("A", purpose="chat", country="US")]
    newer = [row("A", purpose="chat", country="IE"), row("A", purpose="mail", country="IE")]
    assert pair_snapshots(older, newer).pairs == ((0, 1), (1, 0))


def test_a_renamed_row_pairs_by_its_vendor() -> None:
    assert pair_snapshots([row("NexMo", "v")], [row("NexMo Inc", "v")]).pairs == ((0, 0),)


def test_another_vendor_is_removed_and_added() -> None:
    assert pair_snapshots([row("A")], [row("B")]) == Pairing(pairs=(), removed=(0,), added=(0,))


def test_an_import_pairs_by_purpose_before_it_pairs_by_name() -> None:
    older = [row("A", purpose="mail"), row("A", purpose="chat")]
    newer = [row("A", purpose="chat", country="IE"), row("A", purpose="mail")]
    assert pair_import(older, newer).pairs == ((0, 1), (1, 0))


def test_an_import_does_not_guess_between_two_rows_of_one_name() -> None:
    older = [row("A", purpose="mail"), row("A", purpose="chat")]
    found = pair_import(older, [row("A", purpose="video")])
    assert (found.pairs, found.added) == ((), (0,))


names = st.sampled_from(["A", "A Inc", "B", "C"])
rows = st.lists(
    st.builds(lambda n, p, c: row(n, n[0], purpose=p, country=c), names, st.sampled_from("xy"), st.sampled_from("12")),
    max_size=8,
)


@given(rows, rows)
def test_no_row_is_lost_or_doubled(older: list[Row], newer: list[Row]) -> None:
    for pair in (pair_snapshots, pair_import):
        found = pair(older, newer)
        assert sorted([old for old, _ in found.pairs] + list(found.removed)) == list(range(len(older)))
        assert sorted([new for _, new in found.pairs] + list(found.added)) == list(range(len(newer)))
