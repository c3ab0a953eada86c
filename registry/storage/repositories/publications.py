"""Published events: numbered in the order they are told, written once, never changed (R11)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import msgspec

from registry.domain.errors import NotFound
from registry.domain.register.publications import EntryKind, Publication, PublishedText
from registry.storage.repositories.counters import next_numbers
from registry.storage.repositories.revisions import BATCH, encode
from registry.storage.tables.changes import PublicationRow, PublicationServiceRow

_TEXT = msgspec.json.Decoder(PublishedText)


async def publish(publication: Publication, *, services: Iterable[str]) -> Publication:
    """Write the event under the next number, with the services whose feeds carry it. Inside a transaction."""
    return (await publish_many([(publication, services)]))[0]


async def publish_many(told: Sequence[tuple[Publication, Iterable[str]]]) -> list[Publication]:
    """Write the events under the next numbers, in their order, each with the services whose feeds carry it."""
    numbers = await next_numbers("publication", len(told))
    numbered = [replace(publication, sequence=number) for number, (publication, _) in zip(numbers, told, strict=True)]
    carried = [
        PublicationServiceRow(sequence=number, service=slug)
        for number, (_, services) in zip(numbers, told, strict=True)
        for slug in dict.fromkeys(services)
    ]
    for start in range(0, len(numbered), BATCH):
        await PublicationRow.insert(*map(_row, numbered[start : start + BATCH]))
    for start in range(0, len(carried), BATCH):
        await PublicationServiceRow.insert(*carried[start : start + BATCH])
    return numbered


def _row(publication: Publication) -> PublicationRow:
    return PublicationRow(
        sequence=publication.sequence,
        id=publication.id,
        kind=publication.kind.value,
        published_at=publication.published_at,
        day=publication.day,
        change_id=publication.change_id,
        notice_id=publication.notice_id,
        vendor_id=publication.vendor_id,
        engagement_id=publication.engagement_id,
        payload=encode(publication.text),
    )


async def missing_numbers() -> int:
    """How many numbers up to the newest event's are nobody's; 0 as long as nothing was lost."""
    sequence = PublicationRow.sequence
    newest = await PublicationRow.select(sequence).order_by(sequence, ascending=False).limit(1)
    return int(newest[0]["sequence"]) - int(await PublicationRow.count()) if newest else 0


async def load(sequence: int) -> Publication:
    """The event with the number. Raises `NotFound`."""
    rows = await PublicationRow.select().where(PublicationRow.sequence == sequence)
    if not rows:
        msg = "There is no published event {sequence}."
        raise NotFound(msg, sequence=sequence)
    row = rows[0]
    return Publication(
        sequence=int(row["sequence"]),
        id=row["id"],
        kind=EntryKind(row["kind"]),
        published_at=row["published_at"],
        day=row["day"],
        change_id=row["change_id"],
        notice_id=row["notice_id"],
        vendor_id=row["vendor_id"],
        engagement_id=row["engagement_id"],
        text=_TEXT.decode(row["payload"]),
    )
