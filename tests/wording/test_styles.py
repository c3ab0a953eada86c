"""The style sheet: few lines, no ids, no !important, colours only as tokens, and every pair readable."""

import re
from pathlib import Path

import pytest

import registry

CSS = Path(registry.__file__).parent / "web" / "static" / "css"
OURS = ("app", "tokens", "layout", "components", "pages", "print")
MOST_LINES = 800
TEXT, SHAPE = 4.5, 3.0
LINEAR_BELOW = 0.03928
GROUNDS = ("page", "raised", "sunken", "hover")
PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "ink-soft", "ink-faint", "accent", "accent-strong") for ground in GROUNDS),
    *(
        (ink, ground, TEXT)
        for ink in ("good", "warn", "stop")
        for ground in ("page", "raised", "sunken", f"{ink}-fill")
    ),
    *(
        (ink, fill, TEXT)
        for ink in ("ink", "ink-soft", "accent")
        for fill in ("info-fill", "warn-fill", "stop-fill", "good-fill")
    ),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    *(
        (line, ground, SHAPE)
        for line in ("control-line", "warn-line", "stop", "accent")
        for ground in ("page", "raised")
    ),
]


def text(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (CSS / f"{name}.css").read_text("utf-8"), flags=re.DOTALL)


def colours() -> dict[str, tuple[str, str]]:
    tokens = dict(re.findall(r"--([\w-]+):\s*([^;]+);", text("tokens")))

    def resolve(value: str, side: int) -> str:
        if both := re.fullmatch(r"light-dark\((.+?),\s*(.+)\)", value):
            return resolve(both[side + 1], side)
        if name := re.fullmatch(r"var\(--([\w-]+)\)", value):
            return resolve(tokens[name[1]], side)
        return value

    return {name: (resolve(value, 0), resolve(value, 1)) for name, value in tokens.items()}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= LINEAR_BELOW else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_pair_can_be_read(ink: str, ground: str, least: float, scheme: int) -> None:
    known = colours()
    assert contrast(known[ink][scheme], known[ground][scheme]) >= least


def test_ours_is_short() -> None:
    assert sum(len((CSS / f"{name}.css").read_text("utf-8").splitlines()) for name in OURS) <= MOST_LINES


@pytest.mark.parametrize("name", OURS)
def test_no_ids_no_importance_no_stray_colour(name: str) -> None:
    css = text(name)
    assert "!important" not in css
    selectors = re.findall(r"([^{}]+)\{", css)
    assert not [s for s in selectors if re.search(r"#[a-zA-Z]", s)]
    if name != "tokens":
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", css)


def test_nothing_is_loaded_from_elsewhere() -> None:
    for name in (*OURS, "pico.classless.min"):
        assert not re.search(r"""(?:url\(|@import\s+)["']?(?:https?:)?//""", (CSS / f"{name}.css").read_text("utf-8"))
