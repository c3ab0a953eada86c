"""The settings: read from the environment here and nowhere else, all checked before anything starts."""

import ipaddress
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from registry.clock import parse_shift
from registry.domain.errors import RegistryError

PREFIX = "REGISTRY_"
NAMES: Mapping[str, str] = {
    "REGISTRY_DATABASE_URL": "Where the register is kept: sqlite:///path or postgresql://user:password@host:port/name",
    "REGISTRY_BASE_URL": "The address people reach the register at; follows host and port by default",
    "REGISTRY_SMTP_URL": "The mail server, smtp://user:password@host:port or smtps://…; empty: mails become files",
    "REGISTRY_VAR": "The folder for the embedded database and for mails as files",
    "REGISTRY_TIME_ZONE": "The time zone that decides which day it is",
    "REGISTRY_CLOCK": "Shifts the clock, such as +8d or +30d6h, to try out another day; on loopback only",
    "REGISTRY_MAIL_FROM": "The mailbox that mails come from; the publisher's sender by default",
    "REGISTRY_BOUNCE_DOMAIN": "The domain that bounces go to; the sender's domain by default",
    "REGISTRY_TRUSTED_PROXIES": "Addresses or networks of proxies whose X-Forwarded-For is believed, comma-separated",
}
"""Every setting, and what it is for. The documentation's table is checked against it."""
FOR_TESTS = frozenset({"REGISTRY_CHROMIUM"})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
T = TypeVar("T")


class BadSettings(RegistryError):  # noqa: N818 - named for what happened
    """The settings cannot be used; the message names each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an installation sets. `base_url` empty means: follow host and port."""

    database_url: str
    base_url: str = ""
    smtp_url: str = ""
    var: Path = Path("var")
    time_zone: str = "Europe/Amsterdam"
    clock: str = ""
    mail_from: str = ""
    bounce_domain: str = ""
    trusted_proxies: tuple[str, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def shift(self) -> timedelta:
        """By how much the clock is moved."""
        return parse_shift(self.clock)

    def at(self, host: str, port: int) -> "Settings":
        """With the base URL filled in. Raises `BadSettings` for a moved clock that others could reach."""
        shown = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else f"[{host}]" if ":" in host else host  # noqa: S104 - what was bound, to show another
        settings = replace(self, base_url=self.base_url or f"http://{shown}:{port}")
        if self.clock and urlsplit(settings.base_url).hostname not in _LOOPBACK:
            msg = "REGISTRY_CLOCK is for trying things out: it is refused when the base URL is not loopback."
            raise BadSettings(msg)
        return settings


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings from the environment. Raises `BadSettings` that names every wrong or unknown one."""
    given = os.environ if environment is None else environment
    values = {name: text.strip() for name, text in given.items() if name.startswith(PREFIX)}
    wrong = [
        f"{name}: there is no such setting" for name in sorted(values) if name not in NAMES and name not in FOR_TESTS
    ]

    def read(name: str, judge: Callable[[str], T], default: str = "") -> T | None:
        try:
            return judge(values.get(PREFIX + name) or default)
        except (ValueError, OSError) as error:
            wrong.append(f"{PREFIX}{name}: {error}")
            return None

    var = Path(values.get("REGISTRY_VAR") or "var")
    settings = Settings(
        var=var,
        database_url=read("DATABASE_URL", _database_url, f"sqlite:///{var / 'registry.db'}") or "",
        base_url=read("BASE_URL", _base_url) or "",
        smtp_url=read("SMTP_URL", _smtp_url) or "",
        time_zone=read("TIME_ZONE", _time_zone, "Europe/Amsterdam") or "",
        clock=read("CLOCK", _clock) or "",
        mail_from=read("MAIL_FROM", _mailbox) or "",
        bounce_domain=read("BOUNCE_DOMAIN", _domain) or "",
        trusted_proxies=read("TRUSTED_PROXIES", _networks) or (),
    )
    if wrong:
        msg = "The settings cannot be used:\n  {what}"
        raise BadSettings(msg, what="\n  ".join(wrong))
    return settings


def _database_url(text: str) -> str:
    if not text.startswith(("sqlite:///", "postgresql://", "postgres://")) or text == "sqlite:///":
        msg = "write sqlite:///path or postgresql://user:password@host:port/name"
        raise ValueError(msg)
    return text


def _base_url(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment):
        msg = "write an address such as https://processors.example.com"
        raise ValueError(msg)
    if parts.path.strip("/"):
        msg = "the register is served at the root of its host; leave the path away"
        raise ValueError(msg)
    return text.rstrip("/")


def _smtp_url(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.port == 0):
        msg = "write smtp://user:password@host:port"
        raise ValueError(msg)
    return text


def _time_zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:
        msg = "write a time zone such as Europe/Amsterdam"
        raise ValueError(msg) from error
    return text


def _clock(text: str) -> str:
    parse_shift(text)
    return text


def _mailbox(text: str) -> str:
    if text and ("@" not in parseaddr(text)[1] or not text.isprintable()):
        msg = "write a mailbox such as Register <register@example.com>"
        raise ValueError(msg)
    return text


def _domain(text: str) -> str:
    if text and ("." not in text or any(sign.isspace() or sign in "@/:" for sign in text)):
        msg = "write a domain such as bounces.example.com"
        raise ValueError(msg)
    return text.lower()


def _networks(text: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in text.split(",") if part.strip())
    for part in parts:
        ipaddress.ip_network(part, strict=False)
    return parts
