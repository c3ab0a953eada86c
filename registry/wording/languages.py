"""Which languages the register speaks, and the translator that the current request or mail uses."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel.support import Translations

DEFAULT = "en"
LANGUAGES: dict[str, str] = {"en": "English"}
"""Language code to its own name; a language is added with its catalogue under locale/."""
LOCALE_FOLDER = Path(__file__).parent / "locale"

_current: ContextVar[str] = ContextVar("language", default=DEFAULT)


def current() -> str:
    """The language in use; English unless `speaking` says otherwise."""
    return _current.get()


@contextmanager
def speaking(language: str) -> Generator[None]:
    """Use the language inside the block; one that is not spoken falls back to English."""
    token = _current.set(language if language in LANGUAGES else DEFAULT)
    try:
        yield
    finally:
        _current.reset(token)


@cache
def _catalogue(language: str) -> NullTranslations:
    found: NullTranslations = Translations.load(LOCALE_FOLDER, [language], domain="messages")
    return found


def gettext(message: str) -> str:
    """The text in the language in use."""
    return _catalogue(current()).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """The text for the number in the language in use."""
    return _catalogue(current()).ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """The text in the language in use, where one English word has several meanings."""
    return _catalogue(current()).pgettext(context, message)


def npgettext(context: str, singular: str, plural: str, number: int) -> str:
    """As `ngettext`, where one English word has several meanings."""
    return _catalogue(current()).npgettext(context, singular, plural, number)


def say(message: str, /, **params: object) -> str:
    """The text in the language in use, its `{named}` parameters filled."""
    translated = gettext(message)
    return translated.format(**params) if params else translated
