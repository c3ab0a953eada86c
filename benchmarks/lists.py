"""Published lists of vendors that do not exist, as large as asked for: the same ones at every run."""

import csv
from itertools import islice, product
from pathlib import Path

from registry.domain.register.facts import COLUMNS

FIRST = "Bal Cor Del Fen Gal Hel Jor Kel Lum Mar Nor Ost Pel Quin Ras Sol Tam Ul Vel Wes Yor Zan".split()
MIDDLE = "a e i o u ai ea io ou".split()
LAST = "bora dash fila gant hest jira kova lind mond nova prax quil rond sta tron vex wick zeta".split()
KINDS = "Cloud Voice Data Mail Support Analytics".split()
PLACES = ("Germany", "Ireland", "United States", "Frankfurt, Germany", "Netherlands; United States", "Global")
GROUNDS = ("", "Standard Contractual Clauses (Module Three)", "EU-U.S. Data Privacy Framework", "SCCs")


def names(count: int) -> list[str]:
    """So many names that no rule joins."""
    made = (f"{first}{middle}{last} {kind}" for kind, first, middle, last in product(KINDS, FIRST, MIDDLE, LAST))
    found = list(islice(made, count))
    assert len(found) == count, "there are not so many names"
    return found


def write_list(path: Path, vendors: list[str]) -> None:
    """A list with a row for each vendor."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, COLUMNS, restval="")
        rows.writeheader()
        for number, name in enumerate(vendors):
            rows.writerow(
                {
                    "name": name,
                    "legal_entity": f"{name} B.V.",
                    "country": "Netherlands",
                    "locations": PLACES[number % len(PLACES)],
                    "purpose": f"Handles messages of kind {number % 17} for our customers",
                    "data_categories": "Phone numbers, message content",
                    "services": "SMS" if number % 3 else "All services",
                    "transfer_mechanism": GROUNDS[number % len(GROUNDS)],
                    "entity_type": "sub-processor",
                }
            )


def write_history(folder: Path, count: int, later: int) -> None:
    """A history of two snapshots: `count` vendors, of which `later` came with the second."""
    vendors = names(count)
    write_list(folder / "snapshots" / "001_2025-03-01.csv", vendors[:-later])
    write_list(folder / "snapshots" / "002_2025-09-01.csv", vendors)
