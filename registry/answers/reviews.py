"""Since when engagements are under review: over changes of their facts, back to the day the verdict turned."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from registry.answers.standpoint import Standpoint
from registry.domain.register.facts import EngagementFacts
from registry.storage.queries import history
from registry.storage.queries.history import Stretch
from registry.storage.queries.listing import ListedEngagement

_DAY = timedelta(days=1)
_FACTS = msgspec.json.Decoder(EngagementFacts)


async def reviews_of(engagements: Sequence[ListedEngagement], point: Standpoint) -> dict[str, date]:
    """By engagement, for those whose verdict on the day is incomplete or worse."""
    found: dict[str, date] = {}
    older: list[str] = []
    for one in engagements:
        since = _bad_since(one.text, one.facts, one.holds_from, point.as_of, point)
        if since is None:
            continue
        found[one.id] = since
        if since == one.holds_from and one.since < one.holds_from:
            older.append(one.id)
    stretches = await history.of_many(older, known_at=point.known_at)
    return {**found, **{id_: _walked_back(found[id_], stretches[id_], point) for id_ in older}}


def _walked_back(since: date, stretches: Sequence[Stretch], point: Standpoint) -> date:
    """The first day of the unbroken bad time that ends at `since`."""
    for stretch in reversed(stretches):
        if stretch.holds_until != since:
            continue
        facts = _FACTS.decode(stretch.text)
        earlier = _bad_since(stretch.text, facts, stretch.holds_from, since - _DAY, point)
        if earlier is None:
            return since
        since = earlier
        if since > stretch.holds_from:
            return since
    return since


def _bad_since(text: str, facts: EngagementFacts, since: date, on: date, point: Standpoint) -> date | None:
    return point.judge.under_review_since(text, facts, since=since, on=on, publisher=point.publisher)
