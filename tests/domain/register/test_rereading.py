"""A row that is read again changes what reads differently, and leaves what people wrote."""

from typing import Any

import pytest

from registry.domain.register.rereading import reread

UNCLEAR = {"column": "locations", "text": "Xanadu", "reason": "?"}
OTHER = {"column": "services", "text": "Fax", "reason": "?"}


@pytest.mark.parametrize(
    ("standing", "before", "now", "after"),
    [
        ({"purpose": "a"}, {"purpose": "a"}, {"purpose": "b"}, {"purpose": "b"}),
        ({"purpose": "mine"}, {"purpose": "a"}, {"purpose": "a"}, {"purpose": "mine"}),
        ({"purpose": "mine"}, {"purpose": "a"}, {"purpose": "b"}, {"purpose": "b"}),
        ({"role": "conduit", "purpose": "a"}, {"purpose": "a"}, {}, {"role": "conduit"}),
        ({}, {}, {"services": ["sms"]}, {"services": ["sms"]}),
    ],
)
def test_only_what_reads_differently_changes(standing: Any, before: Any, now: Any, after: Any) -> None:
    assert reread(standing, before=before, now=now) == after


def test_evidence_of_a_ground_that_is_still_claimed_stays() -> None:
    proven = {"mechanism": "dpf", "evidence": {"checked_on": "2026-11-01"}}
    read = reread(
        {"mechanisms": [proven]},
        before={"mechanisms": [{"mechanism": "dpf"}]},
        now={"mechanisms": [{"mechanism": "scc"}, {"mechanism": "dpf"}]},
    )
    assert read["mechanisms"] == [{"mechanism": "scc"}, proven]


def test_who_is_at_a_place_that_is_still_named_stays() -> None:
    ireland, india = {"country": "IE", "text": "Ireland"}, {"country": "IN", "text": "India"}
    mine = {**ireland, "activity": "support", "who": "own_staff"}
    read = reread({"locations": [mine]}, before={"locations": [ireland]}, now={"locations": [india, ireland]})
    assert read["locations"] == [india, mine]


def test_what_was_clarified_stays_clarified_unless_its_cell_changes() -> None:
    clarified = reread({}, before={"to_be_clarified": [UNCLEAR]}, now={"to_be_clarified": [UNCLEAR, OTHER]})
    assert clarified["to_be_clarified"] == [OTHER]
    assert "to_be_clarified" not in reread({"to_be_clarified": [OTHER]}, before={"to_be_clarified": [OTHER]}, now={})
