"""Sample contexts of the desk's forms: their fields are drawn by the form layer itself, so that both agree."""

from datetime import date
from types import SimpleNamespace as Thing

from registry.domain.register.facts import EngagementFacts, Location, VendorFacts
from registry.reference.law_book import load_law_book
from registry.web.engagements import NOTHING
from registry.web.forms.base import Form
from registry.web.forms.engagement import engagement_fields, engagement_values, new_values, offers
from registry.web.forms.vendor import vendor_fields, vendor_values
from tests.answers.register import STARLING
from tests.wording.samples import DPF

LAW = load_law_book()
OFFERS = offers(STARLING, LAW)
NIMBUS = EngagementFacts(
    vendor="v-1",
    listed_as="Nimbus Cloud",
    services=("sms",),
    locations=(Location(country="IE"), Location(text="Global edge network", activity="access", who="unknown")),
    mechanisms=({"claim": "scc-m3", "signed_on": "2026-10-28"}, {"claim": "dpf", "is_dormant": True}),
    certifications=({"scheme": "eu-us-dpf", "checked_on": "2026-11-01", "covers_hr": True},),
    assessment={"outcome": "proceed_with_measures", "review_by": "2027-01-01"},
)
NEW_FORM = engagement_fields(Form(values=new_values()), NOTHING, OFFERS)
EDIT_FORM = engagement_fields(Form(values=engagement_values(NIMBUS)), NIMBUS, OFFERS)
NEW_PAGE = Thing(
    title="Propose a vendor",
    action="/manage/vendors/new",
    version="",
    errors=[],
    is_new_vendor=True,
    vendor_name="",
    vendor_href="",
    earliest_day=date(2026, 12, 25),
    corrected_on=None,
    begins_on=None,
    preview=None,
)
WRONG_PAGE = Thing(
    **{
        **vars(NEW_PAGE),
        "version": "3",
        "is_new_vendor": False,
        "vendor_name": "Nimbus Cloud",
        "vendor_href": "/manage/vendors/nimbus-cloud",
        "begins_on": date(2027, 1, 4),
        "errors": [
            ("locations", "Name at least one place."),
            ("mechanisms", "These are too many rows."),
            ("locations.1.activity", "Choose one."),
            ("dpf_checked_on", "Write the day as YYYY-MM-DD, such as 2026-11-24."),
            ("effective_on", "Choose 25 December 2026 or later"),
        ],
        "preview": Thing(
            verdict="incomplete",
            reasons=[DPF],
            missing=["Who is at the destination."],
            contract="missing",
            contract_missing=["Which terms the contract consists of."],
            material=["locations", "purpose"],
        ),
    }
)
CORRECTION_PAGE = Thing(**{**vars(NEW_PAGE), "is_new_vendor": False, "corrected_on": date(2026, 3, 3)})
VENDOR = VendorFacts(name="Nimbus Cloud", other_names=("Nimbus",), parent="Nimbus Holdings", parent_country="US")
VENDOR_FORM = vendor_fields(Form(values=vendor_values(VENDOR)), LAW)
VENDOR_PAGE = Thing(
    title="Change Nimbus Cloud itself",
    action="/manage/vendors/nimbus-cloud/edit",
    version="",
    errors=[("vendor", "This is needed.")],
    vendor_name="Nimbus Cloud",
    vendor_href="/manage/vendors/nimbus-cloud",
)
ENDING = Thing(
    title="End Nimbus Cloud",
    action="/manage/engagements/e-1/end",
    version="2",
    errors=[("effective_on", "This day has passed.")],
    vendor_name="Nimbus Cloud",
    vendor_href="/manage/vendors/nimbus-cloud",
    since=date(2020, 1, 1),
    effective_on="2026-01-01",
    reason="",
)
_ENGAGEMENT = {
    "id": "e-1",
    "title": "Hosting",
    "purpose": "Hosts files",
    "services": ["SMS"],
    "verdict": "adequate",
    "since": date(2020, 1, 1),
    "until": date(2027, 1, 1),
    "is_listed": True,
    "to_be_clarified": ["Global edge network"],
    "begins_on": date(2026, 12, 25),
}
ENGAGEMENTS = [
    Thing(**_ENGAGEMENT),
    Thing(**{**_ENGAGEMENT, "is_listed": False}),
    Thing(**{**_ENGAGEMENT, "is_listed": False, "begins_on": None}),
]
OPEN_CHANGE = Thing(id="c-41", number=41, state="submitted", kind="amended", effective_on=date(2027, 1, 4))
DESK_VENDOR = Thing(
    slug="nimbus-cloud",
    name="Nimbus Cloud",
    is_published=True,
    facts=VENDOR,
    verdict="adequate",
    engagements=ENGAGEMENTS,
    open_changes=[OPEN_CHANGE],
)
DESK_VENDOR_NEW = Thing(
    slug="new", name="New One", is_published=False, facts=None, verdict=None, engagements=[], open_changes=[]
)
