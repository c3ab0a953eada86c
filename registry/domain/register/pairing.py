"""Which row of a newer list is which row of the older one: pure rules, without ever losing or doubling a row."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from registry.domain.register.facts import COLUMNS


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a list as published: its cells by column, and the vendor its name was read as."""

    cells: Mapping[str, str]
    vendor: str

    @property
    def name(self) -> str:
        """The name as listed."""
        return self.cells.get("name", "")

    def key(self, *columns: str) -> tuple[str, ...]:
        """The cells of the columns."""
        return tuple(self.cells.get(column, "") for column in columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Indexes into the two lists: (older, newer) pairs, what is only older, what is only newer."""

    pairs: tuple[tuple[int, int], ...]
    removed: tuple[int, ...]
    added: tuple[int, ...]


class _Matcher:
    """Takes pairs out of two lists, rule after rule; what is left is removed or added."""

    def __init__(self, older: Sequence[Row], newer: Sequence[Row]) -> None:
        self.older, self.newer = older, newer
        self.left_old, self.left_new = list(range(len(older))), list(range(len(newer)))
        self.pairs: list[tuple[int, int]] = []

    def by(self, key: Callable[[Row], Hashable]) -> None:
        """Pair rows with the same key in the order they stand."""
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for index in self.left_old:
            waiting[key(self.older[index])].append(index)
        found = [(waiting[key(self.newer[i])].pop(0), i) for i in self.left_new if waiting.get(key(self.newer[i]))]
        self._take(found)

    def closest(self, key: Callable[[Row], Hashable]) -> None:
        """Pair rows with the same key, those with the most equal cells first, then as they stand."""
        groups: dict[Hashable, list[int]] = defaultdict(list)
        for index in self.left_old:
            groups[key(self.older[index])].append(index)
        candidates = [
            (-_equal_cells(self.older[old], self.newer[new]), old, new)
            for new in self.left_new
            for old in groups.get(key(self.newer[new]), ())
        ]
        taken_old: set[int] = set()
        taken_new: set[int] = set()
        found: list[tuple[int, int]] = []
        for _, old, new in sorted(candidates):
            if old not in taken_old and new not in taken_new:
                taken_old.add(old)
                taken_new.add(new)
                found.append((old, new))
        self._take(found)

    def only_one_each(self, key: Callable[[Row], Hashable]) -> None:
        """Pair the rows of a key when exactly one is left on each side."""
        olds: dict[Hashable, list[int]] = defaultdict(list)
        news: dict[Hashable, list[int]] = defaultdict(list)
        for index in self.left_old:
            olds[key(self.older[index])].append(index)
        for index in self.left_new:
            news[key(self.newer[index])].append(index)
        self._take([(olds[k][0], n[0]) for k, n in news.items() if len(n) == 1 and len(olds.get(k, ())) == 1])

    def _take(self, found: Sequence[tuple[int, int]]) -> None:
        olds, news = {old for old, _ in found}, {new for _, new in found}
        self.left_old = [index for index in self.left_old if index not in olds]
        self.left_new = [index for index in self.left_new if index not in news]
        self.pairs += found

    def done(self) -> Pairing:
        return Pairing(pairs=tuple(sorted(self.pairs)), removed=tuple(self.left_old), added=tuple(self.left_new))


def _equal_cells(one: Row, other: Row) -> int:
    return sum(one.cells.get(column, "") == other.cells.get(column, "") for column in COLUMNS)


def pair_snapshots(older: Sequence[Row], newer: Sequence[Row]) -> Pairing:
    """Rows of two snapshots of one history.

    Equal rows; then the same vendor and listed name with the most equal cells; then the same vendor; the rest was
    removed or added.
    """
    matcher = _Matcher(older, newer)
    matcher.by(lambda row: row.key(*COLUMNS))
    matcher.closest(lambda row: (row.vendor, row.name))
    matcher.closest(lambda row: row.vendor)
    return matcher.done()


def pair_import(older: Sequence[Row], newer: Sequence[Row]) -> Pairing:
    """Rows of a list that is imported again.

    All cells equal; the same vendor, entity, services and purpose; the same vendor and listed name where nothing else
    of them is unmatched on either side. The rest is new, or gone from the list.
    """
    matcher = _Matcher(older, newer)
    matcher.by(lambda row: row.key(*COLUMNS))
    matcher.closest(lambda row: (row.vendor, *row.key("legal_entity", "services", "purpose")))
    matcher.only_one_each(lambda row: (row.vendor, row.name))
    return matcher.done()
