"""Read the history of a published list: a folder of snapshots, each the whole list as it stood at one moment."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from registry.domain.errors import UnreadableFile
from registry.domain.register.facts import COLUMNS
from registry.reference.unreadable import why

_FILE = re.compile(r"(?P<number>\d+)_(?P<day>\d{4}-\d{2}-\d{2})(?:_[^/]*)?\.csv")
_LARGEST = 20_000_000
"""Bytes of one snapshot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The list as it stood on `day`, the day in the file's name; rows in their order, cells by column."""

    file: str
    day: date
    rows: tuple[Mapping[str, str], ...]


def read_history(folder: Path) -> tuple[Snapshot, ...]:
    """The snapshots of `folder`/snapshots by day, those of one day in their order. Raises `UnreadableFile`.

    Nothing else in the folder is read.
    """
    try:
        paths = [path for path in (folder / "snapshots").iterdir() if path.suffix == ".csv"]
    except OSError as error:
        msg = "{folder} holds no snapshots: {why}."
        raise UnreadableFile(msg, folder=str(folder), why=why(error)) from error
    if not paths:
        msg = "{folder} holds no snapshots."
        raise UnreadableFile(msg, folder=str(folder))
    named = sorted((*_day_and_number(path), path.name, path) for path in paths)
    return tuple(Snapshot(file=name, day=day, rows=_rows(path)) for day, _, name, path in named)


def _day_and_number(path: Path) -> tuple[date, int]:
    match = _FILE.fullmatch(path.name)
    try:
        if match:
            return date.fromisoformat(match["day"]), int(match["number"])
    except ValueError:
        pass
    msg = "The name of {file} does not say its number and day, as in 001_2018-05-24_80545981.csv."
    raise UnreadableFile(msg, file=path.name)


def _rows(path: Path) -> tuple[Mapping[str, str], ...]:
    try:
        if path.stat().st_size > _LARGEST:
            raise _unreadable(path, "it is too large")
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True, restkey="", restval="")
            columns, rows = reader.fieldnames or (), tuple(reader)
    except (OSError, ValueError, csv.Error) as error:
        raise _unreadable(path, why(error)) from error
    if "name" not in columns or set(columns) - set(COLUMNS) or len(set(columns)) != len(columns):
        raise _unreadable(path, "its first line does not name the columns of a list")
    if any("" in row for row in rows):
        raise _unreadable(path, "a row has more cells than there are columns")
    return rows


def _unreadable(path: Path, reason: str) -> UnreadableFile:
    return UnreadableFile("{file} cannot be read: {why}.", file=path.name, why=reason)
