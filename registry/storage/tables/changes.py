"""Changes, their steps, and what was published of them."""

from piccolo.columns import BigInt, Date, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table


class ChangeRow(Table, tablename="changes"):
    """One change; `parts` and `data` are JSON."""

    id = Varchar(length=36, primary_key=True, default=None)
    number = BigInt(default=None)
    state = Varchar(length=20, index=True)
    kind = Varchar(length=20)
    vendor_id = Varchar(length=36, index=True)
    engagement_id = Varchar(length=36, null=True, default=None, index=True)
    parts = Text(default="[]")
    effective_on = Date(null=True, default=None)
    version = Integer(default=1)
    drafted_by = Varchar(length=120)
    submitted_by = Varchar(length=120, null=True, default=None)
    approved_by = Varchar(length=120, null=True, default=None)
    drafted_at = Timestamptz(default=None)
    announced_at = Timestamptz(null=True, default=None)
    verdict = Varchar(length=40, null=True, default=None)
    reason = Text(default="")
    list_name = Varchar(length=200, default="", index=True)
    list_row = Integer(null=True, default=None)
    data = Text(default="{}")


class ChangeStepRow(Table, tablename="change_steps"):
    """Who took which step of a change, when and why. Append-only."""

    id = Serial(primary_key=True)
    change_id = Varchar(length=36, index=True)
    step = Varchar(length=20)
    state = Varchar(length=20)
    actor = Varchar(length=120)
    at = Timestamptz(default=None)
    reason = Text(default="")


class NoticeRow(Table, tablename="notices"):
    """A notice as announced; `payload` is what it said, never edited."""

    id = Varchar(length=36, primary_key=True, default=None)
    number = Varchar(length=20)
    change_id = Varchar(length=36, index=True)
    vendor_id = Varchar(length=36, index=True)
    announced_at = Timestamptz(default=None)
    effective_on = Date(default=None)
    object_by = Date(null=True, default=None)
    payload = Text(default="{}")


class PublicationRow(Table, tablename="publications"):
    """One published event, an entry of the feeds, in publication sequence; `payload` is what it said, never edited."""

    sequence = BigInt(primary_key=True, default=None)
    id = Varchar(length=36)
    kind = Varchar(length=20)
    published_at = Timestamptz(default=None)
    day = Date(default=None)
    change_id = Varchar(length=36, null=True, default=None, index=True)
    notice_id = Varchar(length=36, null=True, default=None)
    vendor_id = Varchar(length=36, index=True)
    engagement_id = Varchar(length=36, null=True, default=None)
    payload = Text(default="{}")


class PublicationServiceRow(Table, tablename="publication_services"):
    """Which services' feeds carry a published event."""

    id = Serial(primary_key=True)
    sequence = BigInt(index=True)
    service = Varchar(length=80, index=True)
