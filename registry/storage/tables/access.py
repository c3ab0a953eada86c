"""Who may sign in, with what; no table holds a token or a password that could be used."""

from piccolo.columns import BigSerial, Boolean, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class UserRow(Table, tablename="users"):
    """A person of the publisher; `email` is normalised, `roles` a JSON list of words. Never deleted: only closed."""

    id = Varchar(length=36, primary_key=True, default=None)
    email = Varchar(length=254)
    name = Varchar(length=254, default="")
    roles = Text(default="[]")
    password_hash = Text(default=None, null=True)
    is_active = Boolean(default=True)
    created_at = Timestamptz(default=None)
    signed_in_at = Timestamptz(default=None, null=True)
    version = Integer(default=1)


class SignInLinkRow(Table, tablename="sign_in_links"):
    """A one-time link, kept as the SHA-256 of its token."""

    token_hash = Varchar(length=64, primary_key=True, default=None)
    user_id = Varchar(length=36)
    created_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    used_at = Timestamptz(default=None, null=True)


class SessionRow(Table, tablename="sessions"):
    """A session, kept as the SHA-256 of the cookie's token."""

    token_hash = Varchar(length=64, primary_key=True, default=None)
    user_id = Varchar(length=36)
    by_link = Boolean(default=False)
    started_at = Timestamptz(default=None)
    seen_at = Timestamptz(default=None)
    ended_at = Timestamptz(default=None, null=True)


class SignInAttemptRow(Table, tablename="sign_in_attempts"):
    """A try to sign in that failed, or is under way; forgotten after a day."""

    id = BigSerial(primary_key=True)
    account_hash = Varchar(length=64)
    address_hash = Varchar(length=64)
    tried_at = Timestamptz(default=None)
