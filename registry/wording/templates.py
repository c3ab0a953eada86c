"""The one Jinja environment: escapes, fails on unknown names, speaks the language of the call."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from registry.wording import countries, dates, labels, languages, sentences, steps

_PACKAGED = Path(__file__).parent.parent / "_templates"
_CHECKOUT = Path(__file__).parent.parent.parent / "templates"

_FILTERS: dict[str, Callable[..., object]] = {
    "short_day": dates.short_day,
    "long_day": dates.long_day,
    "instant": dates.instant,
    "iso": dates.iso,
    "day_in": dates.day_in,
    "days_left": dates.days_left,
    "in_days": dates.in_days,
    "country": countries.country_name,
    "joined": countries.joined,
    "condition": labels.condition,
    "verdict_word": labels.verdict,
    "public_verdict": labels.public_verdict,
    "eea_word": labels.eea_status,
    "role_word": labels.role,
    "state_word": labels.state,
    "entry_word": labels.entry_kind,
    "change_word": labels.change_kind,
    "field_word": labels.field,
    "asked": labels.asked,
    "ground_word": labels.mechanism,
    "group_word": labels.group,
    "group_sentence": labels.group_sentence,
    "reason": sentences.reason,
    "service_names": sentences.service_names,
    "location": sentences.location,
    "place_groups": sentences.place_groups,
    "pending": steps.pending,
}
_TABLES: dict[str, Mapping[str, str]] = {
    "activity": labels.ACTIVITIES,
    "activity_name": labels.ACTIVITY_NAMES,
    "who": labels.WHO,
    "who_name": labels.WHO_NAMES,
    "contract": labels.CONTRACTS,
    "decision": labels.DECISIONS,
    "category": labels.CATEGORIES,
    "capacity": labels.CAPACITIES,
    "user_role": labels.USER_ROLES,
    "delivery": labels.DELIVERY_STATES,
    "flag": labels.FLAGS,
}


def template_folder() -> Path:
    """Where the templates lie: in an installed package, or in a checkout."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


def word(code: object, table: str) -> str:
    """The word for a code from one of the named tables of labels."""
    return labels.word(_TABLES[table], code)


def address(path: str, **params: object) -> str:
    """The path with those parameters that are set, as a query."""
    query = urlencode({name: value for name, value in params.items() if value not in {None, "", False}})
    return f"{path}?{query}" if query else path


def make_environment(folder: Path | None = None, *, static: str = "/static") -> Environment:
    """A fresh environment; `static` is the path under which the files of web/static are served."""
    environment = Environment(
        loader=FileSystemLoader(folder or template_folder()),
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True, default_for_string=True),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined] # the i18n extension adds it
        languages.gettext,
        languages.ngettext,
        newstyle=True,
        pgettext=languages.pgettext,
        npgettext=languages.npgettext,
    )
    environment.filters.update(_FILTERS)
    environment.filters["word"] = word
    environment.globals.update(
        place_name=countries.place_name,
        distance=dates.distance,
        address=address,
        value_lines=sentences.value,
        is_under_review=labels.is_under_review,
        state_colours=labels.STATE_COLOURS,
        language=languages.current,
        static=lambda path: f"{static}/{path}",
    )
    return environment


@cache
def environment() -> Environment:
    """The environment every face shares."""
    return make_environment()


def render(template: str, /, language: str = languages.DEFAULT, **context: object) -> str:
    """The template's text in the language."""
    with languages.speaking(language):
        return environment().get_template(template).render(context)


def render_block(template: str, block: str, /, language: str = languages.DEFAULT, **context: object) -> str:
    """One block of a template, so that another face can say the same in its own frame."""
    with languages.speaking(language):
        found = environment().get_template(template)
        return "".join(found.blocks[block](found.new_context(context)))
