"""Who sends and who receives: roles, places, the law they are bound by and the lists they stand on."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """A party's role for the data that leave. Stored values: kept for ever."""

    CONTROLLER = "controller"
    PROCESSOR = "processor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certification:
    """An entry on a list such as the Data Privacy Framework's; `until` is the first day it no longer holds."""

    scheme: str
    from_: date | None = None
    until: date | None = None
    covers_hr: bool | None = None
    checked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """Who lets the data go."""

    country: str | None = None
    role: Role | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer:
    """Who receives them. None is not known; an empty tuple is checked and none."""

    country: str | None = None
    name: str = ""
    role: Role | None = None
    is_exporters_controller: bool | None = None
    subject_to: tuple[str, ...] | None = None
    certifications: tuple[Certification, ...] | None = field(default=None)

    def certified(self, scheme: str) -> tuple[Certification, ...]:
        """Its entries under the scheme."""
        return tuple(entry for entry in self.certifications or () if entry.scheme == scheme)
