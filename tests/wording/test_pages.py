"""Every page draws with its sample; what holds for all of them."""

import re

import pytest
from jinja2 import Environment, UndefinedError, meta

from registry.wording.templates import environment, render, template_folder
from tests.wording import samples as s
from tests.wording.pages import PAGES

OTHERS = ("access/", "api/", "email/", "feeds/")
MOST_LINES = 120


def own_templates() -> list[str]:
    return [name for name in environment().list_templates() if not name.startswith(OTHERS)]


@pytest.fixture(params=PAGES, ids=str)
def html(request: pytest.FixtureRequest) -> str:
    template, context = PAGES[request.param]
    return render(template, **context)


def test_has_one_heading_a_language_and_a_way_to_the_content(html: str) -> None:
    assert html.count("<h1") == 1
    assert '<html lang="en">' in html
    assert 'href="#content"' in html
    assert 'id="content"' in html


def test_says_that_the_data_are_invented_and_the_clock_is_shifted(html: str) -> None:
    assert "Demo: invented data" in html
    assert 'name="robots" content="noindex"' in html
    assert "The clock is shifted" in html


def test_holds_under_a_strict_content_security_policy(html: str) -> None:
    assert "<style" not in html
    assert not re.search(r'\sstyle="|\son[a-z]+="|javascript:', html)
    assert all(" src=" in tag for tag in re.findall(r"<script[^>]*>", html))
    assert not re.search(r'<(?:link|script|img)[^>]*(?:href|src)="(?:https?:)?//', html)


def test_uses_each_id_once_and_points_only_at_those_there_are(html: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(set(ids)) == sorted(ids)
    used = re.findall(r'(?:aria-labelledby|aria-describedby|\sfor)="([^"]+)"', html)
    assert {name for names in used for name in names.split()} <= set(ids)


def test_announces_the_feeds_in_the_head(html: str) -> None:
    assert html.count('rel="alternate" type="application/') == len({"rss", "atom", "json"})


def test_leaves_no_untranslated_parameter_behind(html: str) -> None:
    assert not re.search(r"%\(\w+\)s|\bNone\b(?! yet)", re.sub(r"<[^>]+>", "", html))


@pytest.mark.parametrize("name", own_templates())
def test_template_is_short_and_drawn_by_a_sample(name: str) -> None:
    assert len((template_folder() / name).read_text("utf-8").splitlines()) <= MOST_LINES
    assert name in drawn(environment())


def drawn(jinja: Environment) -> set[str]:
    found, todo = set(), {template for template, _ in PAGES.values()}
    while todo:
        name = todo.pop()
        found.add(name)
        source = (template_folder() / name).read_text("utf-8")
        todo |= {n for n in meta.find_referenced_templates(jinja.parse(source)) if n} - found
    return found


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render("errors/404.html", site=PAGES["error-404"][1]["site"])


def test_forms_of_the_desk_carry_the_token() -> None:
    for template, context in PAGES.values():
        if "desk" in context:
            html = render(template, **context)
            assert html.count('method="post"') == html.count('name="csrf_token"')


def test_public_list_says_under_review_and_never_the_internal_state() -> None:
    html = render(*PAGES["list"][:1], **PAGES["list"][1])
    assert "Under review since 14\u00a0Nov\u00a02026" in html
    assert "Incomplete" not in html
    assert "Not allowed" not in html


def test_hostile_names_are_escaped() -> None:
    template, context = PAGES["error-404"]
    error = type("Error", (), {"status": 404, "message": "<script>alert(1)</script>", "errors": []})
    assert "<script>alert" not in render(template, **{**context, "error": error})


@pytest.mark.parametrize(
    ("name", "asked", "said", "day"),
    [
        ("list-empty", "/?as_of=2020-07-15&amp;known_at=2026-11-01T12", "13:00", "2026-11-01"),
        ("processor-gone", "/processors/merlin?as_of=2020-01-01&amp;known_at=2026-11-16T12", "13:00", "2026-11-16"),
    ],
)
def test_what_was_known_then_is_said_in_the_registers_zone_and_stands_in_the_address(
    name: str, asked: str, said: str, day: str
) -> None:
    html = render(PAGES[name][0], **PAGES[name][1])
    assert said in html
    assert f'id="known_at" name="known_at" value="{day}"' in html
    assert asked in html


def test_today_as_known_then_is_not_called_another_day() -> None:
    template, context = PAGES["list-empty"]
    page = type("Page", (), {**vars(context["page"]), "as_of": context["site"].today})
    html = render(template, **{**context, "page": page})
    assert "another day:" not in html
    assert "as it was known at" in html


@pytest.mark.parametrize("name", ["notice-withdrawn", "change-withdrawn"])
def test_what_was_withdrawn_counts_no_days_to_go(name: str) -> None:
    html = render(PAGES[name][0], **PAGES[name][1])
    assert "Was to take effect" in html
    assert "left" not in re.sub(r"<[^>]+>", "", html).partition("Was to take effect")[0].rpartition("Announced")[2]


@pytest.mark.parametrize(
    ("contract", "said"), [("missing", "No contract recorded"), ("incomplete", "Contract incomplete")]
)
def test_no_verdict_is_green_without_a_contract_in_place(contract: str, said: str) -> None:
    template, context = PAGES["list"]
    row = type("Row", (), {**vars(s.ROWS[0]), "verdict": "adequate", "contract": contract})
    group = type("Group", (), {"key": "sub_processors", "rows": [row]})
    html = render(template, **{**context, "page": s.list_page(groups=[group])})
    assert said in html
    assert html.count("verdict--open") == 1


def test_a_contract_in_place_needs_no_word_in_the_list() -> None:
    assert "verdict--open" not in render(PAGES["list"][0], **PAGES["list"][1])


def test_nothing_announced_for_one_product_is_not_nothing_announced() -> None:
    template, context = PAGES["list"]
    filters = type("Filters", (), {**vars(s.FILTERS), "service": "sms"})
    html = render(template, **{**context, "page": s.list_page(filters=filters, coming=[])})
    assert "Nothing is announced for this product." in html
