"""A mail as bytes: composed once for an event, language and audience, filled in for each recipient."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.quoprimime import body_encode
from email.utils import format_datetime, parseaddr
from enum import StrEnum

from registry.wording.publications import one_line

CRLF = b"\r\n"
_NONCE = secrets.token_hex(12)
_SOFT_BREAK = b"=\r\n"
_WIDTH = 75
_MAX_SUBJECT = 240
_HEADER_WIDTH = 76


class Slot(StrEnum):
    """What differs from one recipient to the next. Unguessable, so that no text of ours can hold one by chance."""

    TO = f"slot{_NONCE}to"
    DATE = f"slot{_NONCE}date"
    MESSAGE_ID = f"slot{_NONCE}messageid"
    LINK = f"slot{_NONCE}link"


_SLOTS = re.compile(b"(" + b"|".join(slot.value.encode() for slot in Slot) + b")")


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A mail ready but for its slots: bytes in turn with what goes between them."""

    pieces: tuple[bytes | Slot, ...]
    wrapped_from: int

    def filled(self, *, to: str, date: datetime, message_id: str, link: str) -> bytes:
        """The mail for one recipient. `link` is the link of the slot: plain ASCII, without `=`."""
        values = {
            Slot.TO: to.encode(),
            Slot.DATE: format_datetime(date).encode(),
            Slot.MESSAGE_ID: message_id.encode(),
            Slot.LINK: link.encode("ascii"),
        }
        wrapped = {slot: _soft_wrapped(value) for slot, value in values.items()}
        return b"".join(
            piece if isinstance(piece, bytes) else (wrapped if at >= self.wrapped_from else values)[piece]
            for at, piece in enumerate(self.pieces)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a mail says and what it carries; `headers` are ASCII and may hold slots."""

    sender_name: str
    sender: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str]


def compose(letter: Letter) -> Composed:
    """The mail as multipart/alternative, text first, quoted-printable."""
    boundary = f"=_{secrets.token_hex(16)}"
    head = [
        f"From: {_mailbox(letter.sender_name, letter.sender)}",
        f"To: {Slot.TO.value}",
        f"Subject: {encoded_header(_cut(letter.subject), 'Subject')}",
        f"Date: {Slot.DATE.value}",
        f"Message-ID: {Slot.MESSAGE_ID.value}",
        *(f"{name}: {value}" for name, value in letter.headers.items()),
        "MIME-Version: 1.0",
        f'Content-Type: multipart/alternative; boundary="{boundary}"',
    ]
    header = "\r\n".join(head).encode("ascii") + CRLF * 2
    body = b"".join(
        (
            *(_part(boundary, kind, text) for kind, text in (("plain", letter.text), ("html", letter.html))),
            f"--{boundary}--\r\n".encode(),
        )
    )
    pieces = _split(header)
    return Composed(pieces=(*pieces, *_split(body)), wrapped_from=len(pieces))


def encoded_header(text: str, name: str) -> str:
    """The text as a header's value: RFC 2047 words where it needs them, folded, never a line break of its own."""
    said = one_line(text)
    plain = said.isascii() and "=?" not in said
    if plain and len(name) + len(said) < _HEADER_WIDTH:
        return said
    charset = Charset("us-ascii" if plain else "utf-8")
    if not plain:
        charset.header_encoding = QP
    return Header(said, charset, header_name=name, maxlinelen=_HEADER_WIDTH).encode(linesep="\r\n")


def domain_of(address: str) -> str:
    """The domain of a mailbox such as `Name <user@domain>` or `user@domain`; the empty text where it has none."""
    return parseaddr(address)[1].rpartition("@")[2].lower()


def _mailbox(name: str, address: str) -> str:
    said = one_line(name)
    if not said:
        return f"<{address}>"
    if said.isascii() and "=?" not in said:
        escaped = said.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}" <{address}>'
    return f"{encoded_header(said, 'From')}\r\n <{address}>"


def _cut(subject: str) -> str:
    said = one_line(subject)
    return said if len(said) <= _MAX_SUBJECT else said[: _MAX_SUBJECT - 1].rstrip() + "…"


def _part(boundary: str, kind: str, text: str) -> bytes:
    head = (
        f"--{boundary}",
        f"Content-Type: text/{kind}; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "",
    )
    return "\r\n".join(head).encode("ascii") + quoted_printable(text) + CRLF


def quoted_printable(text: str) -> bytes:
    """The text in quoted-printable; each slot stands between soft line breaks, so that filling it breaks no line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode()
    return b"".join(
        _SOFT_BREAK + piece + _SOFT_BREAK if _SLOTS.fullmatch(piece) else _encoded(piece)
        for piece in _SLOTS.split(lines)
    )


def _encoded(piece: bytes) -> bytes:
    return body_encode(piece.decode("latin-1"), maxlinelen=_HEADER_WIDTH, eol="\r\n").encode("ascii")


def _soft_wrapped(value: bytes) -> bytes:
    return _SOFT_BREAK.join(value[start : start + _WIDTH] for start in range(0, len(value), _WIDTH))


def _split(content: bytes) -> tuple[bytes | Slot, ...]:
    known: Sequence[bytes] = _SLOTS.split(content)
    return tuple(Slot(piece.decode()) if _SLOTS.fullmatch(piece) else piece for piece in known)
