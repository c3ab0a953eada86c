"""The audit as the auditor reads it: every decision, newest first, and the check of its chain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Request, Response, get

from registry.answers.audit import AuditEntry, audit_page, check_chain
from registry.domain.register.access import Action
from registry.domain.register.events import EventName
from registry.http.guards import requires
from registry.web.page import desk_page
from registry.web.shown import Option
from registry.wording.labels import actor
from registry.wording.languages import say
from registry.wording.templates import address

PATH = "/manage/audit"
_DIGITS = 15
_MOST_TEXT = 160
_PAGES = {"change": "/manage/changes", "user": "/manage/users"}
_AREAS = tuple(dict.fromkeys(name.partition(".")[0] for name in EventName))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entry; `data` says in ids, days and field names what was decided."""

    sequence: int
    at: datetime
    name: str
    subject: str
    href: str | None
    who: str
    data: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditShown:
    """What the template is given. `intact` is None until the chain was checked; `broken` says where it is not whole."""

    rows: Sequence[Row]
    total: int
    areas: Sequence[Option]
    subject: str
    older: str | None
    newest: str | None
    check: str
    intact: bool | None
    broken: Sequence[str]


@get(PATH, opt=requires(Action.READ_AUDIT), include_in_schema=False)
async def audit(request: Request[Any, Any, Any]) -> Response[Any]:
    """The entries; with `check`, whether the chain is whole."""
    query = request.query_params
    before, area, subject = query.get("before", ""), query.get("event", ""), query.get("subject", "")[:_MOST_TEXT]
    is_number = before.isascii() and before.isdecimal() and len(before) <= _DIGITS
    area = area if area in _AREAS else ""
    found = await audit_page(before=int(before) if is_number else None, subject=subject, event=area)
    checked = await check_chain() if query.get("check") else None
    shown = AuditShown(
        rows=[_row(entry, found.names) for entry in found.entries],
        total=found.total,
        areas=[("", say("Everything"), not area), *((name, name.replace("_", " "), name == area) for name in _AREAS)],
        subject=subject,
        older=address(PATH, event=area, subject=subject, before=found.older) if found.older else None,
        newest=address(PATH, event=area, subject=subject) if is_number else None,
        check=address(PATH, check="1"),
        intact=None if checked is None else not checked.faults,
        broken=checked.faults if checked else (),
    )
    return await desk_page(request, "manage/audit.html", page=shown)


def _row(entry: AuditEntry, names: Mapping[str, str]) -> Row:
    kind, _, subject_id = entry.subject.partition(":")
    home = _PAGES.get(kind)
    return Row(
        sequence=entry.number,
        at=entry.at,
        name=entry.event,
        subject=entry.subject,
        href=f"{home}/{subject_id}" if home and subject_id else None,
        who=actor(names.get(entry.actor, entry.actor)),
        data=_said({name: value for name, value in entry.data.items() if value != subject_id}),
        digest=entry.hash,
    )


def _said(data: Mapping[str, object]) -> str:
    """What the entry holds beside its subject, short enough for a line."""
    told = (f"{name.replace('_', ' ')}: {_plain(value)}" for name, value in data.items() if value not in (None, [], ""))
    text = "; ".join(told)
    return text if len(text) <= _MOST_TEXT else f"{text[: _MOST_TEXT - 1]}…"


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


handlers = [audit]
