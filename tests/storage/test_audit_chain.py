"""The audit's chain: every way to falsify it by hand is found, on both engines (R13)."""

from datetime import UTC, datetime

import pytest

from registry.domain.register.events import Event, EventName
from registry.storage.database import Engine
from registry.storage.journal import record
from registry.storage.migrations.raw import APPEND_ONLY
from registry.storage.queries.audit import check_chain
from registry.storage.tables.audit import AuditEntryRow
from registry.storage.transaction import transaction

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
FALSIFIED = {
    "edited": ["UPDATE audit_entries SET actor = 'user:other' WHERE number = 2"],
    "edited data": ["UPDATE audit_entries SET data = '{\"number\":9}' WHERE number = 3"],
    "edited time": ["UPDATE audit_entries SET at = '2020-01-01 00:00:00+00:00' WHERE number = 3"],
    "deleted": ["DELETE FROM audit_entries WHERE number = 3"],
    "swapped": [
        "UPDATE audit_entries SET number = 99 WHERE number = 2",
        "UPDATE audit_entries SET number = 2 WHERE number = 4",
        "UPDATE audit_entries SET number = 4 WHERE number = 99",
    ],
    "inserted": [
        (
            "INSERT INTO audit_entries SELECT 7, at, event, subject, actor, data, hash, hash FROM audit_entries "
            "WHERE number = 6"
        )
    ],
    "cut off": ["DELETE FROM audit_entries WHERE number = 6"],
    "cut off with its head": [
        "DELETE FROM audit_entries WHERE number = 6",
        "UPDATE audit_head SET number = 5, hash = (SELECT hash FROM audit_entries WHERE number = 5)",
    ],
    "emptied": ["DELETE FROM audit_entries"],
}


async def sql(engine: Engine, statement: str) -> None:
    await AuditEntryRow.raw(statement.replace("{", "{{").replace("}", "}}"))


async def without_guards(engine: Engine) -> None:
    if engine.engine_type == "sqlite":
        for verb in ("update", "delete"):
            await sql(engine, f"DROP TRIGGER audit_entries_no_{verb}")
    else:
        await sql(engine, "DROP TRIGGER audit_entries_append_only ON audit_entries")


@pytest.fixture
async def chain(database: Engine) -> Engine:
    for number in range(6):
        async with transaction():
            await record(
                Event(
                    name=EventName.USER_ADDED,
                    subject=f"user:{number}",
                    actor="system",
                    at=NOON,
                    data={"number": number, "name": "Zoë “x”"},
                )
            )
    return database


async def test_an_honest_chain_is_whole(chain: Engine) -> None:
    check = await check_chain()
    assert (check.entries, check.faults) == (6, ())


@pytest.mark.parametrize("how", FALSIFIED)
async def test_a_falsified_chain_is_found(chain: Engine, how: str) -> None:
    await without_guards(chain)
    for statement in FALSIFIED[how]:
        await sql(chain, statement)
    assert (await check_chain()).faults


async def test_a_hash_noted_outside_shows_a_chain_written_anew(chain: Engine) -> None:
    head = (await check_chain()).head
    assert (await check_chain(expected=head)).faults == ()
    assert (await check_chain(expected="0" * 64)).faults


@pytest.mark.parametrize("statement", ["DELETE FROM audit_entries", "UPDATE audit_entries SET actor = 'x'"])
async def test_the_database_itself_refuses_to_change_an_entry(chain: Engine, statement: str) -> None:
    with pytest.raises(Exception, match="append-only"):
        await sql(chain, statement)


async def test_every_table_that_only_grows_is_guarded(database: Engine) -> None:
    known = (
        "SELECT DISTINCT tbl_name AS name FROM sqlite_master WHERE type = 'trigger'"
        if database.engine_type == "sqlite"
        else "SELECT DISTINCT event_object_table AS name FROM information_schema.triggers"
    )
    assert {row["name"] for row in await AuditEntryRow.raw(known)} >= set(APPEND_ONLY)
