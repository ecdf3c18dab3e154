"""The report that the platform makes: what stands in it, and what its code proves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from casework.print_codes import PrintCode
from policy.assessment_answers import Answers
from services.acceptance.domain.assessing_level import decide_dispute, dispute
from services.acceptance.domain.assessment import Assessment, AssessmentState, Diagnosis, Method, Need, Reason, Stage
from services.acceptance.domain.assessment_comparison import comparison, counterpart
from services.acceptance.domain.assessment_report import checked_report, shown_report
from tests.builders_assessment import (
    an_assessment,
    chosen_for,
    full_answers,
    handed_in,
    levels_for,
    some_answers,
    the_edition,
)
from tests.builders_declaration import ENTERPRISE, NOON, OFFICER, SEALER, an_id, dalian

Shown = dict[str, Any]


def report(assessment: Assessment, before: Assessment | None = None) -> Shown:
    return shown_report(assessment, dalian(), (before, assessment), SEALER)


def page_called(document: Shown, title: str) -> Shown:
    (found,) = [page for page in document["pages"] if page["title"] == title]
    return dict(found)


def code_of(document: Shown) -> PrintCode:
    code = PrintCode.read(document["code"])
    assert code is not None
    return code


@pytest.mark.shows("ZS2")
def test_the_report_shows_every_score_the_rule_of_the_levels_and_what_would_raise_it_fastest() -> None:
    document = report(handed_in(an_assessment()))

    (levels,) = page_called(document, "等级判定")["tables"]
    (items,) = page_called(document, "逐题得分")["tables"]
    (scenarios,) = page_called(document, "场景等级")["tables"]
    assert levels["lines"][1] == ["二级", "✓ 43.800分（≥40）", "✓ 6个（≥6）", "✓ 3个（≥3）", "达到"]
    assert levels["lines"][2] == ["三级", "✗ 43.800分（≥60）", "✗ 0个（≥8）", "✗ 0个（≥5）", "未达到"]
    assert [line[0][:2] for line in items["lines"]] == [item.number for item in the_edition().items]
    assert items["lines"][1][2:] == ["已数字化的生产设备数 61；生产设备总数 200（30.50%）", "3.000 / 6"]
    assert len(scenarios["lines"]) == 16
    assert page_called(document, "最快提升到三级")["notes"][0].startswith(
        "距三级：计分部分差16.200分，差8个达到三级的场景，其中差5个约束性场景"
    )


def test_the_radar_shows_dimensions_and_domains_in_thousandths() -> None:
    document = report(handed_in(an_assessment(answers=full_answers(2))))

    dimensions, scenarios = page_called(document, "得分和场景分布")["charts"]

    assert [(axis["title"], axis["shares"]) for axis in dimensions["axes"]] == [
        ("数字化基础", [1000]),
        ("数字化管理", [1000]),
        ("数字化成效", [1000]),
        ("数字化经营", [500]),
    ]
    assert [axis["text"] for axis in scenarios["axes"]] == ["平均2.0级"] * 4


def test_before_and_after_stand_side_by_side_where_both_exist() -> None:
    poor = some_answers(chosen=chosen_for(the_edition(), f5=("none",)), scenarios=levels_for(0, 0, 0))
    before = handed_in(an_assessment(stage=Stage.BEFORE, answers=poor))

    document = report(handed_in(an_assessment()), before)

    scores, scenarios = page_called(document, "改造前后对比")["tables"]
    assert scores["lines"][:2] == [["等级", "未达到一级", "二级", "+2"], ["总分", "38.800", "43.800", "+5.000"]]
    assert ["F5 信息化服务覆盖", "0.000", "5.000", "+5.000"] in scores["lines"]
    assert scenarios["lines"][0] == ["产品设计", "未达到一级", "二级", "+2"]
    assert all(chart["series"] == ["改造后", "改造前"] for chart in page_called(document, "得分和场景分布")["charts"])


def test_scores_of_two_editions_are_not_compared() -> None:
    before = replace(handed_in(an_assessment(stage=Stage.BEFORE)), edition="2022")

    told = comparison(before, handed_in(an_assessment()), the_edition())

    assert (told["is_same_edition"], told["total"], told["items"]) == (False, None, [])


def test_of_several_before_the_weightiest_method_is_compared_with() -> None:
    own = handed_in(an_assessment(stage=Stage.BEFORE))
    draft = an_assessment(stage=Stage.BEFORE, method=Method.THIRD_PARTY)
    diagnosis = replace(own, id=an_id("diagnosis"), method=Method.INSTITUTION)
    elsewhere = replace(diagnosis, id=an_id("elsewhere"), method=Method.THIRD_PARTY, project_id=an_id("other project"))

    found = counterpart(handed_in(an_assessment()), [own, draft, diagnosis, elsewhere])

    assert found == diagnosis


def test_needs_are_printed_in_the_words_of_their_classes() -> None:
    need = Need(scope="common", link="purchasing_and_sales", aim="stock", text="库存偏高", advice="打通采购与库存")
    document = report(handed_in(an_assessment(diagnosis=Diagnosis(summary="意见", needs=(need,)))))

    (table,) = page_called(document, "诊断意见和需求")["tables"]
    assert table["lines"] == [["行业共性需求", "采购销售", "减存", "库存偏高", "打通采购与库存"]]


def test_a_total_of_an_older_edition_has_a_report_without_items() -> None:
    old = handed_in(replace(an_assessment(), edition="2022", answers=Answers(total="41")))

    document = report(old)

    (levels,) = page_called(document, "等级判定")["tables"]
    assert levels["lines"][1:3] == [["二级", "✓ 41.000分（≥40）", "达到"], ["三级", "✗ 41.000分（≥60）", "未达到"]]
    assert page_called(document, "最快提升到三级")["notes"][0].startswith("距三级：计分部分差19.000分。")
    assert [page["title"] for page in document["pages"]] == ["评测结论", "等级判定", "最快提升到三级"]


def test_of_values_from_elsewhere_only_the_conclusion_is_printed() -> None:
    known = replace(handed_in(an_assessment()), method=Method.IMPORTED, answers=Answers())

    assert [page["title"] for page in report(known)["pages"]] == ["评测结论"]


def test_a_draft_has_no_code_and_no_findings() -> None:
    document = report(an_assessment())

    assert (document["is_draft"], document["code"], document["pages"]) == (True, None, [])


def test_a_code_says_whether_the_report_counts() -> None:
    own = handed_in(an_assessment())

    told = checked_report(own, SEALER, code_of(report(own)))

    assert told is not None
    assert (told["status"], told["kind"], told["covers"]) == ("current", "assessment_report", "report")


def test_a_code_of_another_assessment_says_nothing() -> None:
    own = handed_in(an_assessment())
    other = handed_in(an_assessment(answers=full_answers()))

    assert checked_report(other, SEALER, code_of(report(own))) is None


def test_the_code_of_what_was_handed_in_before_is_told_as_corrected() -> None:
    first = handed_in(an_assessment())
    waiting = replace(first, method=Method.THIRD_PARTY, state=AssessmentState.AWAITING_CONFIRMATION, settled_at=None)
    disputed = dispute(waiting, (Reason(text="有误"),), by=ENTERPRISE, at=NOON).assessment
    back = decide_dispute(disputed, is_upheld=True, opinion="", by=OFFICER, at=NOON).assessment
    again = replace(back, answers=full_answers(), method=Method.SELF)
    second = handed_in(again)

    old, new = (checked_report(second, SEALER, code_of(report(each))) for each in (first, second))

    assert (old or {}).get("status") == "corrected"
    assert (new or {}).get("status") == "current"


def test_a_number_is_the_beginning_of_the_id() -> None:
    assessment = replace(handed_in(an_assessment()), id=UUID("7e7e3efb-0000-4000-8000-000000000000"))

    assert report(assessment)["reference"] == "7E7E3EFB"
