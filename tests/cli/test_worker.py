"""What the worker is told by the settings, and what it says when it starts."""

from pathlib import Path

import pytest

from registry.cli.worker import mailing_of, said
from registry.settings import Settings


def settings(**more: str) -> Settings:
    return Settings(database_url="sqlite:///x.db", var=Path("var"), **{"base_url": "https://list.example", **more})  # type: ignore[arg-type] # texts only


def test_it_says_where_mails_go_and_never_the_password() -> None:
    assert said(settings()) == "No mail server is set: mails are written as files under var/mail."
    assert said(settings(smtp_url="smtp://me:secret@mail.example:587")) == "Mails go to mail.example:587."


@pytest.mark.parametrize(
    ("base_url", "greeting"),
    [
        ("https://list.example", "list.example"),
        ("http://127.0.0.1:8000", "[127.0.0.1]"),
        ("http://[::1]:8000", "[IPv6:::1]"),
        ("http://localhost:8000", "localhost"),
    ],
)
def test_a_mail_server_is_greeted_as_the_rules_ask(base_url: str, greeting: str) -> None:
    assert mailing_of(settings(base_url=base_url)).local_hostname == greeting
