"""One sample context for each page: fictional vendors only, so that every template is drawn with something in it."""

from datetime import UTC, date, datetime
from types import SimpleNamespace as Thing

TODAY = date(2026, 11, 24)
RSS, ATOM, JSON = "application/rss+xml", "application/atom+xml", "application/feed+json"


def feeds(stem: str, title: str) -> list[tuple[str, str, str]]:
    return [
        (RSS, f"{title} (RSS)", f"/feeds/{stem}.rss"),
        (ATOM, f"{title} (Atom)", f"/feeds/{stem}.atom"),
        (JSON, f"{title} (JSON Feed)", f"/feeds/{stem}.json"),
    ]


SITE = Thing(
    name="Starling Messaging",
    legal_name="Starling Messaging B.V.",
    country="NL",
    privacy_contact="privacy@starling.example",
    base_url="http://127.0.0.1:8000",
    is_demo=True,
    clock_shift="+20d",
    time_zone="Europe/Amsterdam",
    today=TODAY,
    languages=[("en", "English")],
    feeds=feeds("changes", "Changes to approved processors"),
)
DESK = Thing(
    name="Alice Jansen",
    csrf_token="sample-token",
    may={
        "read_register",
        "read_audit",
        "read_deliveries",
        "read_subscriptions",
        "propose_change",
        "submit_change",
        "approve_change",
        "return_change",
        "announce_change",
        "withdraw_change",
        "manage_users",
    },
)
DPF = (
    "Only some recipients in the United States are covered by Decision (EU) 2023/1795, in force since 10 July 2023.",
    "Decision (EU) 2023/1795, Art. 1",
    "EUR-Lex",
    "2026-11-18",
)
IN_EEA = (
    "Ireland has belonged to the EU since 1 January 1973: data that stay there are not transferred to a third country.",
    "GDPR Art. 44",
    "EUR-Lex",
    "2026-11-18",
)


def place(country: str | None, status: str, **more: object) -> Thing:
    given = {"region": None, "text": "", "activity": "storage", "who": "importer", "condition": "", "verdict": None}
    return Thing(country=country, eea_status=status, **{**given, **more})


def row(name: str, **more: object) -> Thing:
    slug = name.lower().replace(" ", "-").replace(".", "")
    given = {
        "id": f"e-{slug}",
        "slug": slug,
        "name": name,
        "listed_as": name,
        "legal_entity": f"{name} Ltd",
        "entity_country": "IE",
        "purpose": "Hosts the servers, databases and files that messages are kept on",
        "services": ["SMS", "Inbox"],
        "data_categories": ["Message content", "Phone numbers", "Traffic data"],
        "locations": [place("IE", "eu")],
        "ground": ["none-needed"],
        "verdict": "not_restricted",
        "flags": [],
        "reasons": [IN_EEA],
        "missing": [],
        "contract": "in_place",
        "since": date(2018, 5, 25),
        "until": None,
        "under_review_since": None,
        "to_be_clarified": [],
        "pending": [],
        "role": "sub_processor",
        "capacity": "processor",
        "recipient_category": "service_and_technology",
        "retention": "10 days",
        "training": "no",
    }
    return Thing(**{**given, **more})


LIMITED = place("US", "adequate_limited", activity="access", who="own_staff", condition="region_chosen")
INDIA_TOO = Thing(field="locations", before=[{"country": "IE"}], after=[{"country": "IE"}, {"country": "IN"}])
PENDING = Thing(href="/notices/n-14", day=date(2027, 1, 4), is_ending=False, text=Thing(operations=[INDIA_TOO]))
ROWS = [
    row(
        "Cumulus Hosting",
        legal_entity="Cumulus Hosting EMEA SARL",
        entity_country="LU",
        services=["*"],
        locations=[place("IE", "eu"), LIMITED],
        ground=["Data Privacy Framework", "SCC Module Three in reserve"],
        verdict="adequate",
        reasons=[IN_EEA, DPF],
        pending=[PENDING],
    ),
    row(
        "Sahyadri Support",
        legal_entity="Sahyadri Support Services Pvt. Ltd.",
        entity_country="IN",
        purpose="Answers first-line questions at night",
        locations=[place("IE", "eu"), place("IN", "third_country", activity="support", who="unknown")],
        ground=["SCC Module Three", "TIA reviewed March 2026"],
        verdict="safeguarded_with_measures",
        flags=["unchecked"],
        reasons=[DPF],
    ),
    row(
        "Kestrel Logs",
        legal_entity="Kestrel Logs, Inc.",
        entity_country="US",
        purpose="Lets engineers search error logs",
        locations=[place("US", "adequate_limited"), place(None, "unclear", text="Global edge network")],
        ground=[],
        verdict="incomplete",
        reasons=[DPF],
        missing=[("Which country: “Global edge network” does not say.", "GDPR Art. 44", "EUR-Lex", "2026-11-18")],
        contract="missing",
        under_review_since=date(2026, 11, 14),
        to_be_clarified=[Thing(column="locations", text="Global edge network", reason="names no country")],
        until=date(2026, 11, 30),
    ),
    row("Nimbus Cloud", purpose="", legal_entity="", entity_country=None, locations=[], data_categories=[], since=None),
    row(
        "Meridian Edge",
        locations=[
            place(c, "eu" if c in {"DE", "FR", "IE", "NL"} else "third_country")
            for c in ("DE", "FR", "IE", "NL", "SG", "BR", "ZA", "AU", "IN")
        ],
        ground=["scc-m3"],
        verdict="safeguarded",
    ),
]
CONTROLLERS = [
    row("Guilder Pay", legal_entity="Guilder Pay N.V.", entity_country="NL", locations=[place("NL", "eu")]),
    row(
        "Thaler Payments",
        locations=[place("CH", "adequate")],
        ground=["Adequacy decision", "2000/518/EC"],
        verdict="adequate",
    ),
]
CONDUITS = [
    row("Polder Telecom", entity_country="NL", locations=[place("NL", "eu", activity="transit")]),
    row(
        "Nusantara Seluler",
        legal_entity="PT Nusantara Seluler",
        entity_country="ID",
        locations=[place("ID", "third_country", condition="opt_in")],
        ground=["derogation"],
        verdict="derogation",
    ),
    row("Boreal Telecom", entity_country="CA", locations=[place("CA", "adequate_limited")], verdict="adequate"),
    row("Severn Mobile", entity_country="GB", locations=[place("GB", "adequate")], verdict="adequate"),
    row("Aurora Fjernnett", entity_country="NO", locations=[place("NO", "eea")]),
]
AFFILIATES = [
    row(
        "Starling Asia",
        legal_entity="Starling Asia Pte. Ltd.",
        entity_country="SG",
        locations=[place("SG", "third_country")],
        verdict="not_allowed",
    ),
]
COMING = [
    Thing(
        day=date(2026, 11, 30),
        days_left=6,
        title="Kestrel Logs ends",
        summary="The vendor deletes its copies.",
        services=["Flow Builder"],
        places=[],
        object_by=None,
        object_days_left=None,
        notice_href=None,
        is_ending=True,
        announced_on=date(2026, 11, 20),
    ),
    Thing(
        day=date(2026, 12, 9),
        days_left=15,
        title="New sub-processor for Inbox: Larkspur AI Ireland Ltd., Ireland",
        summary="Drafts answers for your support agents.",
        services=["Inbox", "Flow Builder"],
        places=["Ireland, stored", "United States, reached from here"],
        object_by=date(2026, 12, 3),
        object_days_left=9,
        notice_href="/notices/n-13",
        is_ending=False,
        announced_on=date(2026, 11, 2),
    ),
    Thing(
        day=date(2027, 1, 4),
        days_left=41,
        title="Change for Inbox: Cumulus Hosting",
        summary="",
        services=["Inbox"],
        places=["India, stored"],
        object_by=date(2027, 1, 3),
        object_days_left=40,
        notice_href="/notices/n-14",
        is_ending=False,
        announced_on=date(2026, 11, 16),
    ),
]
FILTERS = Thing(
    q="",
    service="",
    region="",
    country="",
    eea_status="",
    role="",
    services=[("", "All products", True), ("sms", "SMS", False), ("inbox", "Inbox", False)],
    regions=[("", "All regions", True), ("eu", "European Union", False)],
    countries=[("", "All countries", True), ("IE", "Ireland", False), ("US", "United States", False)],
    eea_statuses=[("", "Anywhere", True), ("eu", "EU", False), ("third_country", "Third country", False)],
    roles=[("", "All roles", True), ("sub_processor", "Sub-processor", False), ("conduit", "Conduit", False)],
)
LAW = Thing(label="2026-11-18", adopted_on=date(2026, 11, 18), adopted_by="the release")


def list_page(**more: object) -> Thing:
    groups = [
        Thing(key="sub_processors", label="", sentence="", rows=ROWS),
        Thing(key="independent_controllers", label="", sentence="", rows=CONTROLLERS),
        Thing(key="conduits", label="", sentence="", rows=CONDUITS),
        Thing(key="affiliates", label="", sentence="", rows=AFFILIATES),
    ]
    given = {
        "as_of": TODAY,
        "known_at": None,
        "is_today": True,
        "nothing_recorded": False,
        "version": 57,
        "law_book": LAW,
        "counts": Thing(sub_processors=5, outside_eea=6, dpf_only=1),
        "filters": FILTERS,
        "groups": groups,
        "total": 13,
        "coming": COMING,
    }
    return Thing(**{**given, **more})


EMPTY_LIST = list_page(
    groups=[],
    total=0,
    coming=[],
    is_today=False,
    as_of=date(2020, 7, 15),
    known_at=datetime(2026, 11, 1, 12, tzinfo=UTC),
    nothing_recorded=True,
)
