"""The publisher, its entities and services: what `registry setup` writes."""

from piccolo.columns import BigInt, Boolean, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class PublisherRow(Table, tablename="publisher"):
    """The one company whose list this is; `id` is always 1. Domain and day of the feeds' ids are frozen here."""

    id = Integer(primary_key=True, default=1)
    name = Varchar(length=200)
    legal_name = Varchar(length=200)
    country = Varchar(length=8)
    address = Text(default="")
    privacy_contact = Varchar(length=254)
    role = Varchar(length=20, default="processor")
    notice_days = Integer(default=30)
    time_zone = Varchar(length=64, default="Europe/Amsterdam")
    mail_from = Varchar(length=320, default="")
    feed_domain = Varchar(length=253)
    feed_started_on = Date()
    is_demo = Boolean(default=False)
    is_set_up = Boolean(default=True)
    set_up_at = Timestamptz(default=None)


class EntityRow(Table, tablename="entities"):
    """A company of the publisher's group: the publisher itself or an affiliate."""

    id = Varchar(length=36, primary_key=True, default=None)
    name = Varchar(length=200)
    country = Varchar(length=8)
    kind = Varchar(length=20)
    position = Integer(default=0)


class ServiceRow(Table, tablename="services"):
    """A service of the publisher with the categories of end-user personal data it involves (a JSON list of words)."""

    slug = Varchar(length=80, primary_key=True, default=None)
    name = Varchar(length=200)
    description = Text(default="")
    data_categories = Text(default="[]")
    position = Integer(default=0)


class CounterRow(Table, tablename="counters"):
    """Numbers handed out in the transaction that uses them, without a gap: one row a series."""

    name = Varchar(length=40, primary_key=True, default=None)
    value = BigInt(default=0)


class LawBookRow(Table, tablename="law_books"):
    """Every law book this installation has used, whole, so that `known_at` has its law."""

    hash = Varchar(length=64, primary_key=True, default=None)
    label = Varchar(length=80)
    content = Text()
    first_used_at = Timestamptz(default=None)
