"""The desk's page of deliveries: every message with what the other side answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Request, Response, get

from registry.answers.deliveries import PER_PAGE, DeliveryLine, list_deliveries
from registry.domain.register.access import Action
from registry.domain.register.deliveries import DeliveryState
from registry.http.guards import requires
from registry.http.sessions import current_actor
from registry.web.page import desk_page
from registry.web.paging import Pages, page_number, pages
from registry.wording import deliveries as wording
from registry.wording.labels import DELIVERY_STATES
from registry.wording.languages import say

PATH = "/manage/deliveries"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """One row as the template shows it."""

    title: str
    recipient: str | None
    state: str
    tries: int
    answer: str
    created_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPage:
    """What the template is given; `states` are the options of the filter."""

    rows: list[DeliveryRow]
    total: int
    pages: Pages
    states: list[tuple[str, str, bool]]


@get(PATH, opt=requires(Action.READ_DELIVERIES), include_in_schema=False)
async def deliveries_page(request: Request[Any, Any, Any]) -> Response[Any]:
    """Deliveries, the newest first, of one state or all."""
    asked, number = request.query_params.get("state", ""), page_number(request)
    state = DeliveryState(asked) if asked in set(DeliveryState) else None
    found = await list_deliveries(page=number, state=state)
    shows = current_actor(request).may(Action.READ_SUBSCRIPTIONS)
    shown = DeliveryPage(
        rows=[_row(line, shows_address=shows) for line in found.rows],
        total=found.total,
        pages=pages(PATH, number=number, total=found.total, per_page=PER_PAGE, state=state.value if state else ""),
        states=_options(state),
    )
    return await desk_page(request, "manage/deliveries.html", page=shown)


def _row(line: DeliveryLine, *, shows_address: bool) -> DeliveryRow:
    email = line.email
    return DeliveryRow(
        title=wording.title(line.kind, line.text),
        recipient=email if email is None or shows_address else wording.masked(email),
        state=wording.state_word(line.state, attempts=line.attempts),
        tries=line.attempts,
        answer=wording.answer(line.state, code=line.code, text=line.answer),
        created_at=line.created_at,
        answered_at=line.answered_at,
    )


def _options(chosen: DeliveryState | None) -> list[tuple[str, str, bool]]:
    known = [(state.value, say(DELIVERY_STATES[state.value]), state is chosen) for state in DeliveryState]
    return [("", say("All"), chosen is None), *known]


handlers = [deliveries_page]
