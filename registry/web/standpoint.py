"""From where a page answers: the day and the instant its address asks about, else today as known now."""

from typing import Any

from litestar import Request

from registry.answers.standpoint import Standpoint, standpoint
from registry.http.as_of import parse_moment
from registry.http.context import context_of

ASKED = frozenset({"as_of", "known_at"})
"""The parameters that say so."""


async def point_of(request: Request[Any, Any, Any]) -> Standpoint:
    """Raises `InvalidInput` when they cannot be read, `NotFound` before set-up."""
    context, query = context_of(request), request.query_params
    today = context.clock.today()
    moment = parse_moment(query.get("as_of"), query.get("known_at"), today=today, time_zone=context.time_zone)
    return await standpoint(context.law, today=today, as_of=moment.as_of, known_at=moment.known_at)


async def point_today(request: Request[Any, Any, Any]) -> Standpoint:
    """Today as known now, whatever the address says."""
    context = context_of(request)
    return await standpoint(context.law, today=context.clock.today())
