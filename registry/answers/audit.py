"""The audit for whoever may read it: its lines with the names of who acted, and whether its chain is whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from registry.storage.queries import access
from registry.storage.queries.audit import AuditEntry, ChainCheck, check_chain, list_entries

__all__ = ["AuditEntry", "AuditPage", "ChainCheck", "audit_page", "check_chain", "list_entries"]
PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """Entries, newest first; `names` of those who acted, by actor; `older` begins the next page."""

    entries: tuple[AuditEntry, ...]
    names: Mapping[str, str]
    older: int | None
    total: int


async def audit_page(*, before: int | None = None, subject: str = "", event: str = "") -> AuditPage:
    """The newest entries before the number, of a subject (`change:ID`), of an event or the first word of its name."""
    found = await list_entries(before=before, limit=PER_PAGE + 1, subject=subject or None, event=event or None)
    newest = await list_entries(limit=1)
    shown = found[:PER_PAGE]
    return AuditPage(
        entries=tuple(shown),
        names=await access.user_names({entry.actor for entry in shown}),
        older=shown[-1].number if len(found) > PER_PAGE else None,
        total=newest[0].number if newest else 0,
    )
