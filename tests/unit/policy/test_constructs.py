"""The pack of every construct: what subsidy.yaml, split.yaml and budget.yaml can say, and the cases that show it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from policy.check import check_folder
from policy.mutation import survivors_of
from policy.pack_problems import PackInvalid
from policy.packs import compile_folder
from tests.unit.policy.builders import CONSTRUCTS, NATIONAL, a_folder, edited

REFUSED: list[dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "refused_constructs.yaml").read_text(encoding="utf-8")
)


def test_every_construct_has_cases_that_come_out() -> None:
    report = check_folder(CONSTRUCTS, national=NATIONAL)

    assert [str(problem) for problem in report.problems] == []
    assert [str(case) for case in report.cases if not case.passed] == []
    assert len(report.cases) > 80


def test_every_value_of_money_is_noticed_by_a_case() -> None:
    _, survivors = survivors_of(CONSTRUCTS, national=NATIONAL)

    money = {"subsidy", "split", "budget", "conditions"}
    assert [str(mutant) for mutant in survivors if mutant.keys[0] in money] == []


@pytest.mark.parametrize("case", REFUSED, ids=[case["name"] for case in REFUSED])
def test_a_construct_that_says_nothing_or_too_much_is_refused(tmp_path: Path, case: dict[str, str]) -> None:
    folder = a_folder(tmp_path, edited(case["file"], case["old"], case["new"], of=CONSTRUCTS), of=CONSTRUCTS)

    with pytest.raises(PackInvalid) as refused:
        compile_folder(folder, national=NATIONAL)

    found = [(problem.file, problem.key, problem.code) for problem in refused.value.problems]
    assert (case["file"], case["key"], case["code"]) in found
    assert all(problem.line > 0 and problem.in_chinese and problem.in_english for problem in refused.value.problems)
