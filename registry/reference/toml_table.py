"""One table of a TOML file, read field by field: wrong and unknown fields are collected, each with its path."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from registry.domain.errors import FieldError
from registry.domain.register.texts import plain, unfit

SHORT = 200
"""Characters of a name or a word."""
MOST_DAYS = 365


@dataclass(slots=True)
class Table:
    """One table of the file, read field by field; what was not asked for is unknown."""

    given: Mapping[str, object]
    path: str
    errors: list[FieldError]
    asked: set[str] = field(default_factory=set)

    def wrong(self, name: str, why: str) -> None:
        """Note that the field cannot be used."""
        self.errors.append(FieldError(field=f"{self.path}{name}", message=why))

    def take(self, name: str) -> object:
        """The value as it stands, None where it is left out."""
        self.asked.add(name)
        return self.given.get(name)

    def text(self, name: str, *, longest: int, is_needed: bool = False, lines: bool = False) -> str:
        """A text as the register keeps it; on one line, unless it may have several."""
        value = self.take(name)
        if value is not None and not isinstance(value, str):
            self.wrong(name, "Write a text in quotes.")
            return ""
        text = plain(value or "")
        if is_needed and not text:
            self.wrong(name, "This is needed.")
        elif why := unfit(text):
            self.wrong(name, why)
        elif "\n" in text and not lines:
            self.wrong(name, "Write it on one line.")
        elif len(text) > longest:
            self.wrong(name, f"At most {longest} characters.")
        return text

    def checked(self, name: str, check: Callable[[str], str], *, longest: int, is_needed: bool = False) -> str:
        """A text that `check` reads; it raises ValueError saying what is wrong."""
        before = len(self.errors)
        text = self.text(name, longest=longest, is_needed=is_needed)
        if not text or len(self.errors) > before:
            return ""
        try:
            return check(text)
        except ValueError as error:
            self.wrong(name, str(error))
            return ""

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of short texts, none twice."""
        value = self.take(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.wrong(name, "Write a list of texts in quotes.")
            return ()
        texts = [plain(item) for item in value]
        if any(not text or unfit(text) or len(text) > SHORT for text in texts):
            self.wrong(name, f"Each needs 1 to {SHORT} ordinary characters.")
        elif len({text.casefold() for text in texts}) < len(texts):
            self.wrong(name, "One of them stands there twice.")
        return tuple(texts)

    def days(self, name: str, default: int) -> int:
        """A number of days."""
        value = self.take(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_DAYS:
            self.wrong(name, f"Write a whole number of days from 0 to {MOST_DAYS}.")
            return default
        return value

    def choice(self, name: str, choices: Collection[str], default: str) -> str:
        """One of a few words."""
        value = self.take(name)
        if value is None:
            return default
        if value not in choices:
            self.wrong(name, f"Choose one of: {', '.join(choices)}.")
        return str(value)

    def tables(self, name: str) -> "list[Table]":
        """The tables of an array, counted from 1."""
        value = self.take(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.wrong(name, f"Write each as a table of its own: [[{name}]].")
            return []
        return [Table(item, f"{self.path}{name}.{number}.", self.errors) for number, item in enumerate(value, start=1)]

    def finish(self) -> None:
        """Refuse what was not asked for."""
        for name in self.given:
            if name not in self.asked:
                self.wrong(name, "There is no such field.")
