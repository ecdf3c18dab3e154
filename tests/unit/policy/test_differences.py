"""What changed between two versions of a pack is told in the words of the pack."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import pytest

from policy.differences import differences
from policy.packs import load_folder
from tests.packs.test_every_pack import PACKS


@pytest.fixture(scope="module")
def dalian() -> Mapping[str, Any]:
    return load_folder(PACKS / "dalian" / "sme-digital-2024").compiled


@pytest.fixture
def changed(dalian: Mapping[str, Any]) -> dict[str, Any]:
    return copy.deepcopy(dict(dalian))


def told(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [str(each) for each in differences(before, after)]


def test_a_pack_does_not_differ_from_itself(dalian: Mapping[str, Any], changed: dict[str, Any]) -> None:
    assert differences(dalian, changed) == []


def test_another_rate_is_told_in_percent_with_its_line(dalian: Mapping[str, Any], changed: dict[str, Any]) -> None:
    changed["subsidy"]["lines"][0]["tiers"][0]["rate"]["values"][0]["value"] = "0.30"

    (line,) = told(dalian, changed)

    assert line.startswith("奖补 / 政策行 / 数字化改造补贴 / 档次 / 第1项")
    assert line.endswith("补贴比例最高 / 取值 / 自2024-01-01起 / 值：50% → 30%")


def test_a_district_that_goes_and_one_that_comes(dalian: Mapping[str, Any], changed: dict[str, Any]) -> None:
    divisions = changed["pack"]["divisions"]
    divisions[0] = {**divisions[0], "code": "210299", "name": "新区"}

    lines = told(dalian, changed)

    assert [line for line in lines if "删除" in line and "中山区" in line]
    assert [line for line in lines if "新增" in line and "新区" in line]
    assert len(lines) == 2


def test_steps_in_another_order_are_told_as_such(dalian: Mapping[str, Any], changed: dict[str, Any]) -> None:
    changed["routes"]["declaration"]["steps"].reverse()

    assert told(dalian, changed) == [
        "审核流程 / 试点企业审核 / 步骤（次序）：preliminary_review、recheck → recheck、preliminary_review"
    ]


def test_another_article_for_the_same_figure_is_a_change(dalian: Mapping[str, Any], changed: dict[str, Any]) -> None:
    changed["subsidy"]["lines"][0]["source"]["article"] = "三"

    (line,) = told(dalian, changed)

    assert line.endswith("依据 / 条款：二、支持标准 → 三")
