"""A feed as bytes: RSS and Atom by feedgen with what it lacks, JSON Feed by hand. The same data, the same bytes."""

from collections.abc import Callable
from typing import Any

import msgspec
from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from feedgen.util import xml_elem

from feeds.channels import Channel, Format
from feeds.entries import BARE, ROOMY, TIGHT, Entry, Link, Room

MOST_JSON = 250_000
"""Bytes a JSON feed stays below (JSON Feed 1.1)."""
_ATOM = "http://www.w3.org/2005/Atom"
_HISTORY = "http://purl.org/syndication/history/1.0"
_GENERATOR = "Processor register"
Element = Any
"""An element of lxml, which comes without types."""


class FeedHistory(BaseExtension):
    """What RFC 5005 adds to a feed, and in RSS the links that feedgen leaves out of it."""

    def __init__(self) -> None:
        self.is_archive = False
        self.rss_links: dict[str, str] = {}

    def extend_ns(self) -> dict[str, str]:
        """The namespace of feed history, where it is used."""
        return {"fh": _HISTORY} if self.is_archive else {}

    def extend_atom(self, feed: Element) -> Element:
        """Mark an archive."""
        if self.is_archive:
            xml_elem(f"{{{_HISTORY}}}archive", feed)
        return feed

    def extend_rss(self, feed: Element) -> Element:
        """Mark an archive and link its neighbours."""
        channel = feed[0]
        for rel, href in self.rss_links.items():
            xml_elem(f"{{{_ATOM}}}link", channel, href=href, rel=rel, type=Format.RSS.media_type)
        self.extend_atom(channel)
        return feed


class EntryLinks(BaseEntryExtension):
    """The second link of an Atom entry, whole: feedgen's own loses all but its address."""

    def __init__(self) -> None:
        self.related: Link | None = None

    def extend_atom(self, entry: Element) -> Element:
        """Link what the entry belongs to or puts right."""
        if self.related:
            xml_elem("link", entry, rel="related", type="text/html", title=self.related.title, href=self.related.url)
        return entry


def render_atom(channel: Channel) -> bytes:
    """The feed as Atom (RFC 4287)."""
    feed = _generator(channel)
    feed.link(href=channel.self_url, rel="self", type=Format.ATOM.media_type)
    for rel, href in _archive_links(channel).items():
        feed.link(href=href, rel=rel, type=Format.ATOM.media_type)
    feed.link(href=channel.home_url, rel="alternate", type="text/html")
    return feed.atom_str()


def render_rss(channel: Channel) -> bytes:
    """The feed as RSS 2.0 after the Advisory Board's profile. The alternate link goes last: RSS takes the last one."""
    feed = _generator(channel)
    feed.history.rss_links = _archive_links(channel)
    feed.link(href=channel.self_url, rel="self", type=Format.RSS.media_type)
    feed.link(href=channel.home_url, rel="alternate", type="text/html")
    return feed.rss_str()


def render_json(channel: Channel) -> bytes:
    """The feed as JSON Feed 1.1, its entries as long as it stays small enough."""
    body = b""
    for room in (ROOMY, TIGHT, BARE):
        body = msgspec.json.encode(_json_feed(channel, room))
        if len(body) < MOST_JSON:
            break
    return body


RENDERERS: dict[Format, Callable[[Channel], bytes]] = {
    Format.RSS: render_rss,
    Format.ATOM: render_atom,
    Format.JSON: render_json,
}


def _generator(channel: Channel) -> FeedGenerator:
    """The feed but for its links; every date is set, as feedgen would put the clock's."""
    feed = FeedGenerator()
    feed.register_extension("history", FeedHistory, EntryLinks)
    feed.load_extension("dc", atom=False, rss=True)
    feed.history.is_archive = channel.is_archive
    feed.id(channel.id)
    feed.title(channel.title)
    feed.description(channel.description)
    feed.language(channel.language)
    feed.author(name=channel.author, uri=channel.author_url)
    feed.generator(_GENERATOR)
    feed.updated(channel.updated_at)
    feed.lastBuildDate(channel.updated_at)
    feed.pubDate(channel.updated_at)
    for publication in channel.publications:
        _add(feed.add_entry(order="append"), channel.writer.entry(publication), channel.author)
    return feed


def _add(item: FeedEntry, entry: Entry, author: str) -> None:
    item.id(entry.id)
    item.title(entry.title)
    item.link(href=entry.url, rel="alternate", type="text/html")
    item.content(entry.html, type="html")
    item.published(entry.at)
    item.updated(entry.at)
    item.category([{"term": c.term, "label": c.label, "scheme": c.scheme} for c in entry.categories])
    item.history.related = entry.related
    item.dc.dc_creator(author)


def _archive_links(channel: Channel) -> dict[str, str]:
    """The neighbours by their relation (RFC 5005, 4)."""
    links = {"prev-archive": channel.previous_url, "next-archive": channel.following_url}
    if channel.is_archive:
        links["current"] = channel.current_url
    return {rel: href for rel, href in links.items() if href}


def _json_feed(channel: Channel, room: Room) -> dict[str, object]:
    links = {rel.replace("-", "_"): href for rel, href in _archive_links(channel).items()}
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "description": channel.description,
        "home_page_url": channel.home_url,
        "feed_url": channel.self_url,
        "language": channel.language,
        "authors": [{"name": channel.author, "url": channel.author_url}],
        "_register": {"id": channel.id, "archive": channel.is_archive, **links},
        "items": [_json_item(channel.writer.entry(publication, room)) for publication in channel.publications],
    }


def _json_item(entry: Entry) -> dict[str, object]:
    related = {"related_url": entry.related.url} if entry.related else {}
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "content_text": entry.text,
        "date_published": entry.at,
        "date_modified": entry.at,
        "tags": [category.label for category in entry.categories],
        "_register": {**entry.data, **related},
    }
