"""Who may do what: six roles, the actions each allows, and one question, `require`."""

from dataclasses import dataclass
from enum import StrEnum

from registry.domain.errors import NotPermitted


class Role(StrEnum):
    """Stored values: kept for ever."""

    VENDOR_MANAGER = "vendor_manager"
    PRIVACY_REVIEWER = "privacy_reviewer"
    DPO = "dpo"
    APPROVER = "approver"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Action(StrEnum):
    """What somebody wants to do under /manage or on the command line."""

    READ_REGISTER = "read_register"
    READ_AUDIT = "read_audit"
    READ_DELIVERIES = "read_deliveries"
    READ_SUBSCRIPTIONS = "read_subscriptions"
    PROPOSE_CHANGE = "propose_change"
    SUBMIT_CHANGE = "submit_change"
    RETURN_CHANGE = "return_change"
    APPROVE_CHANGE = "approve_change"
    ANNOUNCE_CHANGE = "announce_change"
    WITHDRAW_CHANGE = "withdraw_change"
    CORRECT_CHANGE = "correct_change"
    IMPORT_LIST = "import_list"
    PUBLISH_BASELINE = "publish_baseline"
    REPLAY_HISTORY = "replay_history"
    MERGE_VENDORS = "merge_vendors"
    MANAGE_USERS = "manage_users"
    SET_UP = "set_up"


_READERS = frozenset({Action.READ_REGISTER, Action.READ_DELIVERIES})
_CLI = frozenset({
    Action.READ_REGISTER, Action.READ_AUDIT, Action.READ_DELIVERIES, Action.READ_SUBSCRIPTIONS, Action.PROPOSE_CHANGE,
    Action.IMPORT_LIST, Action.PUBLISH_BASELINE, Action.REPLAY_HISTORY, Action.MERGE_VENDORS, Action.MANAGE_USERS,
    Action.SET_UP,
})  # fmt: skip
ALLOWED: dict[Role, frozenset[Action]] = {
    Role.VENDOR_MANAGER: _READERS
    | {
        Action.PROPOSE_CHANGE,
        Action.SUBMIT_CHANGE,
        Action.WITHDRAW_CHANGE,
        Action.ANNOUNCE_CHANGE,
        Action.CORRECT_CHANGE,
        Action.IMPORT_LIST,
        Action.MERGE_VENDORS,
    },
    Role.PRIVACY_REVIEWER: _READERS | {Action.RETURN_CHANGE},
    Role.DPO: _READERS | {Action.READ_AUDIT},
    Role.APPROVER: _READERS
    | {Action.RETURN_CHANGE, Action.APPROVE_CHANGE, Action.ANNOUNCE_CHANGE, Action.WITHDRAW_CHANGE, Action.READ_AUDIT},
    Role.AUDITOR: _READERS | {Action.READ_AUDIT, Action.READ_SUBSCRIPTIONS},
    Role.ADMIN: _READERS | {Action.MANAGE_USERS, Action.SET_UP, Action.READ_SUBSCRIPTIONS},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: `id` as in `Event.actor`; `person` is what four eyes compares (a user's id, or None for a command)."""

    id: str
    roles: frozenset[Role] = frozenset()
    is_command: bool = False
    is_system: bool = False

    @property
    def person(self) -> str | None:
        """The id that four eyes compares; None for the command line, which is never the second pair."""
        return None if self.is_command or self.is_system else self.id

    def may(self, action: Action) -> bool:
        """Whether any of the actor's roles allows the action."""
        if self.is_system:
            return True
        if self.is_command:
            return action in _CLI
        return any(action in ALLOWED[role] for role in self.roles)


SYSTEM = Actor(id="system", is_system=True)


def require(actor: Actor, action: Action) -> None:
    """Raise `NotPermitted` unless the actor may do it."""
    if not actor.may(action):
        msg = "Your roles do not allow this: {action}."
        raise NotPermitted(msg, action=action.value.replace("_", " "))
