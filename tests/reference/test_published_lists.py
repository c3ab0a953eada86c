"""A published list is read whatever program wrote it; what is no table of names is refused whole."""

import codecs

import pytest

from registry.domain.errors import UnreadableFile
from registry.reference.published_lists import PublishedList, read_list

PLAIN = "name,purpose\nCafé Ltd,Mail; more\nZürich AG,\n"


def cells(read: PublishedList) -> list[dict[str, str]]:
    return [dict(row.cells) for row in read.rows]


WANTED = [{"name": "Café Ltd", "purpose": "Mail; more"}, {"name": "Zürich AG", "purpose": ""}]


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("cp1252"),
        codecs.BOM_UTF16_LE + PLAIN.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.replace(",", "\t").encode(),
        b"sep=,\r\n" + PLAIN.encode(),
        PLAIN.replace(",", ";").replace("Mail; more", '"Mail; more"').encode(),
        b"\n\n".join(PLAIN.encode().split(b"\n")),
    ],
)
def test_encodings_and_marks(content: bytes) -> None:
    assert cells(read_list("list.csv", content)) == WANTED


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        ("Name,Legal Entity,Transfer-Mechanism", ["name", "legal_entity", "transfer_mechanism"]),
        (" NAME ,Data categories,Entity_Type", ["name", "data_categories", "entity_type"]),
        ("Sub-processor,Location,Purpose of processing", ["name", "locations", "purpose"]),
        ("Sub-processor(s),Location(s),Purpose(s)", ["name", "locations", "purpose"]),
        ("Unterauftragsverarbeiter,Standort,Zweck", ["name", "locations", "purpose"]),
        ("Sous-traitant,Pays,Finalité", ["name", "country", "purpose"]),
        ("Subverwerker,Locatie,Doorgifte", ["name", "locations", "transfer_mechanism"]),
        ("Underbiträde,Plats,Ändamål", ["name", "locations", "purpose"]),
        ("Vendor,name,URL", ["Vendor", "name", "website"]),
        ("name,name,purpose", ["name", "name (2)", "purpose"]),
        ("name,,Region group", ["name", "column 2", "Region group"]),
    ],
)
def test_headings_are_known_by_other_words(headings: str, columns: list[str]) -> None:
    read = read_list("list.csv", f"{headings}\na,b,c\n".encode())
    assert list(read.rows[0].cells) == columns


def test_rows_are_counted_as_a_spreadsheet_does() -> None:
    read = read_list("list.csv", b'name,notes\n"a","one\ntwo"\n,\nb,\n')
    assert [(row.number, row.cells["name"]) for row in read.rows] == [(2, "a"), (3, ""), (4, "b")]


def test_a_row_with_more_cells_than_headings_is_odd_and_a_short_one_is_not() -> None:
    read = read_list("list.csv", b"name,purpose\nA, Inc.,Mail\nB\nC,Mail,,\n")
    assert [bool(row.oddity) for row in read.rows] == [True, False, False]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"company size,purpose\na,b\n",
        b'name,purpose\n"never closed,b\n',
        b'name,purpose\n"a" b,c\n',
        b"PK\x03\x04\x14\x00\x00\x00\x08\x00",
        b"name\n\x81\x8d\x8f\n",
        codecs.BOM_UTF16_LE + b"n",
        "name,purpose\na,b\n".encode("utf-16-le"),
        b"<html><body>name</body></html>",
        b"\x89PNG\r\n\x1a\n\x00\x00",
    ],
)
def test_what_is_no_list_cannot_be_read(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"list\.csv cannot be read"):
        read_list("list.csv", content)
