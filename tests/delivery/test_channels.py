"""Where mail is handed in, and what the ways out do with it."""

from pathlib import Path

import pytest

from registry.delivery.channels import Mailing, connector
from registry.delivery.files import FileConnection
from registry.delivery.letters import Envelope
from registry.delivery.smtp import SmtpConnection, SmtpServer
from registry.domain.register.deliveries import Outcome
from tests.delivery.mailing import Sink, listening

ENVELOPE = Envelope(
    delivery_id="d-1",
    sender="bounce+x@starling.example",
    recipient="reader@customer.example",
    content=b"Subject: x\r\n\r\n.\r\n..\r\n",
)


def server(url: str) -> SmtpServer:
    return SmtpServer.from_url(url, local_hostname="registry.starling.example")


def test_a_password_never_leaves_in_the_clear() -> None:
    guarded = server("smtp://user:p%40ss@mail.example")
    assert (guarded.port, guarded.starttls, guarded.verify, guarded.password) == (587, True, True, "p@ss")
    assert "p@ss" not in repr(guarded)
    tls = server("smtps://user:x@mail.example")
    assert (tls.port, tls.tls, tls.verify) == (465, True, True)
    plain = server("smtp://mail.example")
    assert (plain.port, plain.starttls, plain.verify) == (25, None, False)


@pytest.mark.parametrize("url", ["http://mail.example", "mail.example:25", "smtp://", "smtp:///x"])
def test_what_is_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="mail server"):
        connector(Mailing(smtp_url=url))


async def test_a_kept_connection_that_was_closed_is_opened_anew() -> None:
    async with listening(Sink()) as sink:
        connection = SmtpConnection(server(sink.url))
        assert (await connection.send(ENVELOPE)).outcome is Outcome.ACCEPTED
        sink.hang_up()
        assert (await connection.send(ENVELOPE)).outcome is Outcome.ACCEPTED
        await connection.close()
    assert len(sink.taken) == 2
    assert sink.taken[0].message.get_payload() == ".\r\n..\r\n"


async def test_a_refused_recipient_leaves_the_connection_usable() -> None:
    async with listening(Sink(answer=lambda _: "550 5.1.1 no such user")) as sink:
        connection = SmtpConnection(server(sink.url))
        assert (await connection.send(ENVELOPE)).outcome is Outcome.NO_SUCH_RECIPIENT
        sink.answer = lambda _: None
        assert (await connection.send(ENVELOPE)).outcome is Outcome.ACCEPTED
        await connection.close()


async def test_nobody_listening_says_nothing_of_the_message() -> None:
    reply = await SmtpConnection(server("smtp://127.0.0.1:1")).send(ENVELOPE)
    assert (reply.outcome, reply.code) == (Outcome.UNREACHABLE, None)


async def test_a_file_is_whole_and_a_repeat_replaces_it(tmp_path: Path) -> None:
    connection = FileConnection(tmp_path / "mail")
    for _ in range(2):
        assert (await connection.send(ENVELOPE)).outcome is Outcome.ACCEPTED
    (file,) = (tmp_path / "mail").iterdir()
    assert (file.name, file.read_bytes()) == ("d-1.eml", ENVELOPE.content)


async def test_a_disk_that_refuses_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("in the way")
    assert (await FileConnection(tmp_path / "mail").send(ENVELOPE)).outcome is Outcome.UNREACHABLE
