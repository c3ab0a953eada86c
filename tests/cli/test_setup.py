"""Setting the register up from a file: what is kept, what stays for ever, and what is refused with which field."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from registry.cli.setup import said, setup
from registry.domain.errors import Conflict, InvalidInput, NotPermitted, UnreadableFile
from registry.domain.register.publisher import Publisher
from registry.reference.law_book import load_law_book
from registry.reference.setup_file import example, read_setup_file
from registry.services.set_up import SetUp, set_up
from registry.storage.queries.audit import list_entries
from registry.storage.queries.publisher import publisher
from tests.cast import ALICE, COMMAND, ERIN

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = NOW.date()
LATER = datetime(2027, 2, 1, 12, tzinfo=UTC)
COUNTRIES = load_law_book().countries
SMALL = """
[publisher]
name = "Small"
legal_name = "Small B.V."
country = "nl"
privacy_contact = "privacy@small.example"
"""


def read(tmp_path: Path, text: str, started_on: date = TODAY) -> Publisher:
    path = tmp_path / "small.toml"
    path.write_text(text, encoding="utf-8")
    return read_setup_file(path, countries=COUNTRIES, time_zone="Europe/Amsterdam", started_on=started_on)


def errors(tmp_path: Path, text: str) -> dict[str, str]:
    with pytest.raises(InvalidInput, match=r"small\.toml cannot be used\.") as caught:
        read(tmp_path, text)
    return {error.field: error.message for error in caught.value.errors}


async def apply(tmp_path: Path, text: str, now: datetime = NOW) -> SetUp:
    return await set_up(actor=COMMAND, publisher=read(tmp_path, text, now.date()), now=now)


def test_the_example_can_be_used(tmp_path: Path) -> None:
    own = read(tmp_path, example())
    assert (own.country, own.notice_days, [service.slug for service in own.services]) == ("NL", 30, ["sms", "inbox"])
    assert own.mail_from == '"Example register" <register@example.com>'


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    own = read(tmp_path, SMALL)
    assert (own.role, own.notice_days, own.country, own.feed_domain) == ("processor", 30, "NL", "")


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ('nmae = "x"', "publisher.nmae"),
        ('feed_domain = "no domain"', "publisher.feed_domain"),
        ("notice_days = -1", "publisher.notice_days"),
        ("notice_days = true", "publisher.notice_days"),
        ('notice_days = "30"', "publisher.notice_days"),
        ('role = "sub-processor"', "publisher.role"),
        ('mail_from = "nobody"', "publisher.mail_from"),
        ('address = "bell \\u0007"', "publisher.address"),
        ("address = 1", "publisher.address"),
        ("services = 3", "publisher.services"),
        ('[[services]]\nslug = "SMS"\nname = "SMS"', "services.1.slug"),
        ('[[services]]\nslug = "sms"', "services.1.name"),
        ('[[services]]\nslug = "sms"\nname = "two\\nlines"', "services.1.name"),
        ('[[services]]\nslug = "sms"\nname = "SMS"\ndata_categories = "Names"', "services.1.data_categories"),
        ('[[services]]\nslug = "sms"\nname = "SMS"\ndata_categories = ["A", "a"]', "services.1.data_categories"),
        ('[[services]]\nslug = "a"\nname = "A"\n[[services]]\nslug = "a"\nname = "B"', "services.2.slug"),
        ('[[entities]]\nname = "Small Ltd"\ncountry = "England"', "entities.1.country"),
        ('[[entities]]\nname = "Small Ltd"\ncountry = "GB"\nkind = "branch"', "entities.1.kind"),
        ('[[entities]]\nname = "X"\ncountry = "GB"\n[[entities]]\nname = "x"\ncountry = "DE"', "entities.2.name"),
        ("[vendors]", "vendors"),
    ],
)
def test_a_wrong_field_is_named(tmp_path: Path, line: str, field: str) -> None:
    assert list(errors(tmp_path, SMALL + line)) == [field]


def test_every_missing_field_is_named_at_once(tmp_path: Path) -> None:
    needed = ["publisher.name", "publisher.legal_name", "publisher.country", "publisher.privacy_contact"]
    assert list(errors(tmp_path, "[publisher]\n")) == needed
    assert list(errors(tmp_path, "")) == ["publisher"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"[publisher", "Expected"),
        (b"\xff\xfe\xff", "it is not written in UTF-8"),
        (None, "No such file or directory"),
    ],
    ids=["broken", "binary", "missing"],
)
def test_a_file_that_cannot_be_read_refuses_the_run(tmp_path: Path, content: bytes | None, why: str) -> None:
    path = tmp_path / "other.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=rf"^{path} cannot be read: {why}"):
        read_setup_file(path, countries=COUNTRIES, time_zone="UTC", started_on=TODAY)


@pytest.mark.usefixtures("database")
async def test_it_is_kept_as_written_and_told_in_the_audit(tmp_path: Path) -> None:
    done = await apply(tmp_path, example())
    kept = await publisher()
    assert kept == done.publisher
    assert kept is not None
    assert (kept.feed_domain, kept.feed_started_on) == ("example.com", TODAY)
    assert "Example Messaging B.V." in said(done)
    assert [entry.event for entry in await list_entries(limit=5)] == ["register.set_up"]


@pytest.mark.usefixtures("database")
async def test_the_same_again_changes_and_records_nothing(tmp_path: Path) -> None:
    first = await apply(tmp_path, example())
    again = await apply(tmp_path, example(), LATER)
    assert (again.publisher, again.changed) == (first.publisher, ())
    assert said(again) == "Nothing changed: the register is set up like this already."
    assert len(await list_entries(limit=5)) == 1


@pytest.mark.usefixtures("database")
async def test_what_stands_in_ids_stays(tmp_path: Path) -> None:
    first = (await apply(tmp_path, example())).publisher
    edited = example().replace("register@example.com", "register@other.example")
    edited = edited.replace('slug = "inbox"', 'slug = "box"').replace('name = "Inbox"', 'name = "Box"')
    second = await apply(tmp_path, edited, LATER)
    own = second.publisher
    assert second.changed == ("mail_from", "services")
    assert (own.feed_domain, own.feed_started_on) == ("example.com", TODAY)
    assert [entity.id for entity in own.entities] == [entity.id for entity in first.entities]
    assert [service.slug for service in own.services] == ["sms", "box", "inbox"]
    assert (await apply(tmp_path, edited, LATER)).changed == ()


@pytest.mark.usefixtures("database")
async def test_another_feed_domain_is_refused_later(tmp_path: Path) -> None:
    await apply(tmp_path, SMALL)
    with pytest.raises(InvalidInput, match=r"stays small\.example"):
        await apply(tmp_path, SMALL + 'feed_domain = "other.example"')


@pytest.mark.usefixtures("database")
async def test_another_slug_for_a_known_service_is_refused(tmp_path: Path) -> None:
    await apply(tmp_path, example())
    with pytest.raises(InvalidInput) as caught:
        await apply(tmp_path, example().replace('slug = "sms"', 'slug = "texts"'))
    message = "There is a service of this name already: sms. A slug stays what it is."
    assert {error.field: error.message for error in caught.value.errors} == {"services.1.slug": message}
    renamed = example().replace('slug = "sms"', 'slug = "texts"').replace('name = "SMS"', 'name = "Texts"')
    assert [service.slug for service in (await apply(tmp_path, renamed)).publisher.services] == [
        "texts",
        "inbox",
        "sms",
    ]


@pytest.mark.usefixtures("database")
async def test_a_demo_is_never_passed_off_as_a_real_list(tmp_path: Path) -> None:
    await set_up(actor=COMMAND, publisher=replace(read(tmp_path, SMALL), is_demo=True), now=NOW)
    with pytest.raises(Conflict, match="holds the demo"):
        await apply(tmp_path, SMALL)


@pytest.mark.usefixtures("database")
async def test_only_the_admin_and_the_command_line_set_up(tmp_path: Path) -> None:
    with pytest.raises(NotPermitted):
        await set_up(actor=ALICE.actor, publisher=read(tmp_path, SMALL), now=NOW)
    assert (await set_up(actor=ERIN.actor, publisher=read(tmp_path, SMALL), now=NOW)).changed


def test_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRY_DATABASE_URL", f"sqlite:///{tmp_path / 'registry.db'}")
    runner = CliRunner()
    printed = runner.invoke(setup, ["--example"])
    assert (printed.exit_code, printed.output) == (0, example())
    assert runner.invoke(setup, []).exit_code == 2
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(printed.output, encoding="utf-8")
    bad.write_text('[publisher]\nname = ""\n', encoding="utf-8")
    assert runner.invoke(setup, [str(good)]).output.startswith("Set up: Example Messaging B.V., NL;")
    refused = runner.invoke(setup, [str(bad)])
    assert (refused.exit_code, "publisher.name: This is needed." in refused.output) == (2, True)
    assert runner.invoke(setup, [str(tmp_path / "none.toml")]).exit_code == 3
