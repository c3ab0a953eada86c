"""Settings: every wrong one is named, nothing starts with a guess."""

import pytest

from registry.clock import parse_shift
from registry.settings import BadSettings, load_settings

WRONG = {
    "REGISTRY_DATABASE_URL": "mysql://x/y",
    "REGISTRY_BASE_URL": "processors.example.com",
    "REGISTRY_SMTP_URL": "mail.example.com",
    "REGISTRY_TIME_ZONE": "Europe/Atlantis",
    "REGISTRY_CLOCK": "tomorrow",
    "REGISTRY_MAIL_FROM": "nobody",
    "REGISTRY_BOUNCE_DOMAIN": "a b",
    "REGISTRY_TRUSTED_PROXIES": "10.0.0.0/99",
    "REGISTRY_DATABSE_URL": "sqlite:///x",
}


def test_nothing_set_is_an_embedded_database_and_files_for_mail() -> None:
    settings = load_settings({}).at("127.0.0.1", 8000)
    assert settings.database_url == "sqlite:///var/registry.db"
    assert settings.base_url == "http://127.0.0.1:8000"
    assert not settings.smtp_url


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_named(name: str) -> None:
    with pytest.raises(BadSettings, match=name):
        load_settings({name: WRONG[name]})


def test_all_wrong_settings_are_named_together() -> None:
    with pytest.raises(BadSettings) as caught:
        load_settings(WRONG)
    assert all(name in str(caught.value) for name in WRONG)


def test_a_moved_clock_is_for_loopback_only() -> None:
    moved = {"REGISTRY_CLOCK": "+8d", "REGISTRY_BASE_URL": "https://processors.example.com"}
    with pytest.raises(BadSettings, match="REGISTRY_CLOCK"):
        load_settings(moved).at("0.0.0.0", 8000)  # noqa: S104 - a test's
    assert load_settings({"REGISTRY_CLOCK": "+8d"}).at("127.0.0.1", 8000).shift.days == 8


@pytest.mark.parametrize(("text", "hours"), [("+8d", 192), ("+30d6h", 726), ("-2h", -2), ("", 0), ("+90m", 1.5)])
def test_shifts(text: str, hours: float) -> None:
    assert parse_shift(text).total_seconds() == hours * 3600
