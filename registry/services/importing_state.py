"""What an import starts from: the register as it stands, read before anything is written; no verb of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from registry.domain.register.changes import PENDING, Change, ChangeKind, ChangeState
from registry.domain.register.facts import LISTED, Facts, SubjectKind
from registry.domain.register.publisher import Service
from registry.domain.register.revisions import DoesNotHold, apply
from registry.storage.queries import lists
from registry.storage.queries.lists import KnownVendor, ListedRow
from registry.storage.repositories import changes, content, publisher, vendors
from registry.storage.repositories.vendors import Vendor

EDITABLE = frozenset({ChangeState.DRAFT, ChangeState.RETURNED})
_CELLS = {
    "listed_as": "name", "legal_entity": "legal_entity", "location_text": "locations", "purpose": "purpose",
    "services_text": "services", "mechanism_text": "transfer_mechanism",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A row of the list as the register holds it: published, pending, or both.

    `published` are its newest recorded facts, `facts` those with what is pending. `draft` may still be edited, and
    leads from `before` to `facts`.
    """

    engagement_id: str
    published: Facts
    facts: Facts
    before: Facts
    draft: Change | None
    removal: Change | None
    pending: tuple[Change, ...]
    ends_on: date | None

    @property
    def cells(self) -> Mapping[str, str]:
        """The cells it was published with; of a row that people wrote, what its facts say."""
        published: Mapping[str, str] | None = self.facts.get("published")
        if published:
            return published
        return {column: self.facts[name] for name, column in _CELLS.items() if self.facts.get(name)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The register as an import finds it. `version` moves with every change of it."""

    version: int
    services: Sequence[Service]
    vendors: Sequence[Vendor]
    slugs: frozenset[str]
    vendor_facts: Mapping[str, KnownVendor]
    rows: Mapping[str, Sequence[Standing]] = field(default_factory=dict)


async def read_register(list_names: Sequence[str], *, today: date) -> Register:
    """Everything an import of these lists needs to know."""
    version = await content.load_version()
    own = await publisher.load()
    rows: dict[str, Sequence[Standing]] = {}
    for name in list_names:
        pending: dict[str, list[Change]] = {}
        for change in await changes.load_where_listed(name, sorted(PENDING)):
            pending.setdefault(change.engagement_id or "", []).append(change)
        known = await lists.rows_of(name, today=today)
        found = [row for one in known if (row := standing(one, pending.get(one.engagement_id, ())))]
        rows[name] = sorted(found, key=lambda row: (row.cells.get("name", "").casefold(), row.engagement_id))
    return Register(
        version=version,
        services=own.services if own else (),
        vendors=await vendors.load_all(),
        slugs=frozenset(await vendors.taken_slugs()),
        vendor_facts=await lists.known_vendors(),
        rows=rows,
    )


def standing(row: ListedRow, pending: Sequence[Change]) -> Standing | None:
    """The row with what is pending of it, in the order it was proposed; None when neither is left."""
    in_order = sorted(pending, key=lambda change: change.number)
    facts = before = row.facts
    draft: Change | None = None
    for change in in_order:
        if change.kind is ChangeKind.ENDED:
            continue
        after = _after(facts, change, row.engagement_id)
        if after:
            before, facts = facts, after
            draft = change if change.state in EDITABLE else None
    if not facts.get(LISTED):
        return None
    removals = [change for change in in_order if change.kind is ChangeKind.ENDED]
    return Standing(
        engagement_id=row.engagement_id,
        published=row.facts,
        facts=facts,
        before=before,
        draft=draft,
        removal=removals[-1] if removals else None,
        pending=tuple(in_order),
        ends_on=row.ends_on,
    )


def _after(facts: Facts, change: Change, engagement_id: str) -> Facts:
    """The facts after a pending change; none when it no longer holds."""
    try:
        for part in change.parts:
            if part.subject_kind is SubjectKind.ENGAGEMENT and part.subject_id == engagement_id:
                return apply(facts, part.operations)
    except DoesNotHold:
        pass
    return {}
