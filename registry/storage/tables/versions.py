"""The version of the content: one number that moves with every change the public can see."""

from piccolo.columns import BigInt, Integer
from piccolo.table import Table


class ContentVersionRow(Table, tablename="content_version"):
    """One row; `version` only grows."""

    id = Integer(primary_key=True, default=1)
    version = BigInt(default=0)
