"""Repeated rows of a form: places and mechanisms, as facts, as typed and as the template shows them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from registry.domain.errors import FieldError
from registry.domain.law.transfers import Activity, RecipientThere
from registry.domain.register.facts import Location
from registry.web.forms.base import Form
from registry.wording.labels import ACTIVITY_NAMES, EVIDENCE, MECHANISMS, WHO_NAMES, word
from registry.wording.languages import say

Option = tuple[str, str, bool]
Values = dict[str, list[str]]
Mechanism = Mapping[str, object]
MOST = 60
"""Rows of one kind."""
_REGION, _TEXT = "region:", "text:"
_PLACE_FIELDS = ("country", "activity", "who", "condition")
_MECHANISM_FIELDS = ("claim", "evidence", "day", "terms", "reserve")
_EVIDENCE = {
    "signed": "signed_on", "accepted": "accepted_on", "acceded": "acceded_on", "stated": "stated_on",
    "approved": "approved_on",
}  # fmt: skip
"""The choice of how a mechanism is shown, and the day that shows it."""
_OFFERED = (
    "adequacy", "dpf", "scc-m1", "scc-m2", "scc-m3", "scc-m4", "bcr-c", "bcr-p", "derogation", "none-needed", "scc",
    "bcr", "unknown",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """One place as the form shows it."""

    countries: Sequence[Option]
    activities: Sequence[Option]
    people: Sequence[Option]
    condition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MechanismRow:
    """One mechanism as the form shows it."""

    claims: Sequence[Option]
    evidence: Sequence[Option]
    day: str
    terms: str
    in_reserve: bool


def name_of(place: Location) -> str:
    """What stands in the choice of countries for a place: a code, a region or the text as published."""
    if place.country:
        return place.country
    return f"{_REGION}{place.region}" if place.region else f"{_TEXT}{place.text}" if place.text else ""


def place_values(places: Iterable[Location]) -> Values:
    """The places as they are typed."""
    values: Values = {}
    for index, place in enumerate(places):
        typed = (name_of(place), place.activity, place.who, place.condition)
        values |= {_at("locations", index, field): [text] for field, text in zip(_PLACE_FIELDS, typed, strict=True)}
    return values


def mechanism_values(mechanisms: Iterable[Mechanism]) -> Values:
    """The mechanisms as they are typed."""
    values: Values = {}
    for index, given in enumerate(mechanisms):
        shown = next((kind for kind, day in _EVIDENCE.items() if given.get(day)), "")
        typed = {
            "claim": str(given.get("mechanism") or given.get("claim") or ""),
            "evidence": shown,
            "day": str(given.get(_EVIDENCE[shown], "")) if shown else "",
            "terms": str(given.get("terms") or ""),
            "reserve": "1" if given.get("is_dormant") else "",
        }
        values |= {_at("mechanisms", index, field): [text] for field, text in typed.items()}
    return values


def renumbered(form: Form, name: str) -> None:
    """Let the rows be 0, 1, 2 …, so that what is shown and what is said to be wrong agree; those beyond go."""
    numbers = form.rows(name)
    fields = _PLACE_FIELDS if name == "locations" else _MECHANISM_FIELDS
    rows = [{field: form.values.get(_at(name, number, field), ()) for field in fields} for number in numbers]
    kept = {key: value for key, value in form.values.items() if not key.startswith(f"{name}.")}
    for index, row in enumerate(rows[:MOST]):
        kept |= {_at(name, index, field): value for field, value in row.items() if value}
        kept.setdefault(_at(name, index, fields[0]), [""])
    form.values = kept
    if len(rows) > MOST:
        form.errors.append(FieldError(field=name, message="These are too many rows."))


def add_row(form: Form, name: str) -> None:
    """One more empty row at the end."""
    number = max(form.rows(name), default=-1) + 1
    form.values = {**form.values, _at(name, number, _PLACE_FIELDS[0] if name == "locations" else "claim"): [""]}


def remove_row(form: Form, name: str, number: str) -> None:
    """Without the row of the number."""
    form.values = {key: value for key, value in form.values.items() if not key.startswith(f"{name}.{number}.")}


def read_places(form: Form, known: Sequence[Option], base: Sequence[Location]) -> tuple[Location, ...]:
    """The places typed; untouched rows are left out. Text that was published comes from `base` only."""
    places: list[Location] = []
    names = {value for value, _, _ in known} | {name_of(place) for place in base}
    for index in form.rows("locations"):
        at = [_at("locations", index, field) for field in _PLACE_FIELDS]
        named, activity, who = form.typed(at[0]), form.typed(at[1]), form.typed(at[2])
        condition = form.text(at[3], required=False, most=120)
        if not named and activity in {"", Activity.STORAGE} and who in {"", RecipientThere.IMPORTER} and not condition:
            continue
        named = form.one_of(at[0], names)
        activity = form.one_of(at[1], set(Activity)) or Activity.STORAGE
        who = form.one_of(at[2], set(RecipientThere)) or RecipientThere.UNKNOWN
        text = next((place.text for place in base if place.text and name_of(place) == named), "")
        places.append(
            Location(
                country=None if named.startswith((_REGION, _TEXT)) else named or None,
                region=named.removeprefix(_REGION) if named.startswith(_REGION) else None,
                text=text,
                activity=activity,
                who=who,
                condition=condition,
            )
        )
    return tuple(places)


def read_mechanisms(form: Form, base: Sequence[Mechanism]) -> tuple[dict[str, object], ...]:
    """The mechanisms typed, in order; what the form does not show of one stays as it was."""
    found: list[dict[str, object]] = []
    before = {str(given.get("mechanism") or given.get("claim")): given for given in base}
    for index in form.rows("mechanisms"):
        claim_at, evidence_at, day_at, terms_at, reserve_at = (
            _at("mechanisms", index, field) for field in _MECHANISM_FIELDS
        )
        terms = form.text(terms_at, required=False, most=300)
        if not form.typed(claim_at) and not terms and not form.typed(day_at):
            continue
        claim = form.one_of(claim_at, {*_OFFERED, *before})
        evidence = form.one_of(evidence_at, _EVIDENCE, required=False)
        day = form.day(day_at, required=bool(evidence))
        if day and not evidence:
            form.wrong(evidence_at, "Say what happened on this day.")
        hidden = {*_EVIDENCE.values(), "terms", "is_dormant"}
        kept = {key: value for key, value in before.get(claim, {"claim": claim}).items() if key not in hidden}
        shown: dict[str, object] = {_EVIDENCE[evidence]: day.isoformat()} if day and evidence else {}
        if evidence == "approved" and claim.startswith("bcr"):
            shown["importer_is_member"] = True
        said = {"terms": terms} if terms else {}
        asleep = {"is_dormant": True} if form.ticked(reserve_at) else {}
        found.append({**kept, **shown, **said, **asleep})
    return tuple(found)


def place_rows(form: Form, countries: Sequence[tuple[str, str]], base: Sequence[Location]) -> list[PlaceRow]:
    """The rows to show: at least one."""
    known = [*countries, *((name_of(p), p.region or p.text) for p in base if not p.country)]
    rows = []
    for index in form.rows("locations") or [0]:
        chosen = form.typed(_at("locations", index, "country"))
        rows.append(
            PlaceRow(
                countries=options(known, chosen, say("Choose")),
                activities=_named(ACTIVITY_NAMES, Activity, form.typed(_at("locations", index, "activity"))),
                people=_named(WHO_NAMES, RecipientThere, form.typed(_at("locations", index, "who"))),
                condition=form.typed(_at("locations", index, "condition")),
            )
        )
    return rows


def mechanism_rows(form: Form, base: Sequence[Mechanism]) -> list[MechanismRow]:
    """The rows to show: at least one."""
    others = [str(given.get("mechanism") or given.get("claim")) for given in base]
    claims = [(token, word(MECHANISMS, token)) for token in dict.fromkeys([*_OFFERED, *others])]
    rows = []
    for index in form.rows("mechanisms") or [0]:
        typed = {field: form.typed(_at("mechanisms", index, field)) for field in _MECHANISM_FIELDS}
        rows.append(
            MechanismRow(
                claims=options(claims, typed["claim"], say("None")),
                evidence=options([(k, word(EVIDENCE, k)) for k in _EVIDENCE], typed["evidence"], say("None yet")),
                day=typed["day"],
                terms=typed["terms"],
                in_reserve=bool(typed["reserve"]),
            )
        )
    return rows


def options(known: Iterable[tuple[str, str]], chosen: str, none: str = "") -> list[Option]:
    """The known values as a select shows them, with a first one for none if that has a name."""
    first = [("", none, not chosen)] if none else []
    return [*first, *((value, label, value == chosen) for value, label in dict(known).items())]


def _named(words: Mapping[str, str], known: Iterable[str], chosen: str) -> list[Option]:
    return options([(str(value), word(words, value)) for value in known], chosen)


def _at(name: str, index: int, field: str) -> str:
    return f"{name}.{index}.{field}"
