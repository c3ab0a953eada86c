"""What facts must look like before they are kept, whoever typed them: texts, days, countries and words of our lists."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

from registry.domain.errors import FieldError
from registry.domain.law.transfers import Activity, RecipientThere
from registry.domain.register.facts import EngagementFacts, Facts, VendorFacts, to_facts
from registry.domain.register.texts import unfit_texts

LONGEST_NAME = 200
"""Characters of a name that has a column of its own."""
_NAMES = {"name", "listed_as", "list_name", "legal_entity"}
_COUNTRIES = {"country", "entity_country", "parent_country"}
_WORDS: dict[str, type[StrEnum]] = {"activity": Activity, "who": RecipientThere}
_DAYS = {"from", "until", "review_by", "known_since"}
_CODE_LENGTHS = range(2, 9)


def check_facts(known: EngagementFacts | VendorFacts) -> tuple[FieldError, ...]:
    """Every fact that cannot be kept, by its path such as `locations.0.country`."""
    facts = to_facts(known)
    found = [FieldError(field=path, message=why) for path, why in unfit_texts(facts)]
    own = {name: value for name, value in facts.items() if name != "published"}
    return (*found, *_checked(own, ""))


def _checked(facts: Facts, path: str) -> Iterator[FieldError]:
    for name, value in facts.items():
        here = f"{path}{name}"
        if isinstance(value, Mapping):
            yield from _checked(value, f"{here}.")
        elif isinstance(value, Sequence) and not isinstance(value, str):
            for index, item in enumerate(value):
                if isinstance(item, Mapping):
                    yield from _checked(item, f"{here}.{index}.")
        elif why := _why_not(name, value):
            yield FieldError(field=here, message=why)


def _why_not(name: str, value: object) -> str | None:
    text = value if isinstance(value, str) else ""
    if name in _NAMES and len(text) > LONGEST_NAME:
        return "The name is too long."
    if name in _COUNTRIES and text and not _is_code(text):
        return "Choose a country from the list."
    if name in _WORDS and value not in set(_WORDS[name]):
        return "Choose one of the list."
    if text and (name.endswith("_on") or name in _DAYS) and not _is_day(text):
        return "Write the day as year-month-day."
    return None


def _is_code(text: str) -> bool:
    return len(text) in _CODE_LENGTHS and text.isascii() and text.replace("-", "").isalnum() and text.isupper()


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
