"""What the application hands to every request: the clock, the law book and how the register is reached."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, cast

from litestar.connection import ASGIConnection

from registry.answers.judgements import Judge
from registry.domain.law.book import LawBook
from registry.http.client_address import TrustedProxies


class Clock(Protocol):
    """The one clock of the process: an aware UTC instant and the day in the register's zone."""

    def now(self) -> datetime:
        """The instant, shift included."""
        ...

    def today(self) -> date:
        """The day in the register's time zone, shift included."""
        ...


class Freshness(Protocol):
    """Whether the content changed: a number that moves with every committed change, at most a second late."""

    def token(self) -> int:
        """The number of the content's version; cheap enough to ask for at every request."""
        ...


class FixedFreshness:
    """Never changes by itself: for commands and tests; `bump` says that the content changed."""

    def __init__(self) -> None:
        self._token = 0

    def token(self) -> int:
        """The number so far."""
        return self._token

    def bump(self) -> None:
        """Say that the content changed."""
        self._token += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AppContext:
    """Kept at `app.state.context`; nothing here changes while the process runs, but for the clock and freshness."""

    clock: Clock
    law: LawBook
    base_url: str
    time_zone: str
    clock_shift: str | None = None
    freshness: Freshness = field(default_factory=FixedFreshness)
    trusted_proxies: TrustedProxies = field(default_factory=TrustedProxies)
    judge: Judge = field(init=False)

    def __post_init__(self) -> None:
        """One judge for the process: it remembers what it has judged."""
        object.__setattr__(self, "judge", Judge(self.law))

    @property
    def is_secure(self) -> bool:
        """Whether people reach the register by https, so that cookies may be for https only."""
        return self.base_url.startswith("https://")


def context_of(connection: ASGIConnection[Any, Any, Any, Any]) -> AppContext:
    """The application's context, from a request."""
    return cast("AppContext", connection.app.state["context"])
