"""The keys that tokens and fingerprints are made with: in the database, so in its backups."""

from piccolo.columns import Serial, Timestamptz, Varchar
from piccolo.table import Table


class KeyRow(Table, tablename="keys"):
    """One key, 32 random bytes in hex; rotated by adding a newer one."""

    id = Serial(primary_key=True)
    secret = Varchar(length=64)
    created_at = Timestamptz(default=None)
