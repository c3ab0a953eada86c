"""Makes the mails of deliveries: composed once for an event, language and audience, filled in for each recipient."""

import asyncio
from collections.abc import Hashable
from datetime import datetime
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from registry.answers.publisher import load_site
from registry.delivery.email import Composed, domain_of
from registry.delivery.letters import Envelope
from registry.delivery.messages import House, compose_confirmation, compose_event
from registry.domain.register.publications import Publication
from registry.domain.register.subscriptions import matched_services
from registry.services.expand_event import services_told
from registry.services.prepare_delivery import Prepared, publication_of

_KEPT = 128
_LOOK_AGAIN = 1.0
"""Seconds after which the publisher is read anew."""


class Mailroom:
    """Opened with the publisher as it is now. `mail_from` and `bounce_domain` empty mean the publisher's sender."""

    def __init__(self, *, base_url: str, mail_from: str = "", bounce_domain: str = "") -> None:
        self._base_url = base_url
        self._mail_from = mail_from
        self._bounce_domain = bounce_domain
        self._house: House | None = None
        self._read_at = 0.0
        self._composed: dict[Hashable, Composed] = {}
        self._published: dict[int, Publication] = {}

    async def open(self) -> House:
        """Who writes, looked up at most once a second. Raises `NotFound` before the register is set up."""
        now = asyncio.get_running_loop().time()
        if self._house is not None and now - self._read_at < _LOOK_AGAIN:
            return self._house
        site = await load_site()
        name, sender = parseaddr(self._mail_from or site.mail_from or f"register@{site.feed_domain}")
        house = House(site=site, sender=sender, sender_name=name, base_url=self._base_url)
        self._read_at = now
        if house != self._house:
            self._house = house
            self._composed.clear()
        return house

    async def envelope(self, prepared: Prepared, *, now: datetime) -> Envelope:
        """The whole mail with its envelope; what goes wrong in making it is raised."""
        house = await self.open()
        delivery = prepared.delivery
        if delivery.publication is None:
            composed, page = self._question(prepared, house), "subscribe/confirm"
        else:
            composed, page = self._news(prepared, await self._told(delivery.publication), house, now), "unsubscribe"
        link = f"{self._base_url}/{page}/{prepared.token}"
        return Envelope(
            delivery_id=delivery.id,
            sender=f"bounce+{prepared.bounce_token}@{self._bounce_domain or domain_of(house.sender)}",
            recipient=prepared.email,
            content=composed.filled(to=prepared.email, date=now, message_id=delivery.message_id, link=link),
        )

    async def _told(self, sequence: int) -> Publication:
        if sequence not in self._published:
            if len(self._published) >= _KEPT:
                self._published.clear()
            self._published[sequence] = await publication_of(sequence)
        return self._published[sequence]

    def _question(self, prepared: Prepared, house: House) -> Composed:
        key = (prepared.language, prepared.filters)
        return self._kept(key) or self._keep(
            key, compose_confirmation(house, language=prepared.language, filters=prepared.filters)
        )

    def _news(self, prepared: Prepared, told: Publication, house: House, now: datetime) -> Composed:
        concerns = matched_services(prepared.filters, services_told(told.text))
        last_on = told.text.object_by
        is_late = last_on is not None and now.astimezone(ZoneInfo(house.site.time_zone)).date() > last_on
        key = (told.sequence, prepared.language, concerns, is_late)
        return self._kept(key) or self._keep(
            key, compose_event(told, house, language=prepared.language, concerns=concerns, is_late=is_late)
        )

    def _kept(self, key: Hashable) -> Composed | None:
        return self._composed.get(key)

    def _keep(self, key: Hashable, composed: Composed) -> Composed:
        if len(self._composed) >= _KEPT:
            self._composed.clear()
        self._composed[key] = composed
        return composed
