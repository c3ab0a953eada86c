"""A check finds the vendor that is meant, says so when several are, and proposes when nobody is."""

from datetime import date, timedelta

import pytest

from registry.answers.checks import Check, check
from registry.domain.law.book import LawBook
from registry.storage.repositories import vendors
from registry.storage.transaction import transaction
from tests.answers.register import NOON, TODAY, add_vendor, amend, at, end, engage, listed, set_up

pytestmark = pytest.mark.usefixtures("database")
CONTRACT = {"terms": "DPA", "signed_on": "2024-01-01"}


async def asked(law: LawBook, vendor: str, service: str | None = None, **when: object) -> Check:
    return await check(vendor, await at(law, **when), service=service)


@pytest.mark.parametrize("name", ["Cumulus", "CUMULUS B.V.", "Cumulus Hosting (formerly Nimbus)", "Nimbus Ltd"])
async def test_any_of_its_names_finds_it(law: LawBook, name: str) -> None:
    await set_up()
    vendor = await add_vendor("Cumulus Hosting", other_names=("Nimbus", "Cumulus"))
    await engage(vendor, "Cumulus Hosting", contract=CONTRACT)
    found = await asked(law, name)
    assert (found.decision, found.processor and found.processor.slug) == ("approved", "cumulus-hosting")


async def test_a_name_of_several_is_ambiguous(law: LawBook) -> None:
    await set_up()
    for name in ("Cumulus East", "Cumulus West"):
        await engage(await add_vendor(name, other_names=("Cumulus",)), name)
    found = await asked(law, "Cumulus")
    assert (found.decision, [one.name for one in found.candidates]) == ("ambiguous", ["Cumulus East", "Cumulus West"])


async def test_nobody_known_is_unknown(law: LawBook) -> None:
    await set_up()
    await listed("Cumulus Hosting")
    found = await asked(law, "Cumulos Hosting")
    assert (found.decision, [one.name for one in found.candidates]) == ("unknown", ["Cumulus Hosting"])
    assert (await asked(law, "???")).decision == "unknown"


async def test_two_names_at_once_are_not_guessed(law: LawBook) -> None:
    await set_up()
    await listed("Google")
    assert (await asked(law, "Google / Twilio")).decision == "ambiguous"


async def test_a_vendor_that_only_a_draft_names_is_unknown(law: LawBook) -> None:
    await set_up()
    async with transaction():
        await vendors.add_many(
            [vendors.Vendor(id="v", slug="secret", name="Secret", names={"secret": "Secret"})], at=NOON
        )
    assert (await asked(law, "Secret")).decision == "unknown"


async def test_what_was_recorded_later_was_not_known_then(law: LawBook) -> None:
    await set_up()
    await listed("Cumulus")
    found = await asked(law, "Cumulus", known_at=NOON.replace(year=2025))
    assert (found.decision, found.processor) == ("unknown", None)


async def test_one_whose_announcement_was_withdrawn_is_known_and_not_approved(law: LawBook) -> None:
    await set_up()
    await add_vendor("Osprey Insights")
    found = await asked(law, "Osprey Insights")
    assert (found.decision, found.processor and found.processor.slug) == ("not_approved", "osprey-insights")
    assert found.candidates == ()
    assert (await asked(law, "Osprey Insights", known_at=NOON - timedelta(days=1))).decision == "unknown"


async def test_a_merged_vendor_answers_as_the_one_it_became(law: LawBook) -> None:
    await set_up()
    old, new = await add_vendor("Merlin"), await add_vendor("Cumulus")
    engagement = await engage(old, "Merlin", contract=CONTRACT)
    await amend(engagement, on=date(2025, 1, 1), vendor=new)
    async with transaction():
        await vendors.redirect(old, new)
    now, before = await asked(law, "Merlin"), await asked(law, "Merlin", as_of=date(2024, 12, 31))
    assert (now.processor and now.processor.slug, now.decision) == ("cumulus", "approved")
    assert (before.processor and before.processor.slug, before.decision) == ("merlin", "approved")


async def test_services_decide(law: LawBook) -> None:
    await set_up()
    vendor = await add_vendor("Cumulus")
    await engage(vendor, "Cumulus", services=("sms",), contract=CONTRACT)
    gone = await engage(vendor, "Cumulus Inbox", services=("inbox",), contract=CONTRACT)
    assert (await asked(law, "Cumulus", "inbox")).decision == "approved"
    await end(gone, on=TODAY)
    assert (await asked(law, "Cumulus", "inbox")).decision == "not_approved"
    assert (await asked(law, "Cumulus", "sms")).decision == "approved"


async def test_open_services_are_a_condition(law: LawBook) -> None:
    await set_up()
    await listed("Cumulus", services=(), services_text="Everything", contract=CONTRACT)
    assert (await asked(law, "Cumulus", "sms")).decision == "approved_with_conditions"
    assert (await asked(law, "Cumulus")).decision == "approved"


@pytest.mark.parametrize("name", ["Cumulus", "Cumulus EMEA SARL", "CUMULUS EMEA S.à r.l.", "Cumulus Hosting"])
async def test_the_company_on_the_list_or_a_brand_needs_no_further_word(law: LawBook, name: str) -> None:
    await set_up()
    vendor = await add_vendor("Cumulus Hosting", other_names=("Cumulus", "Cumulus EMEA"))
    await engage(vendor, "Cumulus Hosting", legal_entity="Cumulus EMEA SARL", contract=CONTRACT)
    assert (await asked(law, name)).decision == "approved"


async def test_another_company_of_the_brand_is_never_simply_approved(law: LawBook) -> None:
    await set_up()
    vendor = await add_vendor("Cumulus Hosting", other_names=("Cumulus",))
    await engage(vendor, "Cumulus Hosting", legal_entity="Cumulus EMEA SARL", contract=CONTRACT)
    found = await asked(law, "Cumulus, Inc.")
    assert found.decision == "approved_with_conditions"
    assert [reason.params for reason in found.missing] == [
        {"asked": "Cumulus, Inc.", "entities": ("Cumulus EMEA SARL",)}
    ]
