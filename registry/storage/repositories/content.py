"""The content's version as a verb sees it that reads long before it writes."""

from registry.storage.tables.versions import ContentVersionRow


async def load_version() -> int:
    """The number that moves with every committed change of the register."""
    rows = await ContentVersionRow.select(ContentVersionRow.version).where(ContentVersionRow.id == 1)
    return int(rows[0]["version"])


async def hold_version() -> int:
    """The same, and nobody else can move it until the transaction ends. Taken after the counters."""
    rows = (
        await ContentVersionRow.update({ContentVersionRow.version: ContentVersionRow.version + 0})
        .where(ContentVersionRow.id == 1)
        .returning(ContentVersionRow.version)
    )
    return int(rows[0]["version"])
