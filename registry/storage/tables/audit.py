"""The audit: entries chained by hashes, and the head that shows when the end is missing (R13)."""

from piccolo.columns import BigInt, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class AuditEntryRow(Table, tablename="audit_entries"):
    """One happening; `number` counts without a gap, `data` is JSON with ids only. Append-only by trigger."""

    number = BigInt(primary_key=True, default=None)
    at = Timestamptz(default=None)
    event = Varchar(length=60, index=True)
    subject = Varchar(length=200, index=True)
    actor = Varchar(length=200)
    data = Text(default="{}")
    previous = Varchar(length=64)
    hash = Varchar(length=64)


class AuditHeadRow(Table, tablename="audit_head"):
    """The newest entry's number and hash: a chain that ends earlier was cut off."""

    id = Integer(primary_key=True, default=1)
    number = BigInt(default=0)
    hash = Varchar(length=64, default="")
