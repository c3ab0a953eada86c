"""What a mail says: the context of its templates, its headers, and the letter made of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from registry.delivery.email import Composed, Letter, Slot, compose, one_line
from registry.domain.register.deliveries import DeliveryKind
from registry.domain.register.publications import Publication, PublishedText
from registry.domain.register.subscriptions import Filters
from registry.wording import labels, sentences
from registry.wording.countries import joined
from registry.wording.languages import gettext, speaking
from registry.wording.templates import render

_AS_PUBLISHED = {"services_text": "services", "location_text": "locations", "mechanism_text": "mechanisms"}
"""Facts in the vendor's own words, left out where the same fact stands beside them as read."""


class Service(Protocol):
    """A service of the publisher."""

    @property
    def slug(self) -> str:
        """Its address part."""

    @property
    def name(self) -> str:
        """What it is called."""


class Site(Protocol):
    """Who writes."""

    @property
    def name(self) -> str:
        """The publisher's name."""

    @property
    def legal_name(self) -> str:
        """Its registered name."""

    @property
    def country(self) -> str:
        """Its country's code."""

    @property
    def privacy_contact(self) -> str:
        """Where its privacy people read."""

    @property
    def time_zone(self) -> str:
        """The zone its days are in."""

    @property
    def feed_domain(self) -> str:
        """The domain frozen at set-up: lists and threads are named by it."""

    @property
    def is_demo(self) -> bool:
        """Whether all of it is invented."""

    @property
    def services(self) -> Sequence[Service]:
        """Its services."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What every mail needs: who writes, from which mailbox, and where the register is reached."""

    site: Site
    sender: str
    base_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One fact as it was and as it will be; empty lines mean: not stated."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def compose_event(publication: Publication, house: House, *, language: str, concerns: Sequence[str]) -> Composed:
    """The mail about a published event for those whose services (slugs) `concerns` names; empty: all alike."""
    kind = DeliveryKind(publication.kind.value)
    with speaking(language):
        context = event_context(publication, house, concerns)
        subject = sentences.subject(
            heading=str(context["heading"]),
            kind=kind.value,
            effective_on=publication.text.effective_on,
            object_by=publication.text.object_by,
        )
    domain = house.site.feed_domain
    headers = {
        "References": f"<vendor.{publication.vendor_id}@{domain}>",
        "List-Id": f"<changes.{domain}>",
        "List-Unsubscribe": f"<{Slot.LINK.value}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return _compose(kind, house, language, {**context, "subject": subject}, headers)


def compose_confirmation(house: House, *, language: str, filters: Filters) -> Composed:
    """The mail that asks for the press that makes a subscription."""
    names = {service.slug: service.name for service in house.site.services}
    about = [one_line(names.get(slug, slug)) for slug in filters.services]
    context: dict[str, object] = {"about": about, "vendor": filters.vendor}
    return _compose(DeliveryKind.SUBSCRIPTION_CONFIRM, house, language, context, {})


def _compose(
    kind: DeliveryKind, house: House, language: str, context: dict[str, object], headers: dict[str, str]
) -> Composed:
    folder = f"email/{kind.value}"
    given = {"site": house.site, "base_url": house.base_url, "link": Slot.LINK.value, **context}
    subject = one_line(render(f"{folder}/subject.txt", language, **given))
    given["subject"] = subject
    return compose(
        Letter(
            sender_name=house.site.name,
            sender=house.sender,
            subject=subject,
            text=render(f"{folder}/body.txt", language, **given).strip() + "\n",
            html=render(f"{folder}/body.html", language, **given),
            headers={**_reply_to(house), "Auto-Submitted": "auto-generated", **headers},
        )
    )


def _reply_to(house: House) -> dict[str, str]:
    contact = house.site.privacy_contact
    return {"Reply-To": contact} if contact.isascii() and "@" in contact and contact != house.sender else {}


def event_context(publication: Publication, house: House, concerns: Sequence[str]) -> dict[str, object]:
    """What the templates of a published event are given, in the language in use."""
    text, site = publication.text, house.site
    names = {service.slug: service.name for service in (*site.services, *text.services)}
    return {
        "kind": publication.kind.value,
        "change": text.change_kind.value,
        "heading": heading(publication),
        "text": text,
        "name": one_line(text.vendor_name or text.listed_as),
        "published_on": publication.day,
        "concerns": _concerns(text, [names.get(slug, slug) for slug in concerns]),
        "rows": tuple(fact_rows(text, names)),
        "reason": one_line(text.reason),
        "purpose": one_line(text.purpose).rstrip("."),
        "zone": site.time_zone.rpartition("/")[2].replace("_", " "),
        "page": _page(publication, house.base_url),
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


def _concerns(text: PublishedText, services: Sequence[str]) -> str:
    """Whether it touches the reader, in a sentence."""
    if services:
        return gettext("You told us that you use {services}.").format(services=joined(map(one_line, services)))
    if text.all_services or not text.services:
        return gettext("It may concern every service.")
    named = joined(one_line(service.name) for service in text.services)
    return gettext("It concerns you if you use {services}.").format(services=named)


def fact_rows(text: PublishedText, names: dict[str, str]) -> Iterable[FactRow]:
    """What is told of the change, old → new, each fact once."""
    told = {operation.field for operation in text.operations}
    for operation in text.operations:
        if _AS_PUBLISHED.get(operation.field) in told:
            continue
        before, after = (_lines(operation.field, value, names) for value in (operation.before, operation.after))
        if before != after:
            yield FactRow(label=labels.field(operation.field), before=before, after=after)


def _lines(field: str, value: Any, names: dict[str, str]) -> tuple[str, ...]:
    if field == "services" and value:
        value = [names.get(str(slug), str(slug)) for slug in value]
    return tuple(filter(None, map(one_line, sentences.value(field, value))))


def _page(publication: Publication, base_url: str) -> str:
    if publication.notice_id:
        return f"{base_url}/notices/{publication.notice_id}"
    if publication.change_id:
        return f"{base_url}/changes/{publication.change_id}"
    return f"{base_url}/processors/{publication.text.vendor_slug}"
