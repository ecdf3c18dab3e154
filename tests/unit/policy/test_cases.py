"""Worked cases and the report on a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy.cases import run_cases
from policy.check import check_folder
from policy.pack_problems import PackInvalid
from tests.unit.policy.builders import NATIONAL, a_folder, edited


def test_a_case_that_comes_out_passes(tmp_path: Path) -> None:
    (result,) = run_cases(a_folder(tmp_path), national=NATIONAL)

    assert result.passed
    assert (result.file, result.line, result.name) == ("cases/award.yaml", 3, "一万元补三千元")
    assert result.shows == ("XB18",)


def test_a_case_fails_when_the_pack_changes(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, edited("subsidy.yaml", 'value: "0.30"', 'value: "0.29"'))

    (result,) = run_cases(folder, national=NATIONAL)

    assert not result.passed
    assert result.found["award_yuan"] == "2900.00"
    assert "failed: expected" in str(result)


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("line: main", "line: nothing", "KeyError"),
        ("contract_on: 2024-02-01", "contract_on: soon", "ValueError"),
        ("contract_on: 2024-02-01", "mood: good", "KeyError"),
        ("kind: award, ", "", "no kind"),
    ],
)
def test_a_case_that_cannot_be_run_fails_and_says_why(tmp_path: Path, old: str, new: str, error: str) -> None:
    (result,) = run_cases(a_folder(tmp_path, edited("cases/award.yaml", old, new)), national=NATIONAL)

    assert not result.passed
    assert result.found["error"].startswith(error)


def test_a_malformed_case_file_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, edited("cases/award.yaml", "expect:", "expects:"))

    with pytest.raises(PackInvalid) as refused:
        run_cases(folder, national=NATIONAL)

    assert ("cases/award.yaml", 5, "unknown_key") in [
        (problem.file, problem.line, problem.code) for problem in refused.value.problems
    ]


def test_the_report_lists_what_is_assumed(tmp_path: Path) -> None:
    report = check_folder(a_folder(tmp_path), national=NATIONAL)

    assert report.is_clean
    assert report.ref is not None
    assert ("split.values.1", "分担", "2025年没有规定") in [
        (assumed.key, assumed.title, assumed.reason) for assumed in report.assumed
    ]
    assert {assumed.reason for assumed in report.assumed} >= {"办法未规定", "便于核实", "示例", "办法未规定取整"}


def test_the_report_on_a_bad_folder_has_its_problems_and_nothing_else(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, edited("subsidy.yaml", 'value: "0.30"', 'value: "1.30"'))

    report = check_folder(folder, national=NATIONAL)

    assert not report.is_clean
    assert (report.ref, report.assumed, report.cases) == (None, (), ())
    assert [problem.code for problem in report.problems] == ["rate_above_one"]
