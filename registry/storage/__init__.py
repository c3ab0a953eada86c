"""Room registry/storage: tables, migrations, repositories and queries; the only room that knows SQL."""
