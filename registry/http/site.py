"""The register as every page of every face shows it: whose it is, its feeds, the day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Request

from registry.answers.publisher import load_site
from registry.domain.errors import NotFound
from registry.http.context import context_of
from registry.wording.languages import LANGUAGES, say

Feed = tuple[str, str, str]
"""Type, title, address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView:
    """The register as the layouts show it."""

    name: str
    legal_name: str
    country: str
    privacy_contact: str
    base_url: str
    is_demo: bool
    clock_shift: str | None
    time_zone: str
    today: date
    languages: Sequence[tuple[str, str]]
    feeds: Sequence[Feed]


def feed_links(stem: str, title: str) -> list[Feed]:
    """The three feeds of a stem, for a page's head: type, title, address."""
    return [
        ("application/rss+xml", f"{title} (RSS)", f"/feeds/{stem}.rss"),
        ("application/atom+xml", f"{title} (Atom)", f"/feeds/{stem}.atom"),
        ("application/feed+json", f"{title} (JSON Feed)", f"/feeds/{stem}.json"),
    ]


def alternate_links(feeds: Iterable[Feed] = ()) -> dict[str, str]:
    """The header that announces feeds (RFC 8288), as the page's head does: the whole list's unless others are given."""
    given = list(feeds) or feed_links("changes", say("Changes to approved processors"))
    links = (f'<{href}>; rel="alternate"; type="{media_type}"' for media_type, _, href in given)
    return {"Link": ", ".join(links)}


async def site_view(request: Request[Any, Any, Any]) -> SiteView:
    """The register's data; before it is set up, a name that says so."""
    context = context_of(request)
    try:
        site = await load_site()
    except NotFound:
        return bare_site(request)
    return SiteView(
        name=site.name,
        legal_name=site.legal_name,
        country=site.country,
        privacy_contact=site.privacy_contact,
        base_url=context.base_url,
        is_demo=site.is_demo,
        clock_shift=context.clock_shift,
        time_zone=context.time_zone,
        today=context.clock.today(),
        languages=tuple(LANGUAGES.items()),
        feeds=feed_links("changes", say("Changes to approved processors")),
    )


def bare_site(request: Request[Any, Any, Any]) -> SiteView:
    """The register before set-up, or while its database cannot be read."""
    context = context_of(request)
    return SiteView(
        name=say("Processor register"),
        legal_name="",
        country="",
        privacy_contact="",
        base_url=context.base_url,
        is_demo=False,
        clock_shift=context.clock_shift,
        time_zone=context.time_zone,
        today=context.clock.today(),
        languages=tuple(LANGUAGES.items()),
        feeds=(),
    )
