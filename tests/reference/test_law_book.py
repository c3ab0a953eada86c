"""The law book loads fast, holds together, and says which row of which file does not."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from registry.domain.errors import BrokenData
from registry.domain.law.assessment import assess
from registry.domain.law.parties import Importer
from registry.domain.law.transfers import Reliance, Transfer
from registry.reference.data_folder import data_folder
from registry.reference.law_book import law_book_from, load_law_book

WRONG_NUMBERS = ("2022/2291", "2021/1289", "2021/2484", "2003/79/EC", "2025/650")
Break = Callable[[str, str, str], Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(data_folder() / "law", tmp_path / "law"))


@pytest.fixture
def broken(folder: Path) -> Break:
    def change(file: str, old: str, new: str) -> Path:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return change


def test_the_same_rows_have_the_same_hash(folder: Path) -> None:
    assert load_law_book(folder).hash == load_law_book().hash


def test_another_row_has_another_hash(broken: Break) -> None:
    changed = load_law_book(broken("law_book.toml", '"2026.1"', '"2026.2"'))
    assert changed.hash != load_law_book().hash
    assert changed.label.startswith("2026.2+")


def test_a_kept_book_is_read_again() -> None:
    law = load_law_book()
    assert law_book_from(law.content) == law


def test_all_fifty_mechanisms_are_there() -> None:
    assert len(load_law_book().mechanisms) == 50


def test_every_row_has_a_source_and_says_how_far_it_was_checked() -> None:
    law = load_law_book()
    rows = [*law.decision_by_id.values(), *(row for rows in law.mechanisms.values() for row in rows)]
    assert all(row.source and row.verified in {"unchecked", "secondary", "primary"} for row in rows)


def test_numbers_known_to_be_wrong_appear_nowhere() -> None:
    content = load_law_book().content
    assert not [number for number in WRONG_NUMBERS if number in content]
    assert load_law_book().decision_by_id["eu-nz"].instrument == "2013/65/EU"


def test_celex_numbers_agree_with_the_instruments() -> None:
    for decision in load_law_book().decision_by_id.values():
        if not decision.celex:
            continue
        first, second = re.findall(r"\d+", decision.instrument)[:2]
        year, number = (first, second) if len(first) == 4 else (second, first)
        assert decision.celex == f"3{year}D{int(number):04}"


def test_one_row_taken_out_changes_verdict_and_sentence(folder: Path) -> None:
    path = folder / "adequacy.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("eu-ar,")), encoding="utf-8")
    transfer = Transfer(importer=Importer(country="AR"), destination="AR", relies_on=())
    day = date(2026, 11, 24)
    assert assess(transfer, load_law_book(), on=day).verdict == "adequate"
    without = assess(transfer, load_law_book(folder), on=day)
    assert without.verdict == "not_allowed"
    assert "no adequacy decision covers it" in without.reasons[-1].text


def test_claims_of_a_ground_taken_out_are_refused(folder: Path) -> None:
    for name, taken in (("adequacy.csv", "eu-us-dpf,"), ("mechanisms.csv", "scc-2021-914-m3,")):
        path = folder / name
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith(taken)), encoding="utf-8")
    law = load_law_book(folder)
    for claim in ("dpf", "scc-m3"):
        answer = assess(Transfer(destination="US", relies_on=(Reliance(mechanism=claim),)), law, on=date(2026, 1, 1))
        assert answer.verdict == "not_allowed"
        assert "holds no such ground" in answer.reasons[0].text


def test_every_decision_named_elsewhere_exists() -> None:
    law = load_law_book()
    named = {row.decision for rows in law.mechanisms.values() for row in rows if row.decision}
    assert named <= set(law.decision_by_id)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("memberships.csv", "eu-be,BE", "eu-be,QQ", "QQ is no place"),
        ("memberships.csv", "eu-be,BE,EU,1958-01-01", "eu-be,BE,EU,1958-13-01", "from is not a day"),
        ("memberships.csv", "eu-be,BE,EU,1958-01-01,", "eu-be,BE,EU,1958-01-01,1957-01-01", "until is not after from"),
        ("memberships.csv", "eu-be,BE,EU", "eu-be,BE,EFTA", "bloc is none of"),
        ("memberships.csv", "eea-be,BE,EEA", "eu-be,BE,EEA", "used twice"),
        ("memberships.csv", "eu-fr,FR,EU", "eu-fr,BE,EU", "overlaps eu-be"),
        ("territories.csv", "territory-gp,GP,FR", "territory-gp,GP,QQ", "QQ is no place"),
        ("adequacy.csv", "eu-ad,eu,AD", "eu-ad,eu,CH", "overlaps"),
        ("adequacy.csv", "subject_to:PIPEDA", "subject_to:", "evidence is not readable"),
        ("duties.csv", "impact-assessment", "impact", "the row is missing"),
        ("countries.csv", "AD,Andorra,iso", "AD,Andorra", "not as many cells"),
        ("law_book.toml", "version", "edition", "version is missing"),
        ("law_book.toml", "version =", "version", "cannot be read"),
        ("duties.csv", "secondary", "", "verified is empty"),
        ("regimes.csv", "eu-gdpr,eu", "eu-gdpr,xx", None),
    ],
)  # fmt: skip
def test_a_broken_row_is_named(broken: Break, file: str, old: str, new: str, says: str | None) -> None:
    folder = broken(file, old, new)
    if says is None:
        assert load_law_book(folder).regime_on("NL", date(2026, 1, 1)) is None
        return
    with pytest.raises(BrokenData, match=re.escape(says)) as caught:
        load_law_book(folder)
    assert file in str(caught.value) or says == "cannot be read"


def test_a_missing_source_is_named(folder: Path) -> None:
    path = folder / "arrangements.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = re.sub(r",[^,]*,secondary$", ",,secondary", lines[1].replace('"', ""))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(BrokenData, match=r"arrangements\.csv, row 2"):
        load_law_book(folder)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenData, match="cannot be read"):
        load_law_book(tmp_path / "nowhere")
