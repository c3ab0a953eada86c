"""What is said of a published event: its heading, its facts old → new, its page; the same in mail and feed (R14)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.domain.register.facts import Value
from registry.domain.register.publications import PUBLIC_FIELDS, Publication, PublishedText
from registry.domain.register.revisions import Operation
from registry.wording import labels, sentences
from registry.wording.countries import either
from registry.wording.languages import gettext

_AS_PUBLISHED = {"services_text": "services", "location_text": "locations", "mechanism_text": "mechanisms"}
"""Facts in the vendor's own words, left out where the same fact stands beside them as read."""
_ORDER = {field: place for place, field in enumerate(dict.fromkeys(("name", *PUBLIC_FIELDS)))}


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One fact as it was and as it will be; empty lines mean: not stated."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def one_line(text: str) -> str:
    """The text without line breaks and other signs that steer a printer rather than say something."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def told(publication: Publication, *, services: Mapping[str, str], time_zone: str) -> dict[str, object]:
    """What the templates of a published event are given, in the language in use; `services` are names by slug."""
    text = publication.text
    names = {**services, **{service.slug: service.name for service in text.services}}
    return {
        "kind": publication.kind.value,
        "change": text.change_kind.value,
        "heading": heading(publication),
        "text": text,
        "name": one_line(text.vendor_name or text.listed_as),
        "published_on": publication.day,
        "rows": tuple(fact_rows(text, names)),
        "reason": one_line(text.reason),
        "purpose": one_line(text.purpose).rstrip("."),
        "zone": time_zone.rpartition("/")[2].replace("_", " "),
    }


def heading(publication: Publication) -> str:
    """New sub-processor for SMS: X Messaging Ltd, Ireland."""
    text = publication.text
    return one_line(
        sentences.title(
            kind=publication.kind.value,
            change_kind=text.change_kind.value,
            name=text.legal_entity or text.vendor_name or text.listed_as,
            country=text.entity_country,
            group=text.group.value,
            services=[] if text.all_services else [service.name for service in text.services],
        )
    )


def concerns(text: PublishedText) -> str:
    """Whom it may touch, in a sentence."""
    if text.all_services or not text.services:
        return gettext("It may concern every service.")
    named = either(one_line(service.name) for service in text.services)
    return gettext("It concerns you if you use {services}.").format(services=named)


def fact_rows(text: PublishedText, names: Mapping[str, str]) -> Iterable[FactRow]:
    """What is told of the change, old → new, each fact once."""
    given = {operation.field for operation in text.operations}
    for operation in ordered(text.operations):
        if _AS_PUBLISHED.get(operation.field) in given:
            continue
        before, after = (_lines(operation.field, value, names) for value in (operation.before, operation.after))
        if before != after:
            yield FactRow(label=labels.field(operation.field), before=before, after=after)


def ordered(operations: Iterable[Operation]) -> list[Operation]:
    """The operations in the order in which facts are read."""
    return sorted(operations, key=lambda o: (_ORDER.get(o.field, len(_ORDER)), o.field))


def page_path(publication: Publication) -> str:
    """The page that shows it: the notice, else the change, else the processor."""
    if publication.notice_id:
        return f"/notices/{publication.notice_id}"
    if publication.change_id:
        return f"/changes/{publication.change_id}"
    return f"/processors/{publication.text.vendor_slug}"


def _lines(field: str, value: Value, names: Mapping[str, str]) -> tuple[str, ...]:
    if field == "services" and isinstance(value, list | tuple):
        value = [names.get(str(slug), str(slug)) for slug in value]
    return tuple(filter(None, map(one_line, sentences.value(field, value))))
