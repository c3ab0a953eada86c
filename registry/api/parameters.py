"""The parameters of every address: named once, for reading a query and for the documentation alike."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from litestar import Request

from registry.answers.checks import LONGEST
from registry.answers.standpoint import Standpoint, standpoint
from registry.domain.errors import FieldError, InvalidInput
from registry.domain.law.verdicts import EeaStatus
from registry.domain.register.facts import VendorRole
from registry.domain.register.publications import EntryKind
from registry.http.as_of import parse_moment
from registry.http.context import context_of
from registry.http.pagination import DEFAULT_LIMIT, MAX_LIMIT, check_limit

AnyRequest = Request[Any, Any, Any]
_LONG = 200
_DIGITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a query, with its JSON schema."""

    name: str
    description: str
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string"})
    is_required: bool = False


def _day(name: str, description: str) -> Parameter:
    return Parameter(name=name, description=description, schema={"type": "string", "format": "date"})


def _choice(name: str, description: str, kind: type[EeaStatus | VendorRole | EntryKind]) -> Parameter:
    schema = {"type": "string", "enum": [item.value for item in kind]}
    return Parameter(name=name, description=description, schema=schema)


AS_OF = _day("as_of", "The day asked about; today in the publisher's time zone unless given.")
KNOWN_AT = Parameter(
    name="known_at",
    description="What had been recorded by then: a day means its end in the publisher's time zone, or an instant.",
    schema={"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]},
)
TIMES = (AS_OF, KNOWN_AT)
SERVICE = Parameter(name="service", description="Those used for this service, by its slug; those of unclear use too.")
FILTERS = (
    Parameter(
        name="q",
        description="All of these words, in names, purpose, data, places or services.",
        schema={"type": "string", "maxLength": _LONG},
    ),
    SERVICE,
    Parameter(name="country", description="Those that process in this country, by its ISO code."),
    _choice("eea_status", "Those whose places stand like this to the EEA at worst.", EeaStatus),
    _choice("role", "Those that have this role for the data.", VendorRole),
)
PAGING = (
    Parameter(
        name="limit",
        description=f"How many items a page holds; {DEFAULT_LIMIT} unless given.",
        schema={"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
    ),
    Parameter(name="cursor", description="Where the page begins: follow the Link header, never make one up."),
)
CHANGE_FILTERS = (
    Parameter(name="service", description="Those that concern this service, by its slug."),
    Parameter(name="processor", description="Those of this processor, by its slug."),
    _choice("kind", "Those of this kind.", EntryKind),
    _day("from", "Published on this day or later."),
    _day("until", "Published on this day or earlier."),
)
CHECK = (
    Parameter(
        name="vendor",
        description="The vendor by any of its names: company, brand or product.",
        schema={"type": "string", "minLength": 1, "maxLength": LONGEST},
        is_required=True,
    ),
    Parameter(name="service", description="What it is used for: a service by slug or name; anything unless given."),
)


def names(parameters: Sequence[Parameter]) -> frozenset[str]:
    """Their names: what an answer may be kept ready by."""
    return frozenset(parameter.name for parameter in parameters)


def asked(request: AnyRequest, parameters: Sequence[Parameter]) -> dict[str, str]:
    """The query by name. Raises `InvalidInput` naming what is unknown, given twice, or needed and missing."""
    query, known = request.query_params, names(parameters)
    errors = [
        FieldError(field=name, message="There is no such parameter here." if name not in known else "Give it once.")
        for name in sorted(set(query.keys()))
        if name not in known or len(query.getall(name)) > 1
    ]
    errors += [
        FieldError(field=parameter.name, message="This is needed.")
        for parameter in parameters
        if parameter.is_required and not str(query.get(parameter.name) or "").strip()
    ]
    if errors:
        msg = "The parameters cannot be used."
        raise InvalidInput(msg, errors=tuple(errors))
    return {name: str(value) for name, value in query.items()}


async def point_of(request: AnyRequest, query: dict[str, str]) -> Standpoint:
    """From where it is answered. Raises `InvalidInput` naming `as_of` or `known_at`, `NotFound` before set-up."""
    context = context_of(request)
    today: date = context.clock.today()
    moment = parse_moment(query.get("as_of"), query.get("known_at"), today=today, time_zone=context.time_zone)
    return await standpoint(context.law, today=today, as_of=moment.as_of, known_at=moment.known_at)


def limit_of(query: dict[str, str]) -> int:
    """How many items the page holds. Raises `InvalidInput` naming `limit`."""
    text = query.get("limit") or ""
    if not text:
        return check_limit(None)
    return check_limit(int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0)
