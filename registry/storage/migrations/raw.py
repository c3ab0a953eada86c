"""What Piccolo's columns cannot say: unique and partial indexes, first rows, and tables that only grow."""

UNIQUE = (
    ("revisions", "sequence"),
    ("vendors", "slug"),
    ("vendor_names", "vendor_id, key"),
    ("changes", "number"),
    ("notices", "number"),
    ("publications", "id"),
    ("publication_services", "sequence, service"),
    ("users", "email"),
    ("deliveries", "outbox_id, subscription_id"),
)
INDEXES = (
    "CREATE INDEX outbox_waiting ON outbox (available_at, id) WHERE done_at IS NULL",
    "CREATE INDEX deliveries_waiting ON deliveries (available_at, id) WHERE state = 'pending'",
    "CREATE INDEX listing_periods_days ON listing_periods (holds_from, holds_until) WHERE superseded_at IS NULL",
    "CREATE INDEX vendor_periods_days ON vendor_periods (holds_from, holds_until) WHERE superseded_at IS NULL",
    "CREATE INDEX publications_of_vendor ON publications (vendor_id, sequence)",
    "CREATE INDEX changes_ahead ON changes (state, effective_on)",
)
FIRST_ROWS = (
    "INSERT INTO content_version (id, version) VALUES (1, 0)",
    "INSERT INTO audit_head (id, number, hash) VALUES (1, 0, '')",
)
APPEND_ONLY = ("audit_entries", "revisions", "change_steps", "publications", "notices", "delivery_attempts")


def statements(engine_type: str) -> list[str]:
    """Every statement, one a call, for `sqlite` or `postgres`."""
    unique = [
        f"CREATE UNIQUE INDEX {table}_{columns.replace(', ', '_')}_once ON {table} ({columns})"
        for table, columns in UNIQUE
    ]
    guards = _sqlite_guards() if engine_type == "sqlite" else _postgres_guards()
    return [*unique, *INDEXES, *FIRST_ROWS, *guards]


def _sqlite_guards() -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in APPEND_ONLY
        for verb in ("UPDATE", "DELETE")
    ]


def _postgres_guards() -> list[str]:
    function = (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    triggers = [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in APPEND_ONLY
    ]
    return [function, *triggers]
