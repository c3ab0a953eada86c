"""Vendors as identities: what is known of them stands in revisions and periods."""

from piccolo.columns import Boolean, Serial, Timestamptz, Varchar
from piccolo.table import Table


class VendorRow(Table, tablename="vendors"):
    """A vendor's identity. `name` is the newest recorded one, for finding; `merged_into` redirects its pages."""

    id = Varchar(length=36, primary_key=True, default=None)
    slug = Varchar(length=120)
    name = Varchar(length=300)
    is_published = Boolean(default=False)
    merged_into = Varchar(length=36, null=True, default=None)
    created_at = Timestamptz(default=None)


class VendorNameRow(Table, tablename="vendor_names"):
    """A name the vendor is known by; `key` is the normalised spelling that names are compared by."""

    id = Serial(primary_key=True)
    vendor_id = Varchar(length=36, index=True)
    key = Varchar(length=300, index=True)
    name = Varchar(length=300)


class EngagementRow(Table, tablename="engagements"):
    """An engagement's identity: the vendor it began with and the list it came from."""

    id = Varchar(length=36, primary_key=True, default=None)
    vendor_id = Varchar(length=36, index=True)
    list_name = Varchar(length=200, default="", index=True)
    created_at = Timestamptz(default=None)
