"""The documents mention every setting, every command with its options, and nothing that is not there."""

import re
from pathlib import Path

import click
import pytest

from registry.cli.main import main
from registry.settings import FOR_TESTS, NAMES
from tests.architecture.sources import ROOT, documents, named

COMMANDS = (ROOT / "docs" / "commands.md").read_text("utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text("utf-8")
GIVEN = [*documents(), ROOT / "Dockerfile", ROOT / "Makefile"]


def walk(command: click.Command, name: str) -> list[tuple[str, click.Command]]:
    """Every command that does something, with all its words."""
    if isinstance(command, click.Group):
        return [found for key, item in command.commands.items() for found in walk(item, f"{name} {key}")]
    return [(name, command)]


ALL = dict(walk(main, "registry"))


@pytest.mark.parametrize("name", NAMES)
def test_a_setting_has_its_row(name: str) -> None:
    assert re.search(rf"^\| `{name}` \|", SETTINGS, re.MULTILINE)


def test_no_document_names_a_setting_that_is_not_there() -> None:
    known = {*NAMES, *FOR_TESTS}
    unknown = {
        f"{named(path)}: {name}"
        for path in GIVEN
        for name in re.findall(r"\bREGISTRY_[A-Z_]*[A-Z]\b", path.read_text("utf-8"))
        if name not in known
    }
    assert unknown == set()


@pytest.mark.parametrize("name", ALL)
def test_a_command_has_its_section_with_every_option(name: str) -> None:
    section = re.search(rf"^## `{name}[` ].*?(?=^## |\Z)", COMMANDS, re.MULTILINE | re.DOTALL)
    assert section, f"docs/commands.md has no section for {name}"
    options = {option for item in ALL[name].params for option in item.opts if option.startswith("--")}
    assert [option for option in sorted(options) if f"`{option}" not in section[0]] == []


@pytest.mark.parametrize("name", ALL)
def test_a_command_says_what_it_does(name: str) -> None:
    assert ALL[name].help


def test_no_document_names_a_command_that_is_not_there() -> None:
    unknown = {
        f"{named(path)}: {match}"
        for path in documents()
        for match in re.findall(
            r"\bbin/registry ([a-z-]+(?: add)?)|`registry ([a-z-]+(?: add)?)", path.read_text("utf-8")
        )
        if f"registry {match[0] or match[1]}" not in ALL
    }
    assert unknown == set()


@pytest.mark.parametrize("path", documents(), ids=named)
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
    assert [target for target in targets if not (path.parent / target).exists()] == []
