"""What a pack may not say: each is refused with its file, its line and its key."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from policy.pack_problems import MESSAGES, PackInvalid, PackProblem
from policy.packs import compile_folder
from tests.unit.policy.builders import FILES, NATIONAL, a_folder, edited

HEFEI = NATIONAL.parent / "hefei" / "sme-digital-2024"
REFUSED: list[dict[str, str]] = yaml.safe_load((Path(__file__).parent / "refused.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", REFUSED, ids=[case["name"] for case in REFUSED])
def test_a_pack_is_refused_with_file_line_and_key(tmp_path: Path, case: dict[str, str]) -> None:
    problems = _problems(tmp_path, edited(case["file"], case["old"], case["new"]))

    found = [problem for problem in problems if problem.code == case["code"] and problem.key == case["key"]]
    expected_file = "lifecycle.yaml" if case["key"].endswith("has_window") else case["file"]
    assert [problem.file for problem in found] == [expected_file], problems
    assert found[0].line > 0


def test_an_audit_without_a_slot_for_its_report_is_refused_because_nobody_could_pass_it(tmp_path: Path) -> None:
    renamed = edited("attachments.yaml", "code: special_audit_report", "code: audit_report", of=HEFEI)

    with pytest.raises(PackInvalid) as refused:
        compile_folder(a_folder(tmp_path, renamed, of=HEFEI), national=NATIONAL)

    [problem] = refused.value.problems
    assert (problem.file, problem.key, problem.code) == (
        "routes.yaml",
        "acceptance.steps.1.attachments",
        "unknown_reference",
    )
    assert "special_audit_report" in problem.in_chinese


def test_the_line_is_the_one_that_an_editor_shows(tmp_path: Path) -> None:
    problems = _problems(tmp_path, edited("subsidy.yaml", 'value: "0.40"', 'value: "1.5"'))

    line = FILES["subsidy.yaml"].splitlines()[problems[0].line - 1]
    assert 'value: "0.40"' in line


@pytest.mark.parametrize(
    ("changes", "file", "code"),
    [
        ({"split.yaml": None}, "split.yaml", "missing_file"),
        ({"extra.yaml": "a: 1"}, "extra.yaml", "unknown_file"),
        ({"forms/notes.txt": "a"}, "forms/notes.txt", "unknown_file"),
        ({"split.yaml": "title: [x"}, "split.yaml", "not_yaml"),
        ({"split.yaml": ""}, "split.yaml", "not_a_map"),
        ({"lifecycle.yaml": "a: 1"}, "lifecycle.yaml", "not_a_list"),
    ],
)
def test_a_folder_with_a_wrong_file_is_refused(
    tmp_path: Path, changes: Mapping[str, str | None], file: str, code: str
) -> None:
    problems = _problems(tmp_path, changes)

    assert (file, code) in [(problem.file, problem.code) for problem in problems]


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    changes = {
        **edited("subsidy.yaml", 'value: "0.40"', 'value: "1.5"'),
        **edited("split.yaml", 'district: "0.4"', 'district: "0.5"'),
        **edited("pack.yaml", 'version: "1"', "version: 1"),
    }

    codes = {problem.code for problem in _problems(tmp_path, changes)}

    assert codes == {"rate_above_one", "split_sum", "not_quoted"}


def test_the_same_value_may_not_be_defined_in_two_files(tmp_path: Path) -> None:
    twin = edited("conditions.yaml", "minimum_revenue:\n", "acceptance_from:\n")
    twin["conditions.yaml"] = (twin["conditions.yaml"] or "").replace("{value: minimum_revenue}", '{wan_yuan: "1"}')

    assert [problem.code for problem in _problems(tmp_path, twin)] == ["ambiguous_name"]


@pytest.mark.parametrize("code", MESSAGES)
def test_every_problem_has_a_sentence_in_both_languages(code: str) -> None:
    problem = PackProblem("pack.yaml", 1, "key", code, _AnyFact())

    assert problem.in_chinese
    assert problem.in_english


class _AnyFact(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return name


def _problems(at: Path, changes: Mapping[str, str | None]) -> tuple[PackProblem, ...]:
    with pytest.raises(PackInvalid) as refused:
        compile_folder(a_folder(at, changes), national=NATIONAL)
    assert str(refused.value)  # every sentence finds its facts
    return refused.value.problems
