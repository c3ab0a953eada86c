"""Sample contexts of the pages beyond the list: a processor, changes, notices, subscriptions and the desk."""

from datetime import UTC, date, datetime
from types import SimpleNamespace as Thing

from tests.wording.samples import COMING, DPF, IN_EEA, LAW, ROWS, TODAY
from tests.wording.samples_desk import ENGAGEMENTS, OPEN_CHANGE

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
ONE_PAGE = Thing(number=1, count=1, previous=None, next=None)
PAGES = Thing(number=2, count=3, previous="/changes?page=1", next="/changes?page=3")
INDIA = {"country": "IN", "activity": "storage", "who": "named_other", "condition": "region_chosen"}
IRELAND = {"country": "IE", "activity": "storage", "who": "importer", "condition": ""}
OPERATIONS = [
    Thing(field="locations", before=[IRELAND], after=[IRELAND, INDIA]),
    Thing(field="mechanisms", before=[], after=[{"claim": "scc-m3", "signed_on": "2026-10-28"}]),
    Thing(field="purpose", before="Keeps files", after="Keeps files and attachments"),
    Thing(field="services", before=["SMS"], after=["*"]),
    Thing(field="listed", before=None, after=True),
]
HISTORY = [
    Thing(day=date(2027, 1, 4), kind="notice", title="India is added", detail="", href="/notices/n-14", is_ahead=True),
    Thing(day=date(2026, 3, 3), kind="editorial", title="Website corrected", detail="", href=None, is_ahead=False),
    Thing(day=date(2018, 5, 25), kind="effective", title="Added", detail="For SMS.", href="/changes/1", is_ahead=False),
]
PROCESSOR = Thing(
    slug="cumulus-hosting",
    name="Cumulus Hosting",
    as_of=TODAY,
    known_at=None,
    is_today=True,
    nothing_recorded=False,
    law_book=LAW,
    website="https://cumulus.example",
    privacy_contact="dpo@cumulus.example",
    other_names=["Cumulus"],
    parent="Cumulus Holdings, Inc.",
    parent_country="US",
    entities=[Thing(name="Cumulus Hosting EMEA SARL", country="LU", number="B000000", address="")],
    verdict="adequate",
    under_review_since=None,
    engagements=ROWS[:3],
    coming=COMING[1:],
    history=HISTORY,
    compare=Thing(day=date(2023, 7, 1), operations=OPERATIONS),
)
GONE = Thing(
    slug="merlin",
    name="Merlin",
    as_of=date(2020, 1, 1),
    known_at=NOON,
    is_today=False,
    nothing_recorded=False,
    law_book=LAW,
    website="",
    privacy_contact="",
    other_names=[],
    parent="",
    parent_country=None,
    entities=[],
    verdict=None,
    under_review_since=None,
    engagements=[],
    coming=[],
    history=[],
    compare=None,
)
ENTRIES = [
    Thing(
        kind="notice",
        title="New sub-processor for Inbox: Larkspur AI Ireland Ltd., Ireland",
        summary="Drafts answers.",
        href="/notices/n-13",
        published_on=date(2026, 11, 2),
        effective_on=date(2026, 12, 9),
        object_by=date(2026, 12, 3),
        is_open=True,
    ),
    Thing(
        kind="editorial",
        title="Editorial change: Hertz Backup",
        summary="",
        href="/changes/4",
        published_on=date(2026, 3, 3),
        effective_on=None,
        object_by=None,
        is_open=False,
    ),
]
CHANGES = Thing(
    filters=Thing(
        services=[("", "All services", True), ("sms", "SMS", False)],
        kinds=[("", "All kinds", True), ("notice", "Notice", False)],
        from_on=date(2026, 1, 1),
        until_on=None,
    ),
    entries=ENTRIES,
    total=120,
    pages=PAGES,
)
NO_CHANGES = Thing(
    filters=Thing(services=[("", "All", True)], kinds=[("", "All", True)], from_on=None, until_on=None),
    entries=[],
    total=0,
    pages=ONE_PAGE,
)
CHANGE = Thing(
    id="c-41",
    number=41,
    title="Change for Inbox: Cumulus Hosting",
    reason="Nearer to customers in Asia.",
    kind="amended",
    is_editorial=False,
    state="announced",
    vendor_slug="cumulus-hosting",
    vendor_name="Cumulus Hosting",
    services=["Inbox"],
    operations=OPERATIONS,
    announced_on=date(2026, 11, 16),
    object_by=date(2026, 12, 16),
    effective_on=date(2027, 1, 4),
    time_zone="Europe/Amsterdam",
    verdict="safeguarded",
    reasons=[IN_EEA, DPF],
    missing=[],
    notice_href="/notices/n-14",
    notice_number="N-2026-014",
    entries=HISTORY,
)
CHANGE_WITHDRAWN = Thing(**{**vars(CHANGE), "state": "withdrawn", "kind": "ended", "operations": []})
NOTICE = Thing(
    id="n-14",
    kind="amended",
    number="N-2026-014",
    title="Cumulus Hosting adds India as a place of storage",
    summary="From 4 January 2027, Inbox attachments can also be stored in India.",
    reason="Nearer to customers in Asia.",
    operations=OPERATIONS,
    announced_on=date(2026, 11, 16),
    object_by=date(2026, 12, 16),
    effective_on=date(2027, 1, 4),
    published_at=NOON,
    time_zone="Europe/Amsterdam",
    withdrawn_on=None,
    corrections=[],
    services=["Inbox"],
    vendor_slug="cumulus-hosting",
    vendor_name="Cumulus Hosting",
    verdict="incomplete",
    reasons=[DPF],
    missing=["Who is at the destination."],
    change_href="/changes/c-41",
)
WITHDRAWN = Thing(
    **{
        **vars(NOTICE),
        "kind": "ended",
        "operations": [],
        "withdrawn_on": TODAY,
        "object_by": None,
        "reasons": [],
        "missing": [],
        "services": [],
        "corrections": [Thing(href="/notices/n-15", title="Notice N-2026-015")],
    }
)
SERVICES = [
    Thing(
        slug="sms",
        name="SMS",
        description="Sends and receives text messages",
        data_categories=["Phone numbers"],
        processors=12,
    ),
    Thing(slug="inbox", name="Inbox", description="Conversations in one place", data_categories=[], processors=None),
]
SUBSCRIPTION = Thing(email="dpo@vandijkzorg.example", services=["Inbox"], confirmed_at=NOON)
HELD = Thing(
    email="dpo@vandijkzorg.example",
    services=["Inbox"],
    vendor=None,
    language="English",
    state="confirmed",
    is_suppressed=False,
    consents=[
        Thing(
            asked_at=NOON,
            asked_from="/subscribe",
            language="English",
            wording="2026-11-25",
            services=["Inbox"],
            confirmed_at=NOON,
            withdrawn_at=None,
        )
    ],
    deliveries=[Thing(title="Notice N-2026-014", created_at=NOON, state="sent")],
)
HELD_ENDED = Thing(
    email=None,
    services=[],
    vendor=None,
    language="English",
    state="unsubscribed",
    is_suppressed=True,
    consents=[],
    deliveries=[],
)
SERVICE_BOXES = [("sms", "SMS", True), ("inbox", "Inbox", False)]
ASK = Thing(
    email="", services=SERVICE_BOXES, languages=[("en", "English", True), ("nl", "Nederlands", False)], errors=[]
)
ASK_WRONG = Thing(
    email="nobody", services=SERVICE_BOXES, languages=[], errors=[("email", "Enter an address like name@example.com")]
)
OVERDUE = Thing(
    day=date(2026, 11, 14), title="Kestrel: look it up again", detail="Under review", href="/manage/vendors", turn="You"
)
ENDS = Thing(day=date(2026, 11, 30), title="Kestrel Logs ends", detail="", href="/manage/changes/c-1", turn="")
DUE = [
    Thing(key="overdue", title="Overdue", count=23, rows=[OVERDUE], more=22, href="/manage/vendors"),
    Thing(key="week", title="In 7 days", count=1, rows=[ENDS], more=0, href="/manage/changes"),
]
DASHBOARD = Thing(
    groups=DUE,
    notices=[Thing(href="/notices/n-14", number="N-2026-014", title="Cumulus Hosting", sent=418, whole=420, failed=2)],
    recent=[Thing(day=date(2026, 11, 16), text="Alice: Announced, change 41", href="/manage/changes/c-41")],
)
NOTHING_DUE = Thing(groups=[], notices=[], recent=[])
VENDORS = Thing(
    q="",
    total=2,
    pages=ONE_PAGE,
    vendors=[
        Thing(
            slug="cumulus-hosting",
            name="Cumulus Hosting",
            is_published=True,
            verdict="adequate",
            engagements=ENGAGEMENTS * 2,
            open_changes=[OPEN_CHANGE],
        ),
        Thing(slug="new", name="New One", is_published=False, verdict=None, engagements=[], open_changes=[]),
    ],
)
STEPS = [
    Thing(label="Draft", note="Alice, 14 Nov", state="done"),
    Thing(label="Submitted", note="whose turn: Bob", state="now"),
    Thing(label="Announced", note="", state="ahead"),
]
DESK_CHANGE = Thing(
    id="c-41",
    number=41,
    title="Cumulus Hosting: India",
    kind="amended",
    state="submitted",
    is_editorial=False,
    version=4,
    drafted_by="Alice",
    drafted_at=NOON,
    effective_on=None,
    object_by=None,
    vendor_slug="cumulus-hosting",
    vendor_name="Cumulus Hosting",
    notice_href=None,
    notice_number=None,
    reason="",
    operations=OPERATIONS,
    verdict="incomplete",
    reasons=[DPF],
    missing=["Who is at the destination."],
    steps=STEPS,
    log=[Thing(at=NOON, text="Submitted", who="Alice", why="Nearer")],
    turn="It is your turn.",
    may={"approve", "return", "reject"},
    needs_reason=True,
    hindrance="",
    earliest_day=date(2026, 12, 25),
    wished="2027-01-04",
    typed_reason="Nearer",
    contract="incomplete",
    contract_missing=["When the contract was signed."],
    told=Thing(
        subject="Object by 24 Dec 2026: change for Inbox: Cumulus Hosting; starts 25 Dec",
        effective_on=date(2026, 12, 25),
        object_by=date(2026, 12, 24),
        has_window=True,
        services=["Inbox"],
        reason="Nearer",
    ),
    edit_href=None,
)
DESK_ANNOUNCE = Thing(
    **{
        **vars(DESK_CHANGE),
        "state": "announced",
        "may": {"submit", "edit", "announce", "withdraw"},
        "kind": "added",
        "hindrance": "The verdict is “not allowed”.",
        "contract": None,
        "told": Thing(**{**vars(DESK_CHANGE.told), "object_by": None, "has_window": False, "reason": ""}),
        "edit_href": "/manage/changes/c-41/edit",
        "notice_href": "/notices/n-14",
        "notice_number": "N-2026-014",
        "effective_on": date(2027, 1, 4),
        "object_by": date(2027, 1, 3),
    }
)
DESK_CHANGES = Thing(
    total=1,
    pages=ONE_PAGE,
    states=[("", "All", True), ("draft", "Draft", False)],
    changes=[
        Thing(
            id="c-41",
            number=41,
            title="Cumulus Hosting",
            kind="added",
            list_name="starling",
            state="draft",
            effective_on=None,
            turn="Bob",
        )
    ],
)
ROWS_OF = {
    "subscriptions": [Thing(email="a@b.example", services=[], state="confirmed", asked_at=NOON, confirmed_at=None)],
    "deliveries": [
        Thing(
            title="Notice N-2026-014",
            created_at=NOON,
            recipient=None,
            state="failed",
            tries=3,
            answer="550 no such user",
            answered_at=NOON,
        )
    ],
}

AUDIT_ROW = Thing(
    sequence=7,
    at=NOON,
    name="change.announced",
    subject="change:c-41",
    href="/manage/changes/c-41",
    who="Alice",
    data="effective on: 2027-01-04",
    digest="9f2c41aa07dee3b1",
)
AUDIT = Thing(
    rows=[AUDIT_ROW, Thing(**{**vars(AUDIT_ROW), "href": None, "data": ""})],
    total=7,
    areas=[("", "Everything", True), ("change", "change", False)],
    subject="change:c-41",
    older="/manage/audit?before=6",
    newest="/manage/audit",
    check="/manage/audit?check=1",
    intact=None,
    broken=[],
)
NO_ENTRIES: dict[str, object] = {"rows": [], "older": None, "newest": None}
AUDIT_BROKEN = Thing(**{**vars(AUDIT), **NO_ENTRIES, "intact": False, "broken": ["entry 7 is missing"]})
AUDIT_WHOLE = Thing(**{**vars(AUDIT), "subject": "", "intact": True})


def desk_list(name: str) -> Thing:
    rows = ROWS_OF[name]
    return Thing(rows=rows, total=len(rows), pages=ONE_PAGE, states=[("", "All", True)])


EMPTY_DESK_LIST = Thing(rows=[], total=0, pages=ONE_PAGE, states=[("", "All", True)])
ERROR = Thing(status=404, message="There is no processor with this name.", errors=[])
