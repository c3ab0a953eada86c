"""How services make and read tokens and fingerprints; no verb of its own."""

from dataclasses import dataclass
from datetime import datetime

from registry.domain.register import tokens
from registry.domain.register.subscriptions import CONFIRM, UNSUBSCRIBE
from registry.storage.repositories import keys
from registry.storage.repositories.counters import next_numbers

_SERIES = "keys"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """The keys, newest first: the newest closes, every one opens; the oldest recognises addresses for ever."""

    secrets: tuple[bytes, ...] = ()

    def token(self, purpose: str, thing_id: str) -> str:
        """The token for the thing."""
        return tokens.make_token(purpose, thing_id, self.secrets[0])

    def case_blind_token(self, purpose: str, thing_id: str) -> str:
        """The token for the thing, for the local part of an address."""
        return tokens.make_case_blind_token(purpose, thing_id, self.secrets[0])

    def consent_of(self, token: str) -> str | None:
        """The consent that a link to confirm names; None for anything else."""
        return tokens.read_token(CONFIRM, token, self.secrets)

    def subscription_of(self, token: str) -> str | None:
        """The subscription that a link to unsubscribe names; None for anything else."""
        return tokens.read_token(UNSUBSCRIBE, token, self.secrets)

    def fingerprint(self, purpose: str, text: str) -> str:
        """The same for the same text for ever, whatever keys are added."""
        return tokens.fingerprint(purpose, text, self.secrets[-1])


async def open_keyring() -> Keyring:
    """The keys there are; before the first was made, a ring that opens nothing."""
    return Keyring(secrets=await keys.load_keys())


async def make_keyring(*, now: datetime) -> Keyring:
    """The keys, the first one made where there is none. Called inside a transaction."""
    ring = await open_keyring()
    if ring.secrets:
        return ring
    await next_numbers(_SERIES)
    ring = await open_keyring()
    if not ring.secrets:
        await keys.add_key(at=now)
        ring = await open_keyring()
    return ring
