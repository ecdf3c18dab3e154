"""What is national: the editions of the assessment indicators, and the cases that hold every one of their values."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy.cases import read_cases, run_document, run_national_cases
from policy.mutation import mutants_of
from policy.packs import Pack, load_folder
from tests.packs.test_every_pack import FOLDERS, PACKS

SECTION = "assessments"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_folder(FOLDERS[0])


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.relative_to(PACKS).as_posix() for folder in FOLDERS])
def test_every_national_case_comes_out_of_every_packs_copy(folder: Path) -> None:
    results = run_national_cases(folder)

    assert [str(result) for result in results if not result.passed] == []
    assert results


def test_every_score_and_every_threshold_is_noticed_by_some_national_case(pack: Pack) -> None:
    documents, problems = read_cases(PACKS / "national")
    national = pack.compiled["national"]

    survivors = []
    for mutant in mutants_of({SECTION: national[SECTION]}):
        mutated = Pack({**pack.compiled, "national": {**national, **mutant.compiled}}, pack.ref)
        if all(result.passed for document in documents for result in run_document(mutated, document)):
            survivors.append(str(mutant))
    survivors = [each for each in survivors if ".sources." not in each]  # when a notice was issued decides nothing

    assert problems == []
    assert survivors == []


def test_each_edition_cites_its_notice(pack: Pack) -> None:
    assert {name: edition.basis.article for name, edition in pack.assessments.items()} == {
        "2022": "2022年版评测指标 附件",
        "2024": "2024年版评测指标 附件",
    }
