"""Days, cursors, addresses, origins, tokens, paths in the log: values in, values out."""

from datetime import UTC, date, datetime

import pytest

from registry.domain.errors import InvalidInput
from registry.http.access_log import said_path
from registry.http.as_of import Moment, parse_moment
from registry.http.client_address import TrustedProxies, client_address, throttle_network
from registry.http.csrf import csrf_token
from registry.http.origins import is_ours
from registry.http.pagination import check_limit, decode_cursor, encode_cursor, next_link
from registry.http.problems import pointer

TODAY = date(2026, 11, 24)


def moment(as_of: str | None = None, known_at: str | None = None) -> Moment:
    return parse_moment(as_of, known_at, today=TODAY, time_zone="Europe/Amsterdam")


def test_nothing_asked_is_today_as_known_now() -> None:
    asked = moment()
    assert (asked.as_of, asked.known_at, asked.is_today) == (TODAY, None, True)


def test_known_at_a_day_is_its_end_in_the_zone() -> None:
    assert moment(known_at="2026-07-01").known_at == datetime(2026, 7, 1, 21, 59, 59, 999999, tzinfo=UTC)
    assert moment(known_at="2026-12-01").known_at == datetime(2026, 12, 1, 22, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-07-01T12:00:00Z", "2026-07-01T14:00:00+02:00", "2026-07-01T14:00:00 02:00"])
def test_known_at_may_be_an_instant_even_with_an_unescaped_plus(text: str) -> None:
    assert moment(known_at=text).known_at == datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["yesterday", "2026-13-01", "20261124", "0001-01-01", "9999-12-31", "2026-W01-1", "２026-11-24"]
)
def test_a_wrong_day_is_named(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        moment(as_of=text)
    assert [error.field for error in caught.value.errors] == ["as_of"]


@pytest.mark.parametrize("text", ["x", "2026-07-01T12:00:00", "9999-12-31", "2026-07-01T25:00:00Z"])
def test_a_wrong_instant_is_named_beside_a_wrong_day(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        moment(as_of="x", known_at=text)
    assert [error.field for error in caught.value.errors] == ["as_of", "known_at"]


def test_a_cursor_comes_back_as_it_went() -> None:
    assert decode_cursor(encode_cursor("acme", 7), (str, int)) == ("acme", 7)
    assert decode_cursor(None, (str,)) is None


@pytest.mark.parametrize(
    "cursor",
    [
        "!",
        "x" * 5000,
        "é",
        encode_cursor("a"),
        encode_cursor("a", "b"),
        encode_cursor(1, "b"),
        encode_cursor("a", 2**63),
        encode_cursor("a", -(2**63) - 1),
        encode_cursor("a\0", 1),
    ],
)
def test_a_foreign_cursor_is_named(cursor: str) -> None:
    with pytest.raises(InvalidInput, match="cursor"):
        decode_cursor(cursor, (str, int))


@pytest.mark.parametrize("limit", [0, -1, 201])
def test_a_page_has_its_limits(limit: int) -> None:
    with pytest.raises(InvalidInput):
        check_limit(limit)
    assert (check_limit(None), check_limit(200)) == (50, 200)


def test_the_next_page_is_linked_with_the_same_question() -> None:
    link = next_link("https://r.example", "/api/v1/changes", {"q": "a b", "cursor": "old", "as_of": None}, "new")
    assert link == {"Link": '<https://r.example/api/v1/changes?q=a+b&cursor=new>; rel="next"'}
    assert next_link("https://r.example", "/", {}, None) == {}


PROXIES = TrustedProxies.parse(["10.0.0.0/8", "::1"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.1", "203.0.113.9", "192.0.2.1"),
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1", "<script>", "10.0.0.1"),
        ("10.0.0.1", None, "10.0.0.1"),
        ("::1", "[2001:db8::1]:443", "2001:db8::1"),
        (None, None, ""),
    ],
)
def test_only_trusted_proxies_are_believed(peer: str | None, forwarded: str | None, client: str) -> None:
    assert client_address(peer, forwarded, PROXIES) == client


def test_an_ipv6_client_counts_by_its_network() -> None:
    assert throttle_network("2001:db8::1") == throttle_network("2001:db8::ffff") == "2001:db8::/64"
    assert throttle_network("::ffff:192.0.2.1") == "192.0.2.1"


@pytest.mark.parametrize(
    ("site", "origin", "ours"),
    [
        ("same-origin", None, True), ("none", None, True), ("cross-site", None, False), ("same-site", None, False),
        (None, None, True), (None, "http://r.example", True), (None, "https://evil.example", False),
        (None, "null", False), (None, "http://127.0.0.1:8000", True),
    ],
)  # fmt: skip
def test_forms_from_elsewhere_are_told_apart(site: str | None, origin: str | None, ours: bool) -> None:
    assert is_ours(site, origin, host="127.0.0.1:8000", base_url="http://r.example") is ours


def test_the_forms_token_follows_from_the_session_and_is_not_it() -> None:
    assert csrf_token("a") == csrf_token("a") != csrf_token("b")
    assert "secret-of-the-session" not in csrf_token("secret-of-the-session")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/manage/sign-in/abc", "/manage/sign-in/…"),
        ("/unsubscribe/abc", "/unsubscribe/…"),
        ("/else/" + "x" * 43, "/else/…"),
        ("/processors/acme\n", "/processors/acme\\n"),
        ("/changes/0b0c9a52-7d5e-4a68-8f1c-0a4a9c6b2d11", "/changes/0b0c9a52-7d5e-4a68-8f1c-0a4a9c6b2d11"),
    ],
)
def test_the_log_names_paths_without_their_secrets(path: str, said: str) -> None:
    assert said_path(path) == said


def test_a_pointer_escapes_what_json_pointers_and_fragments_need() -> None:
    assert pointer("locations.0.a/b~c d") == "#/locations/0/a~1b~0c%20d"
