"""The law book, read once."""

import pytest

from registry.domain.law.book import LawBook
from registry.reference.law_book import load_law_book


@pytest.fixture(scope="session")
def law() -> LawBook:
    return load_law_book()
