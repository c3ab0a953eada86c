"""Every error raised on purpose, drawn as one tree; each carries an English message template and its parameters.

RegistryError
├── InvalidInput        what was typed or read cannot be used; names the fields
├── NotFound            no such thing, or not for this reader
├── NotPermitted        the acting person's roles do not allow it, or four eyes are missing
├── NotSignedIn         nobody is signed in where somebody must be
├── InvalidStep         the thing is not in a state that allows this step
├── Conflict            another fact stands against it (a name taken, an announced change)
├── StaleVersion        somebody else changed it since it was read
├── TooManyAttempts     try again later
├── Unavailable         the database cannot be used just now; nothing was kept
├── UnreadableFile      a file to import cannot be read at all
└── BrokenData          a file of data/ or a stored row breaks its own rules
"""

from collections.abc import Mapping
from dataclasses import dataclass


class RegistryError(Exception):
    """Base of all: `message` is an English template with `{named}` parameters, for wording to translate."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params: Mapping[str, object] = params

    def __str__(self) -> str:
        return self.message.format(**self.params) if self.params else self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """One field that cannot be used: `field` is a path such as `locations.0.country`."""

    field: str
    message: str


class InvalidInput(RegistryError):  # noqa: N818 - the tree is named for what happened, not "...Error"
    """What was typed or read cannot be used; `errors` names each field."""

    def __init__(self, message: str, *, errors: tuple[FieldError, ...] = (), **params: object) -> None:
        super().__init__(message, **params)
        self.errors = errors


class NotFound(RegistryError):  # noqa: N818
    """No such thing, or not for this reader."""


class NotPermitted(RegistryError):  # noqa: N818
    """The acting person's roles do not allow it, or a second pair of eyes is needed."""


class NotSignedIn(RegistryError):  # noqa: N818
    """Nobody is signed in where somebody must be."""


class InvalidStep(RegistryError):  # noqa: N818
    """The thing is not in a state that allows this step."""


class Conflict(RegistryError):  # noqa: N818
    """Another fact stands against it."""


class StaleVersion(RegistryError):  # noqa: N818
    """Somebody else changed it since it was read."""


class TooManyAttempts(RegistryError):  # noqa: N818
    """Too many tries; `retry_after` is in seconds."""

    def __init__(self, message: str, *, retry_after: int, **params: object) -> None:
        super().__init__(message, **params)
        self.retry_after = retry_after


class Unavailable(RegistryError):  # noqa: N818
    """The database cannot be used just now; nothing was kept."""


class UnreadableFile(RegistryError):  # noqa: N818
    """A file to import cannot be read at all: nothing of it was used."""


class BrokenData(RegistryError):  # noqa: N818
    """A file of data/ or a stored row breaks its own rules; the message names file and row."""
