"""Names of countries and regions in the language in use; the law's and the register's own names win over CLDR's."""

from collections.abc import Iterable

from babel import Locale
from babel.lists import format_list

from registry.domain.law.citations import msgid
from registry.wording.languages import current, gettext

REGIONS: dict[str, str] = {
    "EU": msgid("European Union"),
    "EEA": msgid("European Economic Area"),
    "EU/EEA": msgid("European Union and European Economic Area"),
    "EUROPEAN-UNION": msgid("European Union"),
    "EUROPEAN-ECONOMIC-AREA": msgid("European Economic Area"),
    "EFTA": msgid("EEA countries outside the EU"),
    "EUROPE": msgid("Europe"),
    "WORLDWIDE": msgid("Worldwide"),
    "GLOBAL": msgid("Worldwide"),
    "APAC": msgid("Asia-Pacific"),
    "AMERICAS": msgid("the Americas"),
    "NORTH-AMERICA": msgid("North America"),
    "SOUTH-AMERICA": msgid("South America"),
    "LATIN-AMERICA": msgid("Latin America"),
    "MIDDLE-EAST": msgid("Middle East"),
    "AFRICA": msgid("Africa"),
    "ASIA": msgid("Asia"),
    "OCEANIA": msgid("Oceania"),
}
_OVERRIDES: dict[str, str] = {
    "XK": msgid("Kosovo"),
    "XO-EPO": msgid("European Patent Organisation"),
    "HK": msgid("Hong Kong"),
    "MO": msgid("Macao"),
    "MM": msgid("Myanmar"),
    "PS": msgid("Palestine"),
    "TR": msgid("Türkiye"),
    "CZ": msgid("Czechia"),
    "VA": msgid("Holy See"),
    "CD": msgid("Congo, Democratic Republic"),
    "CG": msgid("Congo, Republic"),
}
_WITH_ARTICLE = frozenset(
    "AE AX BQ BS CC CF CK DO FK FO GB GM IM IO KM KY MH MP MV NL PH PN SB TC TF UM US VA VG VI XO-EPO "
    "EU EEA EU/EEA EFTA MIDDLE-EAST".split()
)
"""Names that English sets after “the”."""


def country_name(code: str | None) -> str:
    """The country's name; an unknown code is given back as it is, none is the empty text."""
    if not code:
        return ""
    key = code.upper()
    if key in _OVERRIDES:
        return gettext(_OVERRIDES[key])
    if key in REGIONS:
        return gettext(REGIONS[key])
    return str(Locale.parse(current()).territories.get(key, code))


def country_in_sentence(code: str) -> str:
    """The country's name as it stands amid a sentence: the Netherlands."""
    name = country_name(code)
    return f"the {name}" if current() == "en" and code.upper() in _WITH_ARTICLE else name


def region_name(region: str | None) -> str:
    """The region's name; words that are no known region are given back as they stand."""
    if not region:
        return ""
    key = region.upper().replace(" ", "-").replace("_", "-")
    return gettext(REGIONS[key]) if key in REGIONS else region


def place_name(country: str | None, region: str | None = None, text: str = "") -> str:
    """Call a place by its name: its country, else its region, else the text as it was published."""
    return country_name(country) or region_name(region) or text or gettext("Not stated")


def either(items: Iterable[str]) -> str:
    """A, B or C in the language in use: any one of them is enough."""
    return str(format_list([item for item in items if item], style="or", locale=current()))


def joined(items: Iterable[str]) -> str:
    """A, B and C in the language in use."""
    return str(format_list([item for item in items if item], locale=current()))
