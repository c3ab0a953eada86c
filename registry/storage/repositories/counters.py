"""Numbers without a gap: handed out inside the transaction that uses them, so that a rollback gives them back."""

from registry.storage.tables.publisher import CounterRow


async def next_numbers(name: str, count: int = 1) -> range:
    """The next `count` numbers of the series, from 1. The series' row stays locked to the end of the transaction."""
    while True:
        rows = (
            await CounterRow.update({CounterRow.value: CounterRow.value + count})
            .where(CounterRow.name == name)
            .returning(CounterRow.value)
        )
        if rows:
            last = int(rows[0]["value"])
            return range(last - count + 1, last + 1)
        await CounterRow.insert(CounterRow(name=name, value=0)).on_conflict(action="DO NOTHING")
