"""Tokens that name a thing without telling what: its random id and a keyed check, for links without a session."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from uuid import UUID

_ID_BYTES = 16
_CHECK_BYTES = 10


def make_token(purpose: str, thing_id: str, key: bytes) -> str:
    """The token for the thing (a UUID): 35 letters, digits, `-` and `_`. `purpose` keeps kinds of tokens apart."""
    raw = UUID(thing_id).bytes
    return _written(raw + _check(purpose, raw, key))


def read_token(purpose: str, token: str, keys: Sequence[bytes]) -> str | None:
    """The id that the token names, if one of the keys made it for this purpose; None for anything else."""
    try:
        raw = base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return None
    return _verified(purpose, raw, keys) if _written(raw) == token else None


def make_case_blind_token(purpose: str, thing_id: str, key: bytes) -> str:
    """A token of 42 letters and digits that survives a change of case: for the local part of an address."""
    raw = UUID(thing_id).bytes
    return _written_case_blind(raw + _check(purpose, raw, key))


def read_case_blind_token(purpose: str, token: str, keys: Sequence[bytes]) -> str | None:
    """The id that the token names; None for anything else."""
    try:
        raw = base64.b32decode(token.upper().encode("ascii") + b"=" * (-len(token) % 8))
    except (UnicodeEncodeError, binascii.Error):
        return None
    return _verified(purpose, raw, keys) if _written_case_blind(raw) == token.lower() else None


def fingerprint(purpose: str, text: str, key: bytes) -> str:
    """A keyed hash that recognises the text again and tells nothing of it to whoever lacks the key."""
    return hmac.new(key, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def _written(raw: bytes) -> str:
    """The one way to write it: the last character of another could differ in bits that nobody reads."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _written_case_blind(raw: bytes) -> str:
    return base64.b32encode(raw).rstrip(b"=").decode("ascii").lower()


def _check(purpose: str, raw: bytes, key: bytes) -> bytes:
    return hmac.new(key, purpose.encode("ascii") + b"\0" + raw, hashlib.sha256).digest()[:_CHECK_BYTES]


def _verified(purpose: str, raw: bytes, keys: Sequence[bytes]) -> str | None:
    if len(raw) != _ID_BYTES + _CHECK_BYTES:
        return None
    thing, given = raw[:_ID_BYTES], raw[_ID_BYTES:]
    matches = [hmac.compare_digest(given, _check(purpose, thing, key)) for key in keys]
    return str(UUID(bytes=thing)) if any(matches) else None
