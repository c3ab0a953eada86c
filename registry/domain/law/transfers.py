"""One transfer as it is to be judged: parties, place, activity, the mechanisms relied on in order, and the TIA."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from registry.domain.law.parties import Exporter, Importer


class Regime(StrEnum):
    """Whose law is asked. Stored values: kept for ever."""

    EU = "eu"
    UK = "uk"
    CH = "ch"


class Activity(StrEnum):
    """What happens at the destination. Stored values: kept for ever."""

    STORAGE = "storage"
    ACCESS = "access"
    SUPPORT = "support"
    TRANSIT = "transit"


class RecipientThere(StrEnum):
    """Who is at the destination. Stored values: kept for ever."""

    IMPORTER = "importer"
    OWN_STAFF = "own_staff"
    NAMED_OTHER = "named_other"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What a transfer impact assessment ends with. Stored values: kept for ever."""

    PROCEED = "proceed"
    PROCEED_WITH_MEASURES = "proceed_with_measures"
    SUSPEND = "suspend"
    REJECT = "reject"


@dataclass(frozen=True, slots=True, kw_only=True)
class DerogationFacts:
    """What Art. 49 asks to be shown; None is not known."""

    necessity: str | None = None
    occasional: bool | None = None
    contract_with: str | None = None
    why_no_safeguard: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliance:
    """One mechanism relied on, with its evidence; or, without evidence, merely claimed in a published text.

    `mechanism` is an id of the law book or a reading token (`scc`, `dpf`, …). `stated_on` is the day of a vendor's
    own statement and counts only for an onward leg. `with_` names the tool inside a wrapper.
    """

    mechanism: str
    signed_on: date | None = None
    accepted_on: date | None = None
    terms: str = ""
    acceded_on: date | None = None
    stated_on: date | None = None
    with_: str | None = None
    approved_on: date | None = None
    importer_is_member: bool | None = None
    derogation: DerogationFacts | None = None
    is_dormant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedTia:
    """A transfer impact assessment as far as the verdict needs it."""

    approved_on: date | None = None
    review_by: date | None = None
    outcome: Outcome | None = None
    measures_in_force_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """What is to be judged. `relies_on` None is not known, the empty tuple is checked and none."""

    regime: Regime = Regime.EU
    exporter: Exporter = field(default_factory=Exporter)
    importer: Importer = field(default_factory=Importer)
    destination: str | None = None
    region: str | None = None
    activity: Activity = Activity.STORAGE
    recipient_there: RecipientThere = RecipientThere.IMPORTER
    human_resources: bool | None = None
    relies_on: tuple[Reliance, ...] | None = None
    assessment: RecordedTia | None = None
    is_onward: bool = False
