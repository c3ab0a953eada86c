"""What can happen to the register, as a closed list of dotted names; each happening is audited and told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class EventName(StrEnum):
    """Stored values: kept for ever."""

    REGISTER_SET_UP = "register.set_up"
    REGISTER_REPLAYED = "register.replayed"
    REGISTER_IMPORTED = "register.imported"
    REGISTER_REBUILT = "register.rebuilt"
    BASELINE_PUBLISHED = "baseline.published"
    LAW_BOOK_ADOPTED = "law_book.adopted"
    CHANGE_DRAFTED = "change.drafted"
    CHANGE_EDITED = "change.edited"
    CHANGE_SUBMITTED = "change.submitted"
    CHANGE_RETURNED = "change.returned"
    CHANGE_REJECTED = "change.rejected"
    CHANGE_APPROVED = "change.approved"
    CHANGE_ANNOUNCED = "change.announced"
    CHANGE_WITHDRAWN = "change.withdrawn"
    CHANGE_BLOCKED = "change.blocked"
    CHANGE_EFFECTIVE = "change.effective"
    CHANGE_CORRECTED = "change.corrected"
    CHANGE_EDITORIAL = "change.editorial"
    VENDOR_MERGED = "vendor.merged"
    VENDOR_SPLIT = "vendor.split"
    SUBSCRIPTION_REQUESTED = "subscription.requested"
    SUBSCRIPTION_CONFIRMED = "subscription.confirmed"
    SUBSCRIPTION_ENDED = "subscription.ended"
    SUBSCRIPTION_ERASED = "subscription.erased"
    DELIVERIES_SEALED = "deliveries.sealed"
    USER_ADDED = "user.added"
    USER_CHANGED = "user.changed"
    USER_LINK_ISSUED = "user.link_issued"
    USER_LINK_USED = "user.link_used"
    USER_SIGNED_IN = "user.signed_in"
    USER_SIGN_IN_FAILED = "user.sign_in_failed"
    USER_SIGNED_OUT = "user.signed_out"
    USER_PASSWORD_SET = "user.password_set"  # noqa: S105 - the name of an event, not a password


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One happening. `subject` is `kind:id`; `actor` is `user:ID`, `cli:USER@HOST`, `subscriber:ID` or `system`.

    `data` holds ids, numbers, days and field names, never names or addresses of persons (R13).
    """

    name: EventName
    subject: str
    actor: str
    at: datetime
    data: Mapping[str, object] = field(default_factory=dict)


TOLD = frozenset({
    EventName.CHANGE_ANNOUNCED, EventName.CHANGE_WITHDRAWN, EventName.CHANGE_BLOCKED, EventName.CHANGE_EFFECTIVE,
    EventName.CHANGE_CORRECTED, EventName.CHANGE_EDITORIAL, EventName.SUBSCRIPTION_REQUESTED,
})  # fmt: skip
"""Events that somebody outside may be written to about; the delivery worker has nothing to do for the others."""
