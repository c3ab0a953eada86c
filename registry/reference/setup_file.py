"""Read the file that sets a register up: whose list it is, its entities and its services, each field checked."""

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from datetime import date
from email.utils import parseaddr, quote
from pathlib import Path

import idna

from registry.domain.errors import FieldError, InvalidInput, UnreadableFile
from registry.domain.register.publisher import Entity, Publisher, Service
from registry.domain.register.subscriptions import MAX_DOMAIN, read_address
from registry.reference.data_folder import data_folder
from registry.reference.toml_table import SHORT, Table
from registry.reference.unreadable import why

EXAMPLE = "setup-example.toml"
SLUG, MAILBOX, LONG = 80, 320, 1_000
"""Characters that each can have at most."""
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?")


def example() -> str:
    """A file to begin with."""
    return (data_folder() / EXAMPLE).read_text(encoding="utf-8")


def read_setup_file(path: Path, *, countries: Collection[str], time_zone: str, started_on: date) -> Publisher:
    """The publisher that the file describes; `feed_domain` is empty where it is left to the sender's.

    `countries` are the codes of the law book. Entities have no ids yet. Raises `UnreadableFile`, or `InvalidInput`
    that names the file and every wrong field, entities and services counted from 1: `services.2.slug`.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = "{file} cannot be read: {why}."
        raise UnreadableFile(msg, file=str(path), why=why(error)) from error
    errors: list[FieldError] = []
    publisher = _publisher(given, errors, countries, time_zone, started_on)
    if errors:
        msg = "{file} cannot be used."
        raise InvalidInput(msg, errors=tuple(errors), file=path.name)
    return publisher


def _publisher(
    given: Mapping[str, object],
    errors: list[FieldError],
    countries: Collection[str],
    time_zone: str,
    started_on: date,
) -> Publisher:
    file = Table(given, "", errors)
    value = file.take("publisher")
    if not isinstance(value, dict):
        file.wrong("publisher", "Say whose list it is, in a table [publisher].")
        value = None
    own = Table(value or {}, "publisher.", errors if value is not None else [])

    def country(text: str) -> str:
        return _country(text, countries)

    publisher = Publisher(
        name=own.text("name", longest=SHORT, is_needed=True),
        legal_name=own.text("legal_name", longest=SHORT, is_needed=True),
        country=own.checked("country", country, longest=SHORT, is_needed=True),
        address=own.text("address", longest=LONG, lines=True),
        privacy_contact=own.checked("privacy_contact", _plain_mailbox, longest=MAILBOX, is_needed=True),
        role=own.choice("role", ("processor", "controller"), "processor"),
        notice_days=own.days("notice_days", 30),
        mail_from=own.checked("mail_from", _mailbox, longest=MAILBOX),
        feed_domain=own.checked("feed_domain", _domain, longest=MAX_DOMAIN),
        feed_started_on=started_on,
        time_zone=time_zone,
        entities=tuple(_entity(table, country) for table in file.tables("entities")),
        services=tuple(map(_service, file.tables("services"))),
    )
    own.finish()
    file.finish()
    _none_twice(file, "entities", "name", [entity.name.casefold() for entity in publisher.entities])
    _none_twice(file, "services", "slug", [service.slug for service in publisher.services])
    _none_twice(file, "services", "name", [service.name.casefold() for service in publisher.services])
    return publisher


def _entity(table: Table, country: Callable[[str], str]) -> Entity:
    entity = Entity(
        id="",
        name=table.text("name", longest=SHORT, is_needed=True),
        country=table.checked("country", country, longest=SHORT, is_needed=True),
        kind=table.choice("kind", ("publisher", "affiliate"), "affiliate"),
    )
    table.finish()
    return entity


def _service(table: Table) -> Service:
    service = Service(
        slug=table.checked("slug", _slug, longest=SLUG, is_needed=True),
        name=table.text("name", longest=SHORT, is_needed=True),
        description=table.text("description", longest=LONG, lines=True),
        data_categories=table.texts("data_categories"),
    )
    table.finish()
    return service


def _none_twice(file: Table, array: str, name: str, values: list[str]) -> None:
    for number, value in enumerate(values, start=1):
        if value and value in values[: number - 1]:
            file.wrong(f"{array}.{number}.{name}", "Another one has it already.")


def _country(text: str, countries: Collection[str]) -> str:
    code = text.upper()
    if code not in countries:
        msg = "Write a country’s code of two letters, such as NL."
        raise ValueError(msg)
    return code


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        msg = "Write lower-case letters and digits, words joined by hyphens, such as flow-builder."
        raise ValueError(msg)
    return text


def _domain(text: str) -> str:
    domain = text.lower()
    if not _DOMAIN.fullmatch(domain):
        msg = "Write a domain name, such as example.com."
        raise ValueError(msg)
    return domain


def _plain_mailbox(text: str) -> str:
    try:
        return read_address(text, _to_ascii).text
    except InvalidInput as error:
        raise ValueError(str(error)) from error


def _mailbox(text: str) -> str:
    name, address = parseaddr(text)
    if not address or not text.isprintable():
        msg = "Write a mailbox such as Register <register@example.com>; a name with a comma needs quotes."
        raise ValueError(msg)
    address = _plain_mailbox(address)
    return f'"{quote(name)}" <{address}>' if name else address


def _to_ascii(domain: str) -> str:
    return domain if domain.isascii() else idna.encode(domain, uts46=True, std3_rules=True).decode("ascii")
