"""Conditions of RFC 9110, content coding and languages, header by header."""

from datetime import UTC, datetime

import pytest

from registry.http.coding import accepts_gzip, compress
from registry.http.conditional import is_unchanged
from registry.http.ready import best_language, sorted_query

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
SAME = b"Tue, 24 Nov 2026 12:00:00 GMT"
EARLIER = b"Tue, 24 Nov 2026 11:59:59 GMT"


@pytest.mark.parametrize(
    ("if_none_match", "unchanged"),
    [
        (b'W/"a"', True),
        (b'"a"', True),
        (b"*", True),
        (b'"x", W/"a"', True),
        (b'"x,y","a"', True),
        (b'"x", "b"', False),
        (b"a", False),
        (b'"a', False),
        (b"", False),
    ],
)
def test_tags_are_compared_weakly_in_lists(if_none_match: bytes, unchanged: bool) -> None:
    assert is_unchanged(b'W/"a"', AT, if_none_match=if_none_match, if_modified_since=None) is unchanged


@pytest.mark.parametrize(("since", "unchanged"), [(SAME, True), (EARLIER, False), (b"yesterday", False), (None, False)])
def test_the_date_decides_without_a_tag(since: bytes | None, unchanged: bool) -> None:
    assert is_unchanged(b'W/"a"', AT, if_none_match=None, if_modified_since=since) is unchanged


def test_a_tag_wins_over_the_date() -> None:
    assert not is_unchanged(b'W/"a"', AT, if_none_match=b'"b"', if_modified_since=SAME)


def test_without_a_date_the_date_says_nothing() -> None:
    assert not is_unchanged(b'W/"a"', None, if_none_match=None, if_modified_since=SAME)


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        (b"gzip", True), (b"br, GZIP;q=0.5", True), (b"*", True), (b"gzip;q=0", False), (b"*;q=0", False),
        (b"br", False), (b"", False), (b"gzip;q=0, *", False), (b"gzip;q=x", False),
    ],
)  # fmt: skip
def test_gzip_is_sent_to_those_who_take_it(header: bytes, taken: bool) -> None:
    assert accepts_gzip(header) is taken


def test_gzip_bytes_are_the_same_every_time_and_only_where_they_pay() -> None:
    assert compress(b"x" * 5000, b"text/html") == compress(b"x" * 5000, b"text/html")
    assert compress(b"x" * 5000, b"application/atom+xml; charset=utf-8")
    assert compress(b"x", b"text/html") is None
    assert compress(b"x" * 5000, b"image/png") is None


@pytest.mark.parametrize(
    ("header", "language"),
    [(b"de-AT, en;q=0.5", "de"), (b"fr", "en"), (b"de;q=0.1, en", "en"), (b"de;q=x", "en"), (b"", "en")],
)
def test_the_clients_first_spoken_language_is_used(header: bytes, language: str) -> None:
    assert best_language(header, ("en", "de")) == language


def test_queries_are_sorted_by_name_and_keep_repeats_in_order() -> None:
    assert sorted_query(b"b=2&a=2&a=1&c") == "a=2&a=1&b=2&c="
