"""A city begins with a skeleton that asks for what only the city can say, and runs once that is filled in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from console.main import app
from policy.cases import run_cases
from policy.check import check_folder
from policy.yaml_source import BLANK
from tests.unit.policy.builders import NATIONAL

ANSWERS = {
    "试点的名称": "海州市中小企业数字化转型试点",
    "本市的六位区划代码": '"990100"',
    "本市的名称": "海州市",
    "政策自哪一天起": "2025-01-01",
    "政策到哪一天": "2026-12-31",
    "奖补办法的全称": "海州市奖补办法",
    "奖补办法的简称": "办法",
    "征集通知的全称": "海州市征集通知",
    "征集通知的简称": "通知",
    "批次": '"2025-1"',
    "征集通知的标题": "关于征集第一批试点企业的通知",
    "申报何时开始": "2025-03-01T09:00:00",
    "申报何时截止": "null",
    "资金分配方案公示几个": '"5"',
    "第一个区县的六位区划代码": '"990101"',
    "该区县的名称": "东区",
    "改造后至少达到几级": '"2"',
    "本市区划代码的前四位": '"9901"',
    "奖补比例，": '"0.30"',
    "每家企业最高多少": '"40"',
    "中央资金的份额": '"0.5"',
    "市级资金的份额": '"0.5"',
    "政策施行期内的一天": "2025-05-06",
    "同一天或其后": "2025-06-01",
    "投入10万元应得": '"30000.00"',
    "最高金额是": '"400000.00"',
}
"""How a question begins -> what a city writes. Whatever asks for an article gets one."""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    (tmp_path / "national").symlink_to(NATIONAL)
    return tmp_path


def begun(packs: Path, city: str = "haizhou", programme_year: str = "sme-digital-2025") -> Result:
    return CliRunner().invoke(app, ["packs", "new", city, programme_year, "--packs", str(packs)])


def answered(question: str) -> str:
    found = [answer for words, answer in ANSWERS.items() if question.startswith(words)]
    return found[0] if found else "第三条"


def blanks(folder: Path) -> list[tuple[str, int]]:
    """File and line of every blank, as an editor finds them."""
    return [
        (path.relative_to(folder).as_posix(), number)
        for path in folder.rglob("*.yaml")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for _ in range(line.count(BLANK))
    ]


def test_the_check_of_a_new_pack_asks_for_what_the_city_has_to_fill_in_and_for_nothing_else(packs: Path) -> None:
    begun(packs)
    folder = packs / "haizhou" / "sme-digital-2025"

    problems = check_folder(folder).problems

    assert {problem.code for problem in problems} == {"to_fill_in"}
    assert sorted((problem.file, problem.line) for problem in problems) == sorted(blanks(folder))


def test_the_questions_are_printed_with_file_line_and_key_in_both_languages(packs: Path) -> None:
    told = begun(packs)

    assert told.exit_code == 0
    asked = (
        r"subsidy\.yaml:\d+ lines\.0\.tiers\.0\.rate\.values\.0\.value: still to be filled in: .+ / 尚未填写：奖补比例"
    )
    assert re.search(asked, told.stdout)


def test_filled_in_it_is_a_pack_and_its_first_cases_pass(packs: Path) -> None:
    begun(packs)
    folder = packs / "haizhou" / "sme-digital-2025"
    for path in folder.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(rf"{BLANK}([^,}}\n]+)", lambda blank: answered(blank[1]), text), encoding="utf-8")

    report = check_folder(folder)

    assert [str(problem) for problem in report.problems] == []
    assert report.ref is not None
    assert report.ref.text == "haizhou/sme-digital-2025@1"
    assert [str(case) for case in run_cases(folder) if not case.passed] == []
    assert len(report.cases) == 3


def test_what_is_there_is_never_written_over(packs: Path) -> None:
    begun(packs)
    head = packs / "haizhou" / "sme-digital-2025" / "pack.yaml"
    head.write_text("city: haizhou\n", encoding="utf-8")

    again = begun(packs)

    assert again.exit_code != 0
    assert "exists already" in again.output
    assert head.read_text(encoding="utf-8") == "city: haizhou\n"


@pytest.mark.parametrize(
    ("city", "programme_year"), [("Haizhou", "sme-2025"), ("../haizhou", "sme-2025"), ("a", "sme")]
)
def test_a_name_that_is_no_address_and_a_programme_without_its_year_are_refused(
    packs: Path, city: str, programme_year: str
) -> None:
    told = begun(packs, city, programme_year)

    assert told.exit_code != 0
    assert [path.name for path in packs.iterdir()] == ["national"]
