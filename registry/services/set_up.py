"""Set the register up: whose list it is, its entities, services, notice and sender; again and again is the same."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from email.utils import parseaddr
from uuid import uuid4

from registry.domain.errors import Conflict, FieldError, InvalidInput
from registry.domain.register.access import Action, Actor, require
from registry.domain.register.events import Event, EventName
from registry.domain.register.publisher import Entity, Publisher, Service
from registry.storage.journal import record
from registry.storage.repositories import publisher as publishers
from registry.storage.repositories.counters import next_numbers
from registry.storage.transaction import transaction

_SERIES = "set_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """The publisher as it is kept now, and which of its fields are new; none where nothing changed."""

    publisher: Publisher
    changed: tuple[str, ...]


async def set_up(*, actor: Actor, publisher: Publisher, now: datetime) -> SetUp:
    """Write the publisher. An empty `feed_domain` means the sender's domain, else the privacy contact's.

    Domain and first day of the feeds are frozen the first time: they stand in the ids of entries for ever. Entities
    keep their ids by their names; services that are left out stay, since a slug is never given twice. Raises
    `InvalidInput` for another feed domain or slug, `Conflict` over a demo, `NotPermitted`.
    """
    require(actor, Action.SET_UP)
    async with transaction():
        await next_numbers(_SERIES, 0)
        known = await publishers.load()
        wanted = _over(known, publisher) if known and known.is_set_up else _first(publisher, known)
        changed = tuple(
            item.name
            for item in fields(Publisher)
            if known is None or not known.is_set_up or getattr(known, item.name) != getattr(wanted, item.name)
        )
        if changed:
            await publishers.save(wanted, at=now)
            data = {"fields": sorted(changed), "notice_days": wanted.notice_days}
            event = Event(name=EventName.REGISTER_SET_UP, subject="publisher:1", actor=actor.id, at=now, data=data)
            await record(event)
        return SetUp(publisher=wanted, changed=changed)


def _first(publisher: Publisher, nameless: Publisher | None) -> Publisher:
    """The publisher of a first set-up; feeds that people may have read already keep the domain they began with."""
    mailbox = parseaddr(publisher.mail_from)[1] or publisher.privacy_contact
    domain = publisher.feed_domain or mailbox.rpartition("@")[2].lower()
    if nameless is not None and not publisher.feed_domain and not _is_local(nameless.feed_domain):
        domain = nameless.feed_domain
    started_on = nameless.feed_started_on if nameless else publisher.feed_started_on
    return replace(
        publisher, feed_domain=domain, feed_started_on=started_on, entities=_identified(publisher, ()), is_set_up=True
    )


def _is_local(domain: str) -> bool:
    """Whether only this machine could have read feeds under the domain."""
    return domain == "localhost" or ":" in domain or domain.replace(".", "").isdigit()


def _over(known: Publisher, publisher: Publisher) -> Publisher:
    """The publisher with what earlier set-ups have fixed."""
    if known.is_demo and not publisher.is_demo:
        msg = "This register holds the demo, whose data are invented. Set up an empty database instead."
        raise Conflict(msg)
    if publisher.feed_domain and publisher.feed_domain != known.feed_domain:
        msg = "The feeds’ domain stays {domain}: it stands in the id of every entry."
        error = FieldError(field="publisher.feed_domain", message=msg.format(domain=known.feed_domain))
        raise InvalidInput(msg, errors=(error,), domain=known.feed_domain)
    slugs = {service.slug for service in publisher.services}
    gone = tuple(service for service in known.services if service.slug not in slugs)
    _check_names(publisher.services, gone)
    return replace(
        publisher,
        feed_domain=known.feed_domain,
        feed_started_on=known.feed_started_on,
        entities=_identified(publisher, known.entities),
        services=(*publisher.services, *gone),
    )


def _check_names(services: tuple[Service, ...], gone: tuple[Service, ...]) -> None:
    """No service takes the name of one that is left out and stays known under another slug."""
    taken = {service.name.casefold(): service.slug for service in gone}
    msg = "There is a service of this name already: {slug}. A slug stays what it is."
    errors = tuple(
        FieldError(field=f"services.{number}.slug", message=msg.format(slug=taken[service.name.casefold()]))
        for number, service in enumerate(services, start=1)
        if service.name.casefold() in taken
    )
    if errors:
        raise InvalidInput("The services cannot be kept.", errors=errors)


def _identified(publisher: Publisher, known: tuple[Entity, ...]) -> tuple[Entity, ...]:
    ids = {entity.name.casefold(): entity.id for entity in known}
    return tuple(
        replace(entity, id=ids.get(entity.name.casefold()) or entity.id or str(uuid4()))
        for entity in publisher.entities
    )
