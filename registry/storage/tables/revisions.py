"""Revisions, append-only, and the periods derived from them (R12)."""

from piccolo.columns import BigInt, Date, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table


class RevisionRow(Table, tablename="revisions"):
    """One revision; `operations` and `facts` are JSON. Never updated, never deleted."""

    id = Varchar(length=36, primary_key=True, default=None)
    sequence = BigInt(default=None)
    subject_kind = Varchar(length=20)
    subject_id = Varchar(length=36, index=True)
    effective_on = Date(default=None)
    recorded_at = Timestamptz(default=None)
    operations = Text(default="[]")
    facts = Text(default="{}")
    change_id = Varchar(length=36, null=True, default=None)
    voids = Varchar(length=36, null=True, default=None)


class ListingPeriodRow(Table, tablename="listing_periods"):
    """What holds of an engagement on [holds_from, holds_until) as known in [recorded_at, superseded_at); derived."""

    id = Serial(primary_key=True)
    engagement_id = Varchar(length=36, index=True)
    vendor_id = Varchar(length=36, index=True)
    holds_from = Date(default=None)
    holds_until = Date(null=True, default=None)
    recorded_at = Timestamptz(default=None)
    superseded_at = Timestamptz(null=True, default=None)
    facts = Text(default="{}")


class VendorPeriodRow(Table, tablename="vendor_periods"):
    """The same for the vendor's own facts."""

    id = Serial(primary_key=True)
    vendor_id = Varchar(length=36, index=True)
    holds_from = Date(default=None)
    holds_until = Date(null=True, default=None)
    recorded_at = Timestamptz(default=None)
    superseded_at = Timestamptz(null=True, default=None)
    facts = Text(default="{}")
