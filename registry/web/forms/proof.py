"""The proof fields of an engagement's form: a listing under the Data Privacy Framework, and an impact assessment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.domain.law.transfers import Outcome
from registry.web.forms.base import Form
from registry.web.forms.rows import Option, Values, options
from registry.wording.labels import OUTCOMES, word
from registry.wording.languages import say

DPF = "eu-us-dpf"
"""The scheme whose listing the form asks for."""
_UNCHECKED, _LISTED, _ABSENT = "", "listed", "absent"
_HR: Mapping[str, bool | None] = {"": None, "yes": True, "no": False}
Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofFields:
    """The fields as the form shows them."""

    dpf: Sequence[Option]
    dpf_from: str
    dpf_until: str
    dpf_checked_on: str
    dpf_hr: Sequence[Option]
    tia_outcome: Sequence[Option]
    tia_approved_on: str
    tia_review_by: str
    tia_measures_on: str


def proof_values(certifications: Sequence[Given] | None, assessment: Given | None) -> Values:
    """The facts as they are typed."""
    entry = next((given for given in certifications or () if given.get("scheme") == DPF), None)
    state = _UNCHECKED if certifications is None else _LISTED if entry else _ABSENT
    listing, tia = entry or {}, assessment or {}
    covers = listing.get("covers_hr")
    typed = {
        "dpf": state,
        "dpf_from": listing.get("from"),
        "dpf_until": listing.get("until"),
        "dpf_checked_on": listing.get("checked_on"),
        "dpf_hr": next(key for key, value in _HR.items() if value is covers),
        "tia_outcome": tia.get("outcome"),
        "tia_approved_on": tia.get("approved_on"),
        "tia_review_by": tia.get("review_by"),
        "tia_measures_on": tia.get("measures_in_force_on"),
    }
    return {name: [str(value or "")] for name, value in typed.items()}


def read_certifications(form: Form, base: Sequence[Given] | None) -> tuple[dict[str, object], ...] | None:
    """The listing typed, beside the other certificates on record; None while nobody has looked."""
    state = form.one_of("dpf", (_LISTED, _ABSENT), required=False)
    days = {name: _day(form, f"dpf_{name}") for name in ("from", "until", "checked_on")}
    covers = _HR[form.one_of("dpf_hr", ("yes", "no"), required=False)]
    others = tuple(dict(given) for given in base or () if given.get("scheme") != DPF)
    if state == _UNCHECKED:
        if any(days.values()) or covers is not None:
            form.wrong("dpf", "Say whether it is listed.")
        return others or None
    if state == _ABSENT:
        return others
    entry: dict[str, object] = {"scheme": DPF, **{name: day for name, day in days.items() if day}}
    return (*others, {**entry, "covers_hr": covers} if covers is not None else entry)


def read_assessment(form: Form, base: Given | None) -> dict[str, object] | None:
    """The assessment typed; what the form does not show of it stays."""
    outcome = form.one_of("tia_outcome", set(Outcome), required=False)
    given = {
        "approved_on": _day(form, "tia_approved_on"),
        "review_by": _day(form, "tia_review_by"),
        "measures_in_force_on": _day(form, "tia_measures_on"),
    }
    shown = {name: day for name, day in given.items() if day}
    if outcome:
        shown["outcome"] = outcome
    hidden = {key: value for key, value in (base or {}).items() if key not in {*given, "outcome"}}
    return {**hidden, **shown} if shown else None


def proof_fields(form: Form) -> ProofFields:
    """What the form shows."""
    states = [(_LISTED, say("Listed")), (_ABSENT, say("Looked up: not listed"))]
    answers = [("yes", say("Yes")), ("no", say("No"))]
    return ProofFields(
        dpf=options(states, form.typed("dpf"), say("Not looked up")),
        dpf_from=form.typed("dpf_from"),
        dpf_until=form.typed("dpf_until"),
        dpf_checked_on=form.typed("dpf_checked_on"),
        dpf_hr=options(answers, form.typed("dpf_hr"), say("Not known")),
        tia_outcome=options([(o.value, word(OUTCOMES, o)) for o in Outcome], form.typed("tia_outcome"), say("None")),
        tia_approved_on=form.typed("tia_approved_on"),
        tia_review_by=form.typed("tia_review_by"),
        tia_measures_on=form.typed("tia_measures_on"),
    )


def _day(form: Form, name: str) -> str:
    day = form.day(name, required=False)
    return day.isoformat() if day else ""
