"""The gate in front of a mail server that is away: closed for a while, said once when it closes and when it opens."""

import logging

import pytest

from registry.delivery.sending import Gate
from registry.domain.register.deliveries import Outcome


async def test_a_mail_server_that_is_away_and_comes_back_is_said_once_each(caplog: pytest.LogCaptureFixture) -> None:
    gate = Gate()
    with caplog.at_level(logging.INFO, logger="registry.delivery"):
        gate.note(Outcome.UNREACHABLE)
        assert 0 < gate.waits() <= 1
        gate.note(Outcome.UNREACHABLE)
        gate.note(Outcome.NOT_WANTED)
        gate.note(Outcome.ACCEPTED)
        gate.note(Outcome.ACCEPTED)
    assert gate.waits() == 0
    assert [record.getMessage() for record in caplog.records] == [
        "mails cannot be handed over and wait; /manage/deliveries says why",
        "mails are handed over again",
    ]
