"""Unique and partial indexes, first rows, append-only tables."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.storage import database
from registry.storage.migrations.raw import statements
from registry.storage.tables.versions import ContentVersionRow

ID = "2026-11-25T00:00:02"
VERSION = "1.38.0"
DESCRIPTION = "indexes, first rows, append-only tables"


async def forwards() -> MigrationManager:
    """Run each statement."""
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in statements(database.current().engine_type):
            await ContentVersionRow.raw(statement.replace("{", "{{").replace("}", "}}"))

    manager.add_raw(run)
    return manager
