"""The keys of tokens and fingerprints: made on first use, rotated by adding."""

import secrets
from datetime import datetime

from registry.storage.tables.keys import KeyRow


async def load_keys() -> tuple[bytes, ...]:
    """All keys, newest first; empty before the first was made."""
    rows = await KeyRow.select(KeyRow.secret).order_by(KeyRow.id, ascending=False)
    return tuple(bytes.fromhex(row["secret"]) for row in rows)


async def add_key(*, at: datetime) -> None:
    """Make a new key; the old ones go on opening what they closed. Called inside a transaction."""
    await KeyRow.insert(KeyRow(secret=secrets.token_hex(32), created_at=at))
