"""The register as Piccolo sees it: its tables and migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from registry.storage.database import all_tables

APP_CONFIG = AppConfig(
    app_name="registry",
    migrations_folder_path=str(Path(__file__).parent / "migrations" / "versions"),
    table_classes=all_tables(),
    migration_dependencies=[],
    commands=[],
)
