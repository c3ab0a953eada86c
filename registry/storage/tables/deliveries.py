"""Deliveries and the append-only log of their tries."""

from piccolo.columns import BigInt, BigSerial, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class DeliveryRow(Table, tablename="deliveries"):
    """One message for one recipient; unique on (outbox_id, subscription_id). Holds no address."""

    id = Varchar(length=36, primary_key=True, default=None)
    outbox_id = BigInt(index=True)
    subscription_id = Varchar(length=36, index=True)
    kind = Varchar(length=30)
    publication = BigInt(null=True, default=None)
    consent_id = Varchar(length=36, null=True, default=None)
    message_id = Varchar(length=320)
    state = Varchar(length=20, default="pending", index=True)
    attempts = Integer(default=0)
    created_at = Timestamptz(default=None)
    available_at = Timestamptz(default=None)
    locked_until = Timestamptz(null=True, default=None)
    claimed_by = Varchar(length=36, null=True, default=None)
    first_tried_at = Timestamptz(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    code = Integer(null=True, default=None)
    answer = Text(default="")


class DeliveryAttemptRow(Table, tablename="delivery_attempts"):
    """One try and what was answered. Append-only."""

    id = BigSerial(primary_key=True)
    delivery_id = Varchar(length=36, index=True)
    number = Integer(default=1)
    at = Timestamptz(default=None)
    outcome = Varchar(length=30)
    code = Integer(null=True, default=None)
    answer = Text(default="")
