"""Rules of signing in: how long links and sessions live, how tries are slowed, what a password must be."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from registry.domain.errors import FieldError, InvalidInput

LINK_LIFE = timedelta(hours=72)
SESSION_IDLE = timedelta(hours=8)
SESSION_LIFE = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=5)
"""A session's last use is written at most this often."""
LINK_PASSWORD_WITHIN = timedelta(hours=1)
"""How long after a one-time link a password may be set without the old one."""
PASSWORD_LEAST = 12
PASSWORD_MOST = 128
MAX_EMAIL = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class Throttle:
    """So many failures within the window are free; each one more doubles the wait."""

    free: int
    window: timedelta = timedelta(minutes=30)
    first_wait: timedelta = timedelta(seconds=15)
    longest: timedelta = timedelta(minutes=15)

    def wait(self, failures: Sequence[datetime], *, now: datetime) -> timedelta:
        """How long the next try has to wait, given when the earlier ones failed."""
        recent = [at for at in failures if now - at < self.window]
        excess = len(recent) - self.free
        if excess < 0:
            return timedelta()
        pause = min(self.first_wait * (1 << min(excess, 16)), self.longest)
        return max(timedelta(), max(recent, default=now) + pause - now)


PER_ACCOUNT = Throttle(free=5)
PER_ADDRESS = Throttle(free=20)


def normal_email(text: str) -> str:
    """The address as it is compared and stored. Raises `InvalidInput` naming `email`."""
    email = unicodedata.normalize("NFC", text.strip()).lower()
    local, at, host = email.rpartition("@")
    printable = all(not c.isspace() and unicodedata.category(c)[0] != "C" and c not in '<>",;()[]\\' for c in email)
    if not (at and local and "." in host.strip(".") and "@" not in local and printable) or len(email) > MAX_EMAIL:
        msg = "Write an e-mail address, such as name@example.org."
        raise InvalidInput(msg, errors=(FieldError(field="email", message=msg),))
    return email


def normal_name(text: str) -> str:
    """A person's name on one line. Raises `InvalidInput` naming `name`."""
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if len(name) > MAX_EMAIL or any(unicodedata.category(c)[0] == "C" for c in name):
        msg = "Write the name in at most 254 ordinary characters."
        raise InvalidInput(msg, errors=(FieldError(field="name", message=msg),))
    return name


def normal_password(text: str) -> str:
    """The password as it is hashed: one form of every letter, nothing trimmed."""
    return unicodedata.normalize("NFKC", text)


def check_password(password: str, *, repeated: str, email: str) -> str:
    """The password to hash. Raises `InvalidInput` naming the field."""
    normal = normal_password(password)
    errors: list[FieldError] = []
    if len(normal) < PASSWORD_LEAST:
        errors.append(FieldError(field="password", message="Use at least 12 characters."))
    elif len(normal) > PASSWORD_MOST:
        errors.append(FieldError(field="password", message="Use at most 128 characters."))
    elif len(set(normal)) < 5 or normal.casefold() in {email, email.partition("@")[0]}:  # noqa: PLR2004 - few letters
        errors.append(FieldError(field="password", message="This password is too easy to guess."))
    if normal_password(repeated) != normal:
        errors.append(FieldError(field="repeated", message="The two passwords differ."))
    if errors:
        msg = "The password cannot be used."
        raise InvalidInput(msg, errors=tuple(errors))
    return normal


def session_holds(*, started_at: datetime, seen_at: datetime, ended_at: datetime | None, now: datetime) -> bool:
    """Whether a session may still be used: not ended, not idle too long, not too old."""
    return ended_at is None and now - seen_at < SESSION_IDLE and now - started_at < SESSION_LIFE
