"""For developers: write the first migration anew from the tables, while no release has fixed it."""

from pathlib import Path

import black
from piccolo.apps.migrations.auto import DiffableTable, SchemaDiffer
from piccolo.apps.migrations.auto.schema_snapshot import SchemaSnapshot
from piccolo.apps.migrations.commands.new import render_template

from registry.storage.database import all_tables

_ID = "2026-11-25T00:00:01"


def main() -> None:
    """Write versions/registry_0001_tables.py."""
    schema = [
        DiffableTable(
            class_name=table.__name__,
            tablename=table._meta.tablename,  # noqa: SLF001 - Piccolo keeps it there
            columns=table._meta.non_default_columns,  # noqa: SLF001 - Piccolo keeps it there
            constraints=table._meta.constraints,  # noqa: SLF001 - Piccolo keeps it there
            schema=table._meta.schema,  # noqa: SLF001 - Piccolo keeps it there
        )
        for table in all_tables()
    ]
    statements = SchemaDiffer(schema=schema, schema_snapshot=SchemaSnapshot([]).get_snapshot()).get_alter_statements()
    text = render_template(
        migration_id=_ID,
        auto=True,
        alter_statements=[line for one in statements for line in one.statements],
        extra_imports=sorted({item for one in statements for item in one.extra_imports}, key=repr),
        extra_definitions=sorted({item for one in statements for item in one.extra_definitions}),
        app_name="registry",
        description="the tables",
    )
    path = Path(__file__).parent / "versions" / "registry_0001_tables.py"
    path.write_text(black.format_str(text, mode=black.FileMode(line_length=120)))


if __name__ == "__main__":
    main()
