"""How a delivery is called, how it stands, and what the other side said."""

from registry.domain.register.deliveries import DeliveryKind, DeliveryState
from registry.domain.register.publications import PublishedText
from registry.wording import labels
from registry.wording.languages import gettext, say
from registry.wording.publications import one_line

RETRY = "retry"


def title(kind: DeliveryKind, text: PublishedText | None) -> str:
    """Notice N-2026-014: X Messaging; or the question to confirm."""
    if text is None:
        return gettext("Question to confirm a subscription")
    said = labels.entry_kind(kind.value)
    name = one_line(text.vendor_name or text.listed_as)
    if kind is DeliveryKind.NOTICE and text.notice_number:
        said = f"{said} {text.notice_number}"
    return say("{what}: {name}", what=said, name=name)


def state_word(state: DeliveryState, *, attempts: int) -> str:
    """The code of the state's word: a delivery that waits after a try waits for another."""
    return RETRY if state is DeliveryState.PENDING and attempts else state.value


def answer(state: DeliveryState, *, code: int | None, text: str) -> str:
    """What came back, or why nothing was sent; empty where nothing was tried yet."""
    if state is DeliveryState.CANCELLED:
        return gettext("It was not wanted any more.")
    if state is DeliveryState.SUPPRESSED:
        return gettext("A mail server said before that nobody reads this address.")
    return f"{code} {text}".strip() if code else text


def masked(email: str) -> str:
    """The address as those see it who may follow deliveries but not read who has subscribed."""
    local_part, _, domain = email.rpartition("@")
    return f"{local_part[:1]}…@{domain}"
