"""A league recommends several platforms by one letter of two departments, with a sealed summary (NM2, NM4, NM6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from casework.print_codes import PrintCode
from contracts.refusal import ActionNotAllowed, Invalid, NotFound, Refusal
from services.declaration.domain.errors import DocumentRequired, NotRecommendable, OutsideWindow, QuotaExhausted
from services.declaration.domain.summary import checked_summary
from tests.builders_declaration import DISTRICT, OFFICER, SEALER, a_rejection, a_return, approval, somebody
from tests.builders_platforms import (
    LEAGUE,
    LEAGUE_REVIEWER,
    MOST_PLATFORMS,
    OTHER_LEAGUE,
    a_platform,
    people_of,
    platforms_pack,
)
from tests.desk_platforms import PlatformDesk


@pytest.fixture
def desk() -> PlatformDesk:
    return PlatformDesk(letters=True)


def two_with_the_league(desk: PlatformDesk) -> list[str]:
    return [desk.a_passed_by_county(a_platform(number), "pumps") for number in (1, 2)]


def codes_of(refused: Refusal) -> set[tuple[str, str | None]]:
    return {(problem.code, problem.field) for problem in refused.problems}


def step_of(desk: PlatformDesk, declaration_id: str) -> str:
    step: str = desk.seen(declaration_id, OFFICER)["step"]["name"]
    return step


def test_one_letter_passes_all_that_it_names_with_the_opinion_of_the_league(desk: PlatformDesk) -> None:
    ids = two_with_the_league(desk)
    drawn_up = desk.draw_up(*ids)
    still_there = [step_of(desk, each) for each in ids]

    submitted = desk.recommend(drawn_up["id"])

    assert (drawn_up["state"], still_there) == ("draft", ["league_review"] * 2)
    assert (submitted["state"], submitted["document"]["number"]) == ("submitted", "示工信发〔2026〕1号")
    assert [step_of(desk, each) for each in ids] == ["region_review"] * 2
    assert [desk.seen(each, OFFICER)["reviews"][-1]["opinion"] for each in ids] == ["同意推荐"] * 2
    assert desk.uow.told[-2:] == ["declaration_submitted"] * 2


def test_where_a_letter_passes_cases_no_verdict_does_but_a_return_and_a_rejection_are_still_possible(
    desk: PlatformDesk,
) -> None:
    first, second = two_with_the_league(desk)

    with pytest.raises(DocumentRequired) as refused:
        desk.review(first, approval(), LEAGUE_REVIEWER)

    assert refused.value.facts["article"] == "指南 五、（二）"
    assert desk.review(first, a_return("platform.subsector"), LEAGUE_REVIEWER)["state"] == "returned"
    assert desk.review(second, a_rejection(), LEAGUE_REVIEWER)["state"] == "rejected"


def test_what_is_sealed_has_each_platform_with_its_enterprises_its_sums_and_the_sums_of_all(desk: PlatformDesk) -> None:
    shown = desk.summary_of(desk.draw_up(*two_with_the_league(desk))["id"])

    first, _, totals = shown["pages"][0]["tables"]
    assert first["title"] == "1. 示例平台1（平台名称：示例平台1，细分行业：pumps）"
    assert first["columns"] == ["序号", "试点企业名称", "统一社会信用代码", "实际改造成本", "奖补资金额"]
    assert first["lines"][0][3:] == ["150万元", "20万元"]
    assert first["lines"][-1] == ["小计", "", "", "900万元", "120万元"]
    assert totals == {
        "title": "合计（2家）",
        "columns": ["项目", "实际改造成本", "奖补资金额"],
        "lines": [["合计", "1800万元", "240万元"]],
    }
    assert shown["pages"][0]["rows"][2] == ["联合行文单位", "盟市工信局、盟市财政局"]


def test_the_code_on_the_summary_says_whether_it_is_what_was_submitted(desk: PlatformDesk) -> None:
    drawn_up = desk.draw_up(*two_with_the_league(desk))
    code = PrintCode.read(desk.summary_of(drawn_up["id"])["code"])
    assert code is not None

    def status() -> Any:
        [found] = desk.uow.recommendations.rows.values()
        told = checked_summary(found, desk.rules, SEALER, code)
        return told["status"] if told else None

    before = status()
    desk.recommend(drawn_up["id"])

    assert (before, status()) == ("not_submitted", "current")


def test_the_summary_of_another_recommendation_is_not_this_one(desk: PlatformDesk) -> None:
    first, second = two_with_the_league(desk)
    of_one, of_both = desk.draw_up(first), desk.draw_up(first, second)

    with pytest.raises(Invalid) as refused:
        desk.recommend(of_both["id"], print_code=desk.summary_of(of_one["id"])["code"])

    assert codes_of(refused.value) == {("print_outdated", "print_code")}


def test_everything_that_a_letter_lacks_is_said_at_once(desk: PlatformDesk) -> None:
    drawn_up = desk.draw_up(*two_with_the_league(desk))
    tomorrow = desk.clock.today() + timedelta(days=1)
    letter = {"number": " ", "issued_on": tomorrow, "departments": ("industry_bureau",)}

    with pytest.raises(Invalid) as refused:
        desk.recommend(drawn_up["id"], document=letter, files={})

    assert codes_of(refused.value) == {
        ("required", "document_number"),
        ("in_the_future", "document_on"),
        ("departments_do_not_match", "departments"),
        ("attachment_missing", "attachments.joint_document"),
        ("attachment_missing", "attachments.summary"),
    }
    departments = next(each for each in refused.value.problems if each.field == "departments")
    assert (departments.article, departments.inputs["missing"]) == ("指南 五、（二）", ["盟市财政局"])


def test_a_letter_passes_nobody_where_one_of_its_cases_has_gone(desk: PlatformDesk) -> None:
    first, second = two_with_the_league(desk)
    drawn_up = desk.draw_up(first, second)
    code = desk.summary_of(drawn_up["id"])["code"]
    desk.withdraw(second, people_of(a_platform(2)))

    with pytest.raises(NotRecommendable) as refused:
        desk.recommend(drawn_up["id"], print_code=code)

    assert codes_of(refused.value) == {("changed_since_drafted", "declaration_ids.1")}
    assert step_of(desk, first) == "league_review"


def test_a_letter_with_one_platform_too_many_is_refused_when_it_is_drawn_up(desk: PlatformDesk) -> None:
    ids = [desk.a_passed_by_county(a_platform(number), "pumps") for number in range(MOST_PLATFORMS + 1)]

    with pytest.raises(QuotaExhausted) as refused:
        desk.draw_up(*ids)
    desk.recommend(desk.draw_up(*ids[:MOST_PLATFORMS])["id"])

    assert [problem.field for problem in refused.value.problems] == [f"declaration_ids.{MOST_PLATFORMS}"]
    assert step_of(desk, ids[-1]) == "league_review"


def test_only_what_waits_with_this_league_can_be_recommended_by_it(desk: PlatformDesk) -> None:
    with_county = desk.a_declared(a_platform(1))
    with_league = desk.a_passed_by_county(a_platform(2))

    with pytest.raises(NotRecommendable):
        desk.draw_up(with_league, with_county)
    with pytest.raises(NotFound):
        desk.draw_up(with_league, actor=somebody("district_reviewer", name="other", division=OTHER_LEAGUE))
    with pytest.raises(NotFound):
        desk.draw_up(with_league, actor=DISTRICT)


def test_a_recommendation_that_was_called_off_is_over_and_a_new_one_can_be_drawn_up(desk: PlatformDesk) -> None:
    ids = two_with_the_league(desk)
    drawn_up = desk.draw_up(*ids)

    called_off = desk.call_off(drawn_up["id"])
    with pytest.raises(ActionNotAllowed):
        desk.recommend(drawn_up["id"])
    desk.recommend(desk.draw_up(*ids)["id"])

    assert called_off["state"] == "withdrawn"


def test_after_the_last_day_of_the_league_nothing_passes_and_a_return_is_still_possible() -> None:
    def with_deadline(compiled: dict[str, Any]) -> None:
        step = next(each for each in compiled["routes"]["declaration"]["steps"] if each["step"] == "league_review")
        step["actor"] = "league"
        window = {"stage": "declaration", "actor": "league", "opens_at": None, "closes_at": "2026-11-30T23:59:59"}
        compiled["pack"]["calls"][0]["windows"].append({**window, "source": {"ref": "guide", "article": "五、（四）"}})

    desk = PlatformDesk(letters=True, pack=platforms_pack(and_then=with_deadline))
    ids = two_with_the_league(desk)
    drawn_up = desk.draw_up(*ids)
    desk.clock.advance(timedelta(days=11))

    with pytest.raises(OutsideWindow) as refused:
        desk.recommend(drawn_up["id"])

    [problem] = refused.value.problems
    assert (problem.code, problem.article) == ("window_over", "指南 五、（四）")
    assert desk.review(ids[0], a_return("platform.subsector"), LEAGUE_REVIEWER)["state"] == "returned"


def test_a_recommendation_of_another_league_looks_absent(desk: PlatformDesk) -> None:
    drawn_up = desk.draw_up(*two_with_the_league(desk))

    with pytest.raises(NotFound):
        desk.recommend(drawn_up["id"], actor=somebody("district_reviewer", name="other", division=OTHER_LEAGUE))

    assert drawn_up["division"] == LEAGUE
