"""`registry interpret` answers each line with a line: the text, the reading, why."""

import subprocess
import sys

import pytest

from registry.cli.interpret import printed


def answers(kind: str, *lines: bytes) -> list[list[str]]:
    return [line.removesuffix("\n").split("\t") for line in printed(kind, lines)]


@pytest.mark.parametrize("kind", ["location", "mechanism", "vendor"])
def test_one_line_out_for_each_line_in(kind: str) -> None:
    lines = [b"\n", b"a\tb\n", b"\xff\xfe\n", "x\u2028y\x85z\n".encode(), b"\x00\r\n", b"SCCs, Ireland"]
    found = answers(kind, *lines)
    assert len(found) == len(lines)
    assert all(len(cells) == 3 and "\n" not in "".join(cells) for cells in found)


def test_readings_are_those_of_import() -> None:
    assert [cells[1] for cells in answers("location", b"EU/US\n", b"Berlin\n", b"worldwide\n")] == ["US", "DE", "?"]
    assert [cells[1] for cells in answers("mechanism", b"not the DPF\n", b"SCC Module 3\n")] == ["unknown", "scc-m3"]


def test_earlier_lines_count_as_known_vendors() -> None:
    found = answers("vendor", b"Examplesoft\n", b"Examplesoft Ltd.\n", b"Apple / Google\n", b"Exampelsoft\n")
    assert [cells[1] for cells in found] == ["Examplesoft", "Examplesoft", "?", "Exampelsoft"]
    assert "only proposed" in found[3][2]


def test_the_mark_before_utf_8_is_no_part_of_the_text() -> None:
    assert answers("location", b"\xef\xbb\xbfBerlin\n")[0][:2] == ["Berlin", "DE"]


def test_it_needs_no_register() -> None:
    command = [sys.executable, "-m", "registry.cli.main", "interpret", "location"]
    done = subprocess.run(command, input=b"Paris\n\nTokyo", capture_output=True, check=False)
    assert (done.returncode, done.stdout.count(b"\n"), done.stderr) == (0, 3, b"")
