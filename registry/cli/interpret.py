"""`registry interpret`: how published texts are read, a line out for each line in, by the code that import uses."""

import sys
from collections.abc import Iterable, Iterator

import click

from registry.reference.reading import interpret as read_lines
from registry.reference.reading.interpreting import KINDS


@click.command("interpret")
@click.argument("kind", type=click.Choice(KINDS))
def interpret(kind: str) -> None:
    """Read each line of standard input as a KIND; print the text, its reading and why, parted by tabs.

    For vendors, names on earlier lines count as known.
    """
    out = sys.stdout.buffer
    for line in printed(kind, sys.stdin.buffer):
        out.write(line.encode("utf-8", "replace"))
    out.flush()


def printed(kind: str, lines: Iterable[bytes]) -> Iterator[str]:
    """A line for each line, empty ones too; bytes that are no UTF-8 are read as what they are not: a question mark."""
    texts = (line.decode("utf-8", "replace").removesuffix("\n") for line in _without_mark(lines))
    for text, reading, why in read_lines(kind, texts):
        yield f"{text}\t{reading}\t{why}\n"


def _without_mark(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines without the mark some programs put before UTF-8."""
    for number, line in enumerate(lines):
        yield line.removeprefix(b"\xef\xbb\xbf") if number == 0 else line
