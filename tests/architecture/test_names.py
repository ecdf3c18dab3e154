"""One Chinese term, one English word: what others see of the code is named by docs/glossary.md."""

from __future__ import annotations

import pytest

from contracts.events.subscriptions import event_types
from gateway.routes import ALL_OPERATIONS
from tests.architecture.glossary import PAGE, unknown_words, words, words_of
from tests.architecture.source import ROOT, python_files, shown

NOT_USE_CASES = {"__init__", "ports", "load"}
"""Files beside the use cases: what they need, and how several of them load."""


def test_events_are_named_by_the_glossary() -> None:
    assert {kind.NAME: found for kind in event_types() if (found := unknown_words(kind.NAME))} == {}


def test_the_paths_of_the_api_are_named_by_the_glossary() -> None:
    nouns = {segment for each in ALL_OPERATIONS for segment in each.path.split("/") if "{" not in segment}

    assert {noun: found for noun in sorted(nouns) if (found := unknown_words(noun))} == {}


def test_operations_are_named_by_the_glossary() -> None:
    assert {each.name: found for each in ALL_OPERATIONS if (found := unknown_words(each.name))} == {}


def test_use_cases_are_named_by_the_glossary() -> None:
    files = [path for path in python_files("services") if path.parent.name == "use_cases"]

    named = {shown(path): unknown_words(path.stem) for path in files if path.stem not in NOT_USE_CASES}

    assert named
    assert {path: found for path, found in named.items() if found} == {}


def test_a_use_case_file_holds_the_function_of_its_name() -> None:
    files = [path for path in python_files("services") if path.parent.name == "use_cases"]

    absent = [
        shown(path)
        for path in files
        if path.stem not in NOT_USE_CASES and f"\ndef {path.stem}(" not in path.read_text(encoding="utf-8")
    ]

    assert absent == []


def test_the_glossary_gives_each_term_once() -> None:
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| 中文")
    ]
    terms = [term.strip() for row in rows for term in row[0].split("/")]

    assert len(terms) > 80
    assert sorted({term for term in terms if terms.count(term) > 1}) == []


@pytest.mark.parametrize("name", ["declaration_submitted", "pilot-notices", "submit_declaration", "tranche_paid"])
def test_a_name_of_the_glossary_is_known(name: str) -> None:
    assert unknown_words(name) == []


@pytest.mark.parametrize("name", ["shenbao_submitted", "process_payment_data", "handle-bofu"])
def test_another_name_is_not(name: str) -> None:
    assert unknown_words(name)


def test_only_what_the_page_quotes_is_a_word_of_it() -> None:
    assert "filing" in words_of("| 立项 | `filing` | one word for both |")
    assert "both" not in words_of("| 立项 | `filing` | one word for both |")
    assert (ROOT / "docs" / "glossary.md").is_file()
    assert "declaration" in words()
