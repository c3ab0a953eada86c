"""What a mail says: the context of its templates, its headers, and the letter made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from registry.delivery.email import Composed, Letter, Slot, compose
from registry.domain.register.changes import ChangeKind
from registry.domain.register.deliveries import DeliveryKind
from registry.domain.register.publications import Publication, PublishedText
from registry.domain.register.subscriptions import Filters
from registry.wording import publications, sentences
from registry.wording.countries import joined
from registry.wording.languages import gettext, speaking
from registry.wording.publications import one_line
from registry.wording.templates import render


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
    """What every mail needs: who writes, from which mailbox, and where the register is reached.

    `sender_name` empty means the publisher's name.
    """

    site: Site
    sender: str
    base_url: str
    sender_name: str = ""


def compose_event(
    publication: Publication, house: House, *, language: str, concerns: Sequence[str], is_late: bool = False
) -> Composed:
    """The mail about a published event for those whose services (slugs) `concerns` names; empty: all alike.

    `is_late`: it is sent when the last day to object has passed.
    """
    kind = DeliveryKind(publication.kind.value)
    with speaking(language):
        context = event_context(publication, house, concerns)
        subject = sentences.subject(
            heading=str(context["heading"]),
            kind=kind.value,
            effective_on=publication.text.effective_on,
            object_by=None if is_late else publication.text.object_by,
            is_ending=publication.text.change_kind is ChangeKind.ENDED,
        )
    domain = house.site.feed_domain
    headers = {
        "References": f"<vendor.{publication.vendor_id}@{domain}>",
        "List-Id": f"<changes.{domain}>",
        "List-Unsubscribe": f"<{Slot.LINK.value}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return _compose(kind, house, language, {**context, "subject": subject, "is_late": is_late}, headers)


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
            sender_name=house.sender_name or house.site.name,
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
    site = house.site
    services = {service.slug: service.name for service in site.services}
    names = {**services, **{service.slug: service.name for service in publication.text.services}}
    return {
        **publications.told(publication, services=services, time_zone=site.time_zone),
        "concerns": _concerns(publication.text, [names.get(slug, slug) for slug in concerns]),
        "page": f"{house.base_url}{publications.page_path(publication)}",
    }


def _concerns(text: PublishedText, services: Sequence[str]) -> str:
    """Whether it touches the reader, in a sentence."""
    if services:
        return gettext("You told us that you use {services}.").format(services=joined(map(one_line, services)))
    return publications.concerns(text)
