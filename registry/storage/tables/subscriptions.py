"""Subscriptions, the proof of each consent, and the addresses that are written to no more."""

from piccolo.columns import Text, Timestamptz, Varchar
from piccolo.table import Table


class SubscriptionRow(Table, tablename="subscriptions"):
    """One address and what it is told of; `services` is a JSON list of slugs. Erased: `email` is null, the row stays.

    `address_hash` is unique: an address has one subscription for ever, so that every old link still ends it.
    """

    id = Varchar(length=36, primary_key=True, default=None)
    email = Varchar(length=320, null=True, default=None)
    address_hash = Varchar(length=64, unique=True)
    services = Text(default="[]")
    vendor = Varchar(length=120, null=True, default=None)
    language = Varchar(length=16, default="en")
    first_asked_at = Timestamptz(default=None)
    confirmed_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    end_reason = Varchar(length=20, null=True, default=None)


class ConsentRow(Table, tablename="consents"):
    """The proof of one double opt-in.

    Nothing of it changes but when it was confirmed and withdrawn; after a day `client_hash` is emptied.
    """

    id = Varchar(length=36, primary_key=True, default=None)
    subscription_id = Varchar(length=36, index=True)
    services = Text(default="[]")
    vendor = Varchar(length=120, null=True, default=None)
    language = Varchar(length=16, default="en")
    wording = Varchar(length=64)
    asked_at = Timestamptz(default=None)
    asked_from = Varchar(length=200)
    client_hash = Varchar(length=64, default="", index=True)
    confirmed_at = Timestamptz(null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)


class SuppressionRow(Table, tablename="suppressions"):
    """An address that a mail server said does not exist: by hash, so that it outlives the address."""

    address_hash = Varchar(length=64, primary_key=True, default=None)
    since_at = Timestamptz(default=None)
    delivery_id = Varchar(length=36)
