"""Read one published list: the bytes of a CSV file as its maker's program wrote it, whatever the encoding and marks."""

import codecs
import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.domain.errors import UnreadableFile
from registry.domain.register.facts import COLUMNS
from registry.reference.reading.text import fold

LARGEST = 50_000_000
"""Bytes of one file."""
_MARKS = (",", ";", "\t")
_NAMED_MARK = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)
_BLANKS = re.compile(r"[\W_]+")
_FIELD_LIMIT = 10_000_000
_OTHER_HEADINGS = {
    "name": "vendor|vendor name|processor|processor name|sub processor|sub processor name|subprocessor|sub processors|"
    "subprocessors|subprocessor name|name of sub processor|name of subprocessor|third party|third party name|provider|"
    "company|company name|supplier|service provider|unterauftragsverarbeiter|unterauftragnehmer|auftragsverarbeiter|"
    "subunternehmer|dienstleister|anbieter|firma|unternehmen|sous traitant|sous traitant ulterieur|nom|prestataire|"
    "fournisseur|subverwerker|naam|leverancier|subencargado|encargado|nombre|proveedor|sub responsabile|fornitore|nome|"
    "subcontratante|fornecedor|underbitrade|underbitraden|namn|leverantor|underdatabehandler|navn|leverandor|"
    "alikasittelija|nimi|toimittaja|podprocesor|nazwa|zpracovatel|nazev",
    "legal_entity": "legal name|entity|entity name|legal entity name|registered name|rechtstrager|juridische entiteit|"
    "entite juridique|raison sociale|entidad legal|razon social|ragione sociale|juridisk enhet|juridisk enhed",
    "country": "countries|land|pays|pais|paese|maa|kraj|zeme|ulke|negara",
    "locations": "location|processing location|processing locations|location of processing|data location|"
    "data locations|hosting location|place of processing|where|region|regions|hosting|data center|data centre|"
    "data center location|data residency|standort|ort|ort der verarbeitung|serverstandort|sitz|verarbeitungsort|lieu|"
    "lieu de traitement|localisation|hebergement|locatie|verwerkingslocatie|ubicacion|lugar de tratamiento|luogo|"
    "luogo del trattamento|localizacao|plats|lokalisering|sted|lokation|sijainti|lokalizacja|umisteni|konum|lokasi",
    "purpose": "purposes|purpose of processing|processing purpose|processing activity|nature of processing|description|"
    "activity|zweck|zweck der verarbeitung|leistung|tatigkeit|finalite|finalites|objet|doel|doeleinde|finalidad|"
    "finalita|finalidade|andamal|syfte|formal|tarkoitus|cel|ucel|amac|tujuan",
    "data_categories": "data category|categories of data|categories of personal data|personal data|data types|"
    "types of data|data processed|datenkategorien|kategorien personenbezogener daten|datenarten|categories de donnees|"
    "donnees|categorieen|persoonsgegevens|categorias de datos|datos|categorie di dati|personuppgifter|"
    "personoplysninger|personopplysninger|henkilotiedot",
    "services": "service|product|products|applicable services|applicable products|dienste|produkte|produits|producten|"
    "diensten|servicios|productos|servizi|tjanster|tjenester",
    "transfer_mechanism": "transfer mechanisms|mechanism|mechanisms|safeguard|safeguards|transfer safeguards|"
    "transfer tool|transfer basis|international transfers|garantien|drittlandtransfer|drittlandubermittlung|"
    "rechtsgrundlage der ubermittlung|garanties|transferts|doorgifte|doorgiftemechanisme|garantias|transferencias|"
    "garanzie|trasferimento|overforingsmekanism|overforselsgrundlag|overforingsgrunnlag",
    "website": "url|web site|homepage|link|webseite|site web|sitio web|sito web|webbplats|hjemmeside",
    "entity_type": "type|kind|role|art|typ|rolle|rol|ruolo",
    "notes": "note|comment|comments|remark|remarks|bemerkung|bemerkungen|hinweis|remarque|remarques|opmerkingen|notas|"
    "kommentar",
}
_PLURAL = re.compile(r"\(s\)", re.IGNORECASE)
_HEADINGS = {other: column for column, others in _OTHER_HEADINGS.items() for other in others.split("|")} | {
    column.replace("_", " "): column for column in COLUMNS
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """A row as published: its number as a spreadsheet counts (the headings are row 1), its cells, what is odd of it."""

    number: int
    cells: Mapping[str, str]
    oddity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedList:
    """The rows of one file. `more` are headings that are none of our columns: their cells are kept under them."""

    file: str
    rows: tuple[ListRow, ...]
    more: tuple[str, ...] = ()


def read_list(file: str, content: bytes) -> PublishedList:
    """The list in the file. Raises `UnreadableFile` when it is no table with a column of names, or breaks off."""
    try:
        return _table(file, _decoded(content))
    except (ValueError, csv.Error) as error:
        msg = "{file} cannot be read: {why}."
        raise UnreadableFile(msg, file=file, why=_plainly(error)) from error


def _plainly(error: Exception) -> str:
    if isinstance(error, UnicodeError):
        return "it is neither UTF-8 nor UTF-16 nor Windows-1252"
    return str(error)


def _decoded(content: bytes) -> str:
    if len(content) > LARGEST:
        msg = "it is too large"
        raise ValueError(msg)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _table(file: str, text: str) -> PublishedList:
    named = _NAMED_MARK.match(text)
    if named:
        text = text[named.end() :]
    marks = (named[1],) if named else _MARKS
    mark = max(marks, key=lambda mark: len(_known(_first(text, mark))))
    csv.field_size_limit(_FIELD_LIMIT)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    columns = _columns(next(lines, []))
    rows: list[ListRow] = []
    number = 2 if named else 1
    for cells in lines:
        number += 1
        if cells:
            rows.append(_row(number, columns, cells))
    more = tuple(column for column in columns if column not in COLUMNS)
    return PublishedList(file=file, rows=tuple(rows), more=more)


def _first(text: str, mark: str) -> Sequence[str]:
    """The headings when the mark parts them; none when they cannot be parted by it."""
    try:
        return next(csv.reader(io.StringIO(text[:LARGEST], newline=""), delimiter=mark, strict=True), [])
    except csv.Error:
        return []


def _known(headings: Sequence[str]) -> dict[int, str]:
    """Which of our columns stand where; its own name comes before another word for it, the first before a second."""
    plain = [_BLANKS.sub(" ", fold(_PLURAL.sub("", heading))).strip() for heading in headings]
    own = [(place, word.replace(" ", "_")) for place, word in enumerate(plain) if word.replace(" ", "_") in COLUMNS]
    other = [(place, _HEADINGS[word]) for place, word in enumerate(plain) if word in _HEADINGS]
    found: dict[str, int] = {}
    for place, column in (*own, *other):
        if place not in found.values():
            found.setdefault(column, place)
    return {place: column for column, place in found.items()}


def _columns(headings: Sequence[str]) -> list[str]:
    """The name of every column, each once."""
    known = _known(headings)
    if "name" not in known.values():
        msg = "its first line names no column of vendors’ names"
        raise ValueError(msg)
    columns: list[str] = []
    for place, heading in enumerate(headings):
        column = known.get(place) or " ".join(heading.split()) or f"column {place + 1}"
        while column in columns or (place not in known and column in COLUMNS):
            column += f" ({place + 1})"
        columns.append(column)
    return columns


def _row(number: int, columns: Sequence[str], cells: Sequence[str]) -> ListRow:
    """The row's cells by column; cells that stand beyond the headings make it odd, cells that are missing are empty."""
    beyond = any(cell.strip() for cell in cells[len(columns) :])
    oddity = f"The row has {len(cells)} cells for {len(columns)} headings." if beyond else ""
    return ListRow(number=number, cells=dict(zip(columns, cells, strict=False)), oddity=oddity)
