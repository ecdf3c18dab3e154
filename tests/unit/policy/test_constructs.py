"""The pack of every construct: what subsidy.yaml can say, each with its worked cases."""

from __future__ import annotations

from pathlib import Path

from policy.check import check_folder
from tests.unit.policy.builders import NATIONAL

FOLDER = Path(__file__).parent / "haizhou" / "constructs-2024"


def test_every_construct_has_cases_that_come_out() -> None:
    report = check_folder(FOLDER, national=NATIONAL)

    assert [str(problem) for problem in report.problems] == []
    assert [str(case) for case in report.cases if not case.passed] == []
    assert len(report.cases) > 60
