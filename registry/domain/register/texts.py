"""Text as the register keeps it: one spelling (NFC) and no control characters, so that no name breaks a feed."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from registry.domain.errors import FieldError, InvalidInput

_KEPT = "\t\n"
_NO_CHARACTER = 0xFFFE
_BLANK = _KEPT + "".join(chr(code) for code in range(0x3001) if unicodedata.category(chr(code)) == "Zs")
"""What is taken off both ends; control characters stay, so that they are seen and refused."""
LONGEST = 8_000
"""Characters of one text; longer ones are refused."""


def plain(text: str) -> str:
    """The text in NFC with one kind of line end and no blanks around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip(_BLANK)


def unfit(text: str) -> str | None:
    """Why the text cannot be kept; None when it can."""
    if not text.isprintable() and any(_is_control(sign) for sign in text):
        return "It holds control characters."
    return "It is too long." if len(text) > LONGEST else None


def checked(text: str, *, field: str) -> str:
    """The text as it is kept. Raises `InvalidInput` naming the field when it cannot be."""
    kept = plain(text)
    why = unfit(kept)
    if why:
        raise InvalidInput(why, errors=(FieldError(field=field, message=why),))
    return kept


def _is_control(sign: str) -> bool:
    """Control characters, halves of pairs and the code points that are no characters: XML takes none of them."""
    return sign not in _KEPT and (
        unicodedata.category(sign) in {"Cc", "Cs"} or ord(sign) & _NO_CHARACTER == _NO_CHARACTER
    )


def all_plain(value: object) -> object:
    """A JSON value with every text in it as it is kept; names of fields are left alone."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Mapping):
        return {key: all_plain(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [all_plain(item) for item in value]
    return value


def unfit_texts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """(path such as `locations.0.text`, why) of every text in a JSON value that cannot be kept."""
    if isinstance(value, str):
        why = unfit(value)
        if why:
            yield path, why
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from unfit_texts(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, Sequence):
        for index, item in enumerate(value):
            yield from unfit_texts(item, f"{path}.{index}" if path else str(index))
