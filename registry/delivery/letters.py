"""What goes into a channel and what comes back."""

from dataclasses import dataclass

from registry.domain.register.deliveries import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One message on its way: `sender` takes the bounces, `content` is the whole mail."""

    delivery_id: str
    sender: str
    recipient: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back: the other side's code (None where nothing came) and its words."""

    outcome: Outcome
    code: int | None = None
    text: str = ""
