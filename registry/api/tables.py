"""The list as a table: the columns a list is imported by, then what the register adds; safe in a spreadsheet."""

import csv
import io
from collections.abc import Iterable

from registry.answers.rows import ProcessorRow
from registry.domain.register.facts import RecipientCategory
from registry.wording.countries import country_name
from registry.wording.labels import mechanism
from registry.wording.sentences import location, service_names

COLUMNS = (
    "name", "legal_entity", "country", "locations", "purpose", "data_categories", "services", "transfer_mechanism",
    "website", "entity_type", "processor", "slug", "recipient_category", "role", "capacity", "eea_status", "verdict",
    "contract", "from", "until",
)  # fmt: skip
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def csv_text(rows: Iterable[ProcessorRow]) -> str:
    """The rows as CSV (RFC 4180) with a header."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([plain_cell(text) for text in _cells(row)])
    return out.getvalue()


def plain_cell(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULAS) else text


def _cells(row: ProcessorRow) -> tuple[str, ...]:
    return (
        row.listed_as,
        row.legal_entity,
        country_name(row.entity_country),
        row.location_text or "; ".join(location(place) for place in row.locations if place.country or place.region),
        row.purpose,
        "; ".join(row.data_categories),
        "; ".join(service_names(row.services)),
        row.mechanism_text or "; ".join(map(mechanism, row.ground)),
        row.website,
        "affiliate" if row.recipient_category is RecipientCategory.AFFILIATE else row.role,
        row.name,
        row.slug,
        row.recipient_category,
        row.role,
        row.capacity,
        row.eea_status,
        row.verdict,
        row.contract or "",
        row.since.isoformat(),
        row.until.isoformat() if row.until else "",
    )
