"""Write many rows of a table in one step of the transaction, so that a long list holds the one writer only shortly."""

from collections.abc import Mapping, Sequence
from typing import Any

from piccolo.table import Table

from registry.storage import database


async def insert(table: type[Table], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows, which all name the same columns, with values as they are stored. Inside a transaction."""
    if not rows:
        return
    engine = database.current()
    columns = tuple(rows[0])
    marks = ", ".join(engine.mark(number) for number in range(1, len(columns) + 1))
    named = ", ".join(f'"{column}"' for column in columns)
    sql = f'INSERT INTO "{table._meta.tablename}" ({named}) VALUES ({marks})'  # noqa: S608, SLF001 - names of our own
    await engine.run_many(sql, [tuple(row[column] for column in columns) for row in rows])
