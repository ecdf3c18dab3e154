"""An edition with a slip in it does not compile: the file, the line and the key are named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policy.packs import PackInvalid, compile_folder
from tests.unit.policy.builders import NATIONAL, a_folder, edited

PLACE = "assessments/2024.yaml"
TEXT = (NATIONAL / PLACE).read_text(encoding="utf-8")
EDITION_2030 = (
    """assessment_edition: {title: 版本, unit: text, by: assessed_on, values: [{value: "2030", assumed: 示例}]}"""
)


def problems_with(tmp_path: Path, old: str, new: str) -> list[tuple[str, str]]:
    """(key, code) of everything that is refused when one text of the 2024 edition is replaced."""
    assert old in TEXT
    national = Path(shutil.copytree(NATIONAL, tmp_path / "national"))
    (national / PLACE).write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackInvalid) as refused:
        compile_folder(a_folder(tmp_path), national=national)
    assert {problem.file for problem in refused.value.problems} == {f"national/{PLACE}"}
    return [(problem.key, problem.code) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "key", "code"),
    [
        ('控制网络, score: "2"', '控制网络, score: "3"', "items.0.full", "score_sum"),
        ('title: 覆盖一个环节, score: "2.5"', 'title: 覆盖一个环节, score: "6"', "items.4", "scores_order"),
        ('full: "100"', 'full: "99"', "full", "score_sum"),
        ('title: 未建设, score: "0"', 'title: 未建设, score: "1"', "items.0.full", "score_sum"),
        ('score: "1.5"}', 'score: "1.5001"}', "items.1.bands.1.score", "malformed"),
        ('score: "1.5"}', "score: 1.5}", "items.1.bands.1.score", "float"),
        ('{up_to: "0.2"', '{up_to: "0.5"', "items.1.bands", "scores_order"),
        ('      - {score: "6"}', '      - {up_to: "1", score: "6"}', "items.1.bands.4", "not_for_type"),
        ("numerator: digital_devices", "numerator: clever_devices", "items.1.numerator", "unknown_reference"),
        ("last: {numerator: pass", "last: {numerator: fail", "items.12.trend.last.numerator", "unknown_reference"),
        ("dimension: foundation", "dimension: cellar", "items.0.dimension", "unknown_reference"),
        ("domain: production,", "domain: kitchen,", "scenarios.4.domain", "unknown_reference"),
        ("levels: [使用计算机辅助设计工具, ", "levels: [", "scenarios.0.levels", "score_sum"),
        ('scenarios: "10", binding: "6"', 'scenarios: "17", binding: "6"', "levels.3.scenarios", "score_sum"),
        ('{level: "3", score: "60"', '{level: "3", score: "30"', "levels", "scores_order"),
        ('{level: "3"', '{level: "5"', "levels.2.level", "malformed"),
        ("kind: multi", "kind: many", "items.0.kind", "not_an_option"),
        ("method: answers", "method: total", "method", "not_for_type"),
        ("ref: notice", "ref: rumour", "source.ref", "unknown_source"),
        ("    evidence: [网络拓扑图", "    mood: [网络拓扑图", "items.0.mood", "unknown_key"),
        ('edition: "2024"', 'edition: "2025"', "edition", "malformed"),
    ],
)  # fmt: skip
def test_a_slip_in_an_edition_is_refused_where_it_stands(
    tmp_path: Path, old: str, new: str, key: str, code: str
) -> None:
    assert (key, code) in problems_with(tmp_path, old, new)


def test_a_value_without_a_basis_is_refused(tmp_path: Path) -> None:
    at = TEXT.index("    assumed: 取自")
    line = TEXT[at : TEXT.index("\n", at) + 1]

    assert ("items.0", "no_basis") in problems_with(tmp_path, line, "")


def test_a_pack_names_an_edition_that_there_is(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, edited("acceptance.yaml", "values:\n", f"values:\n  {EDITION_2030}\n"))

    with pytest.raises(PackInvalid) as refused:
        compile_folder(folder, national=NATIONAL)

    (problem,) = refused.value.problems
    assert (problem.file, problem.code, problem.facts["name"]) == ("acceptance.yaml", "unknown_reference", "2030")
