"""One word per idea, for page, mail, feed and API label alike; a code that is not known is shown as it is."""

from collections.abc import Mapping
from datetime import date

from registry.domain.law.citations import msgid
from registry.wording.dates import long_day, short_day
from registry.wording.languages import gettext, say

VERDICTS = {
    "not_restricted": msgid("Not restricted"),
    "adequate": msgid("Adequate"),
    "safeguarded": msgid("Safeguarded"),
    "safeguarded_with_measures": msgid("Safeguarded with measures"),
    "derogation": msgid("Derogation"),
    "incomplete": msgid("Incomplete"),
    "undetermined": msgid("Undetermined"),
    "not_allowed": msgid("Not allowed"),
}
INCOMPLETE_OR_WORSE = frozenset({"incomplete", "undetermined", "not_allowed"})
EEA_STATUSES = {
    "eu": msgid("EU"),
    "eea": msgid("EEA"),
    "adequate": msgid("Adequate"),
    "adequate_limited": msgid("Adequate, limited"),
    "third_country": msgid("Third country"),
    "unclear": msgid("Unclear"),
}
ROLES = {
    "sub_processor": msgid("Sub-processor"),
    "processor": msgid("Processor"),
    "independent_controller": msgid("Independent controller"),
    "joint_controller": msgid("Joint controller"),
    "conduit": msgid("Conduit"),
}
CAPACITIES = {
    "processor": msgid("Processor"),
    "sub_processor": msgid("Sub-processor"),
    "controller": msgid("Controller"),
    "joint_controller": msgid("Joint controller"),
}
CATEGORIES = {
    "telecommunications": msgid("Telecommunications"),
    "service_and_technology": msgid("Service and technology"),
    "payment": msgid("Payment"),
    "affiliate": msgid("Affiliate"),
    "public_authority": msgid("Public authority"),
}
GROUPS = {
    "sub_processors": msgid("Sub-processors"),
    "independent_controllers": msgid("Independent controllers"),
    "conduits": msgid("Conduits"),
    "affiliates": msgid("Affiliates"),
}
GROUP_SENTENCES = {
    "sub_processors": msgid(
        "They handle your data on our behalf. A material change is announced first and you can object."
    ),
    "independent_controllers": msgid("They decide for themselves how they handle the data. Listed for information."),
    "conduits": msgid("Telecom operators that carry a message or a call. Listed for information."),
    "affiliates": msgid("Companies of our own group."),
}
ACTIVITIES = {
    "storage": msgid("stored"),
    "access": msgid("reached from here"),
    "support": msgid("support from here"),
    "transit": msgid("in transit"),
}
ACTIVITY_NAMES = {
    "storage": msgid("Storage"),
    "access": msgid("Access"),
    "support": msgid("Support"),
    "transit": msgid("Transit"),
}
WHO_NAMES = {
    "importer": msgid("The legal entity itself"),
    "own_staff": msgid("Its own staff abroad"),
    "named_other": msgid("Another company"),
    "unknown": msgid("Not known yet"),
}
WHO = {
    "importer": "",
    "own_staff": msgid("by its own staff"),
    "named_other": msgid("by another company"),
    "unknown": msgid("by whom is not yet known"),
}
CONDITIONS = {
    "": msgid("by default"),
    "default": msgid("by default"),
    "region": msgid("only if you choose this region"),
    "region_chosen": msgid("only if you choose this region"),
    "opt_in": msgid("only if you switch it on"),
    "opt_in_feature": msgid("only if you switch it on"),
    "support_tier": msgid("only with this support plan"),
}
STATES = {
    "draft": msgid("Draft"),
    "submitted": msgid("Submitted"),
    "returned": msgid("Returned"),
    "rejected": msgid("Rejected"),
    "approved": msgid("Approved"),
    "announced": msgid("Announced"),
    "effective": msgid("In effect"),
    "ended": msgid("Ended"),
    "withdrawn": msgid("Withdrawn"),
    "blocked": msgid("Blocked"),
}
STEPS = {
    "edit": msgid("Written"),
    "submit": msgid("Submitted"),
    "return": msgid("Sent back"),
    "reject": msgid("Refused"),
    "approve": msgid("Approved"),
    "announce": msgid("Announced"),
    "withdraw": msgid("Withdrawn"),
    "block": msgid("Blocked"),
    "reopen": msgid("A draft again"),
    "take_effect": msgid("In effect"),
}
STATE_COLOURS: Mapping[str, str] = {"announced": "info", "returned": "warn", "blocked": "stop", "rejected": "stop"}
ENTRY_KINDS = {
    "notice": msgid("Notice"),
    "effective": msgid("In effect"),
    "ended": msgid("Ended"),
    "withdrawn": msgid("Withdrawn"),
    "correction": msgid("Correction"),
    "editorial": msgid("Editorial"),
}
CHANGE_KINDS = {
    "added": msgid("Added"),
    "amended": msgid("Changed"),
    "ended": msgid("Ended"),
    "corrected": msgid("Corrected"),
}
MECHANISMS = {
    "adequacy": msgid("Adequacy decision"),
    "dpf": msgid("Data Privacy Framework"),
    "privacy-shield": msgid("Privacy Shield"),
    "safe-harbour": msgid("Safe Harbour"),
    "scc": msgid("Standard contractual clauses"),
    "scc-m1": msgid("SCC Module One"),
    "scc-m2": msgid("SCC Module Two"),
    "scc-m3": msgid("SCC Module Three"),
    "scc-m4": msgid("SCC Module Four"),
    "bcr": msgid("Binding corporate rules"),
    "bcr-c": msgid("Binding corporate rules for controllers"),
    "bcr-p": msgid("Binding corporate rules for processors"),
    "uk-idta": msgid("UK IDTA"),
    "uk-addendum": msgid("UK Addendum"),
    "derogation": msgid("Derogation"),
    "art49-1-a": msgid("Derogation: explicit consent"),
    "art49-1-b": msgid("Derogation: contract with the person"),
    "art49-1-c": msgid("Derogation: contract in the person’s interest"),
    "art49-1-d": msgid("Derogation: public interest"),
    "art49-1-e": msgid("Derogation: legal claims"),
    "art49-1-f": msgid("Derogation: vital interests"),
    "art49-1-g": msgid("Derogation: public register"),
    "none-needed": msgid("Not needed"),
    "unknown": msgid("Not stated"),
}
EVIDENCE = {
    "signed": msgid("Signed by both"),
    "accepted": msgid("Terms accepted"),
    "acceded": msgid("Acceded to (docking clause)"),
    "stated": msgid("Stated by the vendor"),
    "approved": msgid("Approved, and it is a member"),
}
OUTCOMES = {
    "proceed": msgid("Proceed"),
    "proceed_with_measures": msgid("Proceed with measures"),
    "suspend": msgid("Suspend"),
    "reject": msgid("Reject"),
}
HELD_FOR = {"customers": msgid("Held for our customers"), "publisher": msgid("Our own (accounts, billing)")}
TRAINING = {
    "no": msgid("Does not train on the data"),
    "opt_in": msgid("Only if somebody opts in"),
    "yes": msgid("Trains on the data"),
}
CONTRACTS = {
    "in_place": msgid("Contract in place"),
    "incomplete": msgid("Contract incomplete"),
    "missing": msgid("No contract recorded"),
}
DECISIONS = {
    "approved": msgid("Approved"),
    "approved_with_conditions": msgid("Approved with conditions"),
    "announced": msgid("Announced"),
    "under_review": msgid("Under review"),
    "not_approved": msgid("Not approved"),
    "ended": msgid("Ended"),
    "unknown": msgid("Unknown"),
    "ambiguous": msgid("Ambiguous"),
}
FLAGS = {
    "projected": msgid("as the law book stands today"),
    "unchecked": msgid("rests on a row of the law book that nobody has checked yet"),
}
USER_ROLES = {
    "vendor_manager": msgid("Vendor manager"),
    "privacy_reviewer": msgid("Privacy reviewer"),
    "dpo": msgid("DPO"),
    "approver": msgid("Approver"),
    "auditor": msgid("Auditor"),
    "admin": msgid("Admin"),
}
DELIVERY_STATES = {
    "pending": msgid("Waiting"),
    "queued": msgid("Waiting"),
    "claimed": msgid("Being sent"),
    "sending": msgid("Being sent"),
    "sent": msgid("Sent"),
    "delivered": msgid("Sent"),
    "failed": msgid("Failed"),
    "retry": msgid("Waiting for another try"),
    "bounced": msgid("Bounced"),
    "suppressed": msgid("Suppressed"),
    "cancelled": msgid("Not sent"),
    "confirmed": msgid("Confirmed"),
    "unconfirmed": msgid("Not confirmed"),
    "unsubscribed": msgid("Ended"),
    "expired": msgid("Expired"),
}
FIELDS = {
    "listed": msgid("On the list"),
    "listed_as": msgid("Name on the list"),
    "name": msgid("Name"),
    "vendor": msgid("Vendor"),
    "legal_entity": msgid("Legal entity"),
    "entity_country": msgid("Country of the legal entity"),
    "role": msgid("Role"),
    "capacity": msgid("Our capacity"),
    "recipient_category": msgid("Kind of recipient"),
    "held_for": msgid("Data held for"),
    "purpose": msgid("What it does"),
    "services": msgid("Services"),
    "services_text": msgid("Services, as published"),
    "data_categories": msgid("Personal data"),
    "data_subjects": msgid("Whose data"),
    "locations": msgid("Where"),
    "location_text": msgid("Where, as published"),
    "mechanisms": msgid("Ground for the transfer"),
    "mechanism_text": msgid("Ground, as published"),
    "transfer_mechanism": msgid("Ground, as published"),
    "condition": msgid("Only if"),
    "website": msgid("Website"),
    "retention": msgid("Kept for"),
    "training": msgid("Training of models"),
    "other_names": msgid("Other names"),
    "parent": msgid("Ultimate parent"),
    "parent_country": msgid("Country of the parent"),
    "country": msgid("Country"),
    "entity_type": msgid("Kind of recipient"),
    "notes": msgid("Notes"),
    "contract": msgid("Processing agreement"),
    "certifications": msgid("Listings and certificates"),
    "assessment": msgid("Transfer impact assessment"),
    "subject_to": msgid("Law it is bound by"),
    "entities": msgid("Legal entities"),
    "privacy_contact": msgid("Contact for data protection"),
    "to_be_clarified": msgid("To be clarified"),
    "known_since": msgid("Known since"),
    "source": msgid("Source"),
    "terms": msgid("Terms"),
    "signed_on": msgid("Signed on"),
    "accepted_on": msgid("Accepted on"),
    "approved_on": msgid("Approved on"),
    "checked_on": msgid("Looked up on"),
    "review_by": msgid("Review by"),
    "measures_in_force_on": msgid("Measures in force since"),
    "outcome": msgid("Outcome"),
    "scheme": msgid("Scheme"),
    "from": msgid("From"),
    "until": msgid("Until"),
    "covers_hr": msgid("Covers human resources data"),
    "column": msgid("Column"),
    "text": msgid("Text"),
    "reason": msgid("Reason"),
    "number": msgid("Number"),
    "address": msgid("Address"),
    "contact": msgid("Contact"),
}


_ROWS = {"locations": msgid("Place {n}"), "mechanisms": msgid("Ground {n}")}
_ASKED = {
    **FIELDS,
    "email": msgid("Email address"),
    "password": msgid("Password"),
    "roles": msgid("Roles"),
    "effective_on": msgid("Takes effect on"),
    "contract_signed_on": msgid("Agreement signed on"),
}


def word(table: Mapping[str, str], code: object) -> str:
    """The word for a code (a text or a StrEnum) in the language in use."""
    key = str(code) if code is not None else ""
    found = table.get(key)
    if found is None:
        return key.replace("_", " ")
    return gettext(found) if found else ""


def actor(who: str) -> str:
    """Who acted: a name, or as recorded; what happened of itself was done by the register."""
    return gettext("The register itself") if who == "system" else who


def verdict(code: object) -> str:
    """The word of a transfer verdict."""
    return word(VERDICTS, code)


def eea_status(code: object) -> str:
    """The word of how a place stands to the EEA."""
    return word(EEA_STATUSES, code)


def role(code: object) -> str:
    """The word of a vendor's role."""
    return word(ROLES, code)


def state(code: object) -> str:
    """The word of a change's state."""
    return word(STATES, code)


def entry_kind(code: object) -> str:
    """The word of a published event's kind."""
    return word(ENTRY_KINDS, code)


def change_kind(code: object) -> str:
    """The word of what a change does to the list."""
    return word(CHANGE_KINDS, code)


def field(name: str) -> str:
    """The name of a fact, as readers say it."""
    return word(FIELDS, name)


def asked(name: str) -> str:
    """What a form's field asks for, to be named before what is wrong with it; empty where the message says it alone."""
    table, _, rest = name.partition(".")
    number = rest.partition(".")[0]
    if number.isdecimal() and table in _ROWS:
        return say(_ROWS[table], n=int(number) + 1)
    return word(_ASKED, name) if name in _ASKED else ""


def mechanism(code: object) -> str:
    """The word of a transfer mechanism; other texts are given back."""
    return word(MECHANISMS, code)


def group(key: object) -> str:
    """The heading of a group of the list."""
    return word(GROUPS, key)


def group_sentence(key: object) -> str:
    """The sentence beside the heading of a group."""
    return word(GROUP_SENTENCES, key)


def condition(text: str) -> str:
    """When a place applies: by default, or the condition in words."""
    return gettext(CONDITIONS[text]) if text in CONDITIONS else say("only if {condition}", condition=text)


def is_under_review(code: object) -> bool:
    """Whether the public reads “under review” instead of the verdict (incomplete or worse)."""
    return str(code) in INCOMPLETE_OR_WORSE


def public_verdict(code: object, since: date | None = None) -> str:
    """What the public reads for a live engagement: the fact, or since when it is under review."""
    if not is_under_review(code):
        return verdict(code)
    return say("Under review since {day}", day=short_day(since)) if since else gettext("Under review")


def public_sentence(code: object, since: date | None = None) -> str:
    """As `public_verdict`, for a sentence: with the long day."""
    if not is_under_review(code):
        return verdict(code)
    return say("under review since {day}", day=long_day(since)) if since else gettext("under review")
