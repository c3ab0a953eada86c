"""The form of a vendor's own facts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from registry.domain.law.book import LawBook
from registry.domain.register.facts import VendorFacts
from registry.domain.register.sign_in import MAX_EMAIL
from registry.web.forms.base import Form
from registry.web.forms.engagement import countries_of, read_website
from registry.web.forms.rows import Option, Values, options
from registry.wording.languages import say

_NAME, _NAMES = 200, 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorFields:
    """The fields as the template shows them."""

    vendor: str
    other_names: str
    website: str
    privacy_contact: str
    parent: str
    parent_countries: Sequence[Option]
    effective_on: str
    reason: str


def vendor_values(facts: VendorFacts) -> Values:
    """Recorded facts as they are typed."""
    return {
        "vendor": [facts.name],
        "other_names": ["\n".join(facts.other_names)],
        "website": [facts.website],
        "privacy_contact": [facts.privacy_contact],
        "parent": [facts.parent],
        "parent_country": [facts.parent_country or ""],
    }


def read_vendor_facts(form: Form, base: VendorFacts, law: LawBook) -> VendorFacts:
    """The facts typed, on `base` for what the form does not show."""
    names = form.text("other_names", required=False, most=_NAMES, lines=True).splitlines()
    countries = {code for code, _ in countries_of(law)} | {base.parent_country or ""}
    return replace(
        base,
        name=form.text("vendor", most=_NAME),
        other_names=tuple(dict.fromkeys(filter(None, map(str.strip, names)))),
        website=read_website(form),
        privacy_contact=form.text("privacy_contact", required=False, most=MAX_EMAIL),
        parent=form.text("parent", required=False, most=_NAME),
        parent_country=form.one_of("parent_country", countries, required=False) or None,
    )


def vendor_fields(form: Form, law: LawBook) -> VendorFields:
    """What the template shows: everything as typed."""
    typed = form.typed
    return VendorFields(
        vendor=typed("vendor"),
        other_names=typed("other_names"),
        website=typed("website"),
        privacy_contact=typed("privacy_contact"),
        parent=typed("parent"),
        parent_countries=options(countries_of(law), typed("parent_country"), say("Not stated")),
        effective_on=typed("effective_on"),
        reason=typed("reason"),
    )
