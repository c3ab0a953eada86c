"""The small form layer: read every field of a sent form, judge each, and keep what was typed for the page.

`read_form(request)` gives a `Form`; each of its methods answers one field's value and notes what is wrong with it, so
that all errors are shown at once: `form.text("email", most=254)`, `form.day("effective_on", required=False)`.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from litestar import Request
from litestar.datastructures import UploadFile

from registry.domain.errors import FieldError, InvalidInput
from registry.http import limits
from registry.http.as_of import parse_day

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
_KEEP = {"\t", "\n"}
_INDEX = re.compile(r"^([a-z_]+)\.(\d{1,3})\.([a-z_]+)$")


class InvalidForm(InvalidInput):
    """The form cannot be used as it is; `errors` are all of them, in the order of the fields."""


@dataclass(slots=True, kw_only=True)
class Form:
    """A sent form: `values` as typed (every field a list), `errors` as found."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, UploadFile] = field(default_factory=dict)
    errors: list[FieldError] = field(default_factory=list)

    def wrong(self, name: str, message: str) -> None:
        """Say that the field is wrong; an English template."""
        self.errors.append(FieldError(field=name, message=message))

    def typed(self, name: str) -> str:
        """The field as typed, for showing it again."""
        return next(iter(self.values.get(name, ())), "")

    def text(self, name: str, *, required: bool = True, most: int = 1000, lines: bool = False) -> str:
        """A text without control characters, NFC, trimmed; one line unless `lines`."""
        text = unicodedata.normalize("NFC", self.typed(name).replace("\r\n", "\n").replace("\r", "\n")).strip()
        if required and not any(unicodedata.category(c)[0] not in "CZ" for c in text):
            self.wrong(name, "This is needed.")
        elif len(text) > most:
            self.wrong(name, "This is too long.")
        elif any(unicodedata.category(c) in {"Cc", "Cs"} and not (lines and c in _KEEP) for c in text):
            self.wrong(name, "This holds a character that cannot be used.")
        return text

    def secret(self, name: str, *, required: bool = True) -> str:
        """A password as typed, untouched."""
        text = self.typed(name)
        if required and not text:
            self.wrong(name, "This is needed.")
        return text

    def day(self, name: str, *, required: bool = True) -> date | None:
        """A day as YYYY-MM-DD; None when empty or wrong."""
        text = self.typed(name).strip()
        if not text:
            if required:
                self.wrong(name, "This is needed.")
            return None
        try:
            return parse_day(text)
        except ValueError:
            self.wrong(name, "Write the day as YYYY-MM-DD, such as 2026-11-24.")
            return None

    def number(self, name: str, *, required: bool = True, least: int = 0, most: int = 1_000_000_000) -> int | None:
        """A whole number; None when empty or wrong."""
        text = self.typed(name).strip()
        if not text and not required:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) <= 10 and least <= int(text) <= most):  # noqa: PLR2004 - digits
            self.wrong(name, "Write a whole number.")
            return None
        return int(text)

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked, whatever its value."""
        return bool(self.typed(name))

    def choice(self, name: str, kind: type[E], *, required: bool = True) -> E | None:
        """One of an enumeration's values; None when empty or wrong."""
        text = self.typed(name)
        if not text and not required:
            return None
        if text not in {item.value for item in kind}:
            self.wrong(name, "Choose one of the answers.")
            return None
        return kind(text)

    def choices(self, name: str, kind: type[E], *, required: bool = True) -> tuple[E, ...]:
        """Several of an enumeration's values, each once."""
        sent = list(dict.fromkeys(self.values.get(name, ())))
        known = {item.value for item in kind}
        if any(text not in known for text in sent):
            self.wrong(name, "Choose from the answers.")
        elif required and not sent:
            self.wrong(name, "Choose at least one.")
        return tuple(kind(text) for text in sent if text in known)

    def among(self, name: str, known: Iterable[str], *, required: bool = True) -> tuple[str, ...]:
        """Several of some known words, each once."""
        words = set(known)
        sent = list(dict.fromkeys(self.values.get(name, ())))
        if any(text not in words for text in sent):
            self.wrong(name, "Choose from the answers.")
        elif required and not sent:
            self.wrong(name, "Choose at least one.")
        return tuple(text for text in sent if text in words)

    def rows(self, name: str) -> list[int]:
        """The numbers of repeated rows whose fields are called `name.0.field`, `name.1.field`."""
        return sorted({int(m[2]) for key in self.values if (m := _INDEX.match(key)) and m[1] == name})

    def one_of(self, name: str, known: Collection[str], *, required: bool = True) -> str:
        """One of some known words; empty when none was chosen or it is wrong."""
        text = self.typed(name)
        if not text and not required:
            return ""
        if text not in known:
            self.wrong(name, "Choose one of the answers." if text else "Choose one.")
            return ""
        return text

    def judged(self, name: str, judge: Callable[[str], T], *, fallback: T) -> T:
        """What the domain's rule makes of the field; its `InvalidInput` becomes the field's error."""
        try:
            return judge(self.typed(name))
        except InvalidInput as error:
            self.wrong(name, error.message)
            return fallback

    def check(self) -> None:
        """Raises `InvalidForm` when anything is wrong."""
        if self.errors:
            msg = "Something has to be corrected."
            raise InvalidForm(msg, errors=tuple(self.errors))

    def shown_errors(self, say: Callable[..., str]) -> list[tuple[str, str]]:
        """The errors as the templates' error summary takes them."""
        return [(item.field, say(item.message)) for item in self.errors]


async def read_form(request: Request[Any, Any, Any]) -> Form:
    """All fields of a sent form. Raises `InvalidInput` when there are too many of them."""
    sent = list((await request.form()).multi_items())
    if len(sent) > limits.FORM_FIELDS:
        msg = "The form has too many fields."
        raise InvalidInput(msg)
    values: dict[str, list[str]] = {}
    files: dict[str, UploadFile] = {}
    for name, value in sent:
        if isinstance(value, UploadFile):
            files[name] = value
        else:
            values.setdefault(name, []).append(str(value))
    return Form(values=values, files=files)


def errors_of(error: InvalidInput, say: Callable[..., str]) -> list[tuple[str, str]]:
    """A service's refusal as the error summary takes it: by field, or as a whole."""
    if error.errors:
        return [(item.field, say(item.message)) for item in error.errors]
    return [("", say(error.message, **error.params))]
