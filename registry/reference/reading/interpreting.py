"""Read lines of one kind, one answer to each, as the command line prints them and as import reads them."""

from collections.abc import Iterable, Iterator
from itertools import count

from registry.domain.errors import InvalidInput
from registry.reference.reading.locations import read_location
from registry.reference.reading.mechanisms import read_mechanism
from registry.reference.reading.text import clean
from registry.reference.reading.vendors import VendorIndex

KINDS = ("location", "mechanism", "vendor")
_BREAKS = dict.fromkeys((*range(32), *range(0x7F, 0xA0), 0x2028, 0x2029), " ")


def interpret(kind: str, lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """(text, reading, why) for every line, empty ones too; for vendors, earlier lines count as known."""
    if kind not in KINDS:
        raise InvalidInput("{kind} is none of location, mechanism, vendor.", kind=kind)
    index = VendorIndex.load() if kind == "vendor" else None
    numbers = count(1)
    for line in lines:
        text = line.rstrip("\r\n")
        if index is not None:
            reading, why = _vendor(index, text, str(next(numbers)))
        elif kind == "location":
            place = read_location(text)
            reading, why = place.token, place.why
        else:
            mechanism = read_mechanism(text)
            reading, why = " ".join(mechanism.tokens), mechanism.why
        yield _one_cell(text), _flat(reading), _flat(why)


def _vendor(index: VendorIndex, text: str, number: str) -> tuple[str, str]:
    match = index.match(text, propose=True)
    if match.vendor is None and match.kind != "two" and match.canonical:
        index.add(text, number)
    return match.canonical, match.why


def _one_cell(text: str) -> str:
    """The text as it came, with a blank for each mark that would end the cell or the line."""
    return text.translate(_BREAKS)


def _flat(text: str) -> str:
    return " ".join(clean(text).split())
