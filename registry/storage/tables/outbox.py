"""The outbox: one row per event, written with the change, worked off by the delivery worker."""

from piccolo.columns import BigSerial, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class OutboxRow(Table, tablename="outbox"):
    """One event; `done_at` is set at once where nobody is told of it. `reached` is the last subscription looked at."""

    id = BigSerial(primary_key=True)
    event = Varchar(length=60)
    subject = Varchar(length=200)
    at = Timestamptz(default=None)
    data = Text(default="{}")
    available_at = Timestamptz(default=None)
    reached = Varchar(length=36, default="")
    attempts = Integer(default=0)
    done_at = Timestamptz(null=True, default=None)
