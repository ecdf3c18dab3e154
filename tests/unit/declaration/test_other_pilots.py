"""One pilot at a time, a ranking that is no gate, what an applicant can know before it declares (XA6, XA11)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.filing import Check
from casework.refusals import DossierIncomplete
from services.declaration.domain.precheck import precheck
from services.declaration.domain.shown_declaration import shown_declaration
from services.declaration.domain.surroundings import KnownAssessment, Surroundings
from tests.builders_declaration import (
    CALENDAR,
    ENTERPRISE,
    OFFICER,
    a_pack,
    a_rejection,
    an_organisation,
    another_programme,
    exclusive,
)
from tests.desk_declaration import Desk


@pytest.fixture
def desk() -> Desk:
    """Two programmes that exclude one another; the first one is declared under."""
    desk = Desk(a_pack(exclusive))
    desk.release(another_programme())
    return desk


def in_the_other_programme(desk: Desk) -> str:
    desk.pack = another_programme()
    return desk.a_complete_draft()


def test_who_is_in_one_programme_is_refused_in_the_other_with_the_article(desk: Desk) -> None:
    desk.a_submitted()
    draft = in_the_other_programme(desk)

    with pytest.raises(DossierIncomplete) as refused:
        desk.submit(draft)

    [problem] = refused.value.problems
    assert (problem.code, problem.article) == ("other_pilot_declared", "指南 一、申报条件（三）")
    assert problem.inputs == {"programme_year": "sme-digital-2024", "batch": "2024-1"}


@pytest.mark.parametrize("ending", ["withdrawn", "rejected", "delisted"])
def test_who_is_out_of_the_one_may_declare_under_the_other(desk: Desk, ending: str) -> None:
    if ending == "delisted":
        first = desk.an_approved()
        desk.list_pilots(first)
        desk.delist(first, "主动退出")
    else:
        first = desk.a_submitted()
        desk.withdraw(first) if ending == "withdrawn" else desk.review(first, a_rejection())
    draft = in_the_other_programme(desk)

    assert desk.submit(draft)["state"] == "in_review"


def test_a_draft_in_one_programme_keeps_nobody_from_the_other(desk: Desk) -> None:
    desk.start()

    assert desk.submit(in_the_other_programme(desk))["state"] == "in_review"


def test_the_ranking_is_the_officers_and_refuses_nobody() -> None:
    def ranked(compiled: dict[str, Any]) -> None:
        large = {"field": "declaration.basic.revenue", "at_least": {"wan_yuan": "1000"}}
        never = {"field": "declaration.basic.revenue", "at_least": {"wan_yuan": "999999"}}
        line = {"title": "重点环节", "assumed": "测试"}
        compiled["pack"]["ranking"] = [
            {**line, "code": "large", "points": "10", "condition": large},
            {**line, "code": "huge", "points": "5", "condition": never},
        ]

    desk = Desk(a_pack(ranked))
    stored = desk.stored(desk.a_submitted())

    assert (stored.ranking.points, stored.ranking.codes) == (10, ("large",))
    seen = shown_declaration(stored, desk.rules, OFFICER)["ranking"]
    assert [line["title"] for line in seen["lines"]] == ["重点环节"]
    assert shown_declaration(stored, desk.rules, ENTERPRISE)["ranking"] is None


def test_a_self_assessment_fills_in_the_level_and_satisfies_the_condition_that_asks_for_one() -> None:
    def assessed(compiled: dict[str, Any]) -> None:
        page = next(each for each in compiled["forms"]["declaration"]["pages"] if each["key"] == "current_state")
        next(field for field in page["fields"] if field["key"] == "level")["prefill"] = "self_assessment.level"
        condition = {"field": "self_assessment.level", "is_filled": True}
        rule = {"code": "self_assessed", "title": "已完成自评", "condition": condition, "assumed": "测试"}
        compiled["conditions"]["rules"].append(rule)
        compiled["conditions"]["gates"]["declaration"].append("self_assessed")

    desk = Desk(a_pack(assessed))
    with pytest.raises(DossierIncomplete) as refused:
        desk.a_submitted()
    desk.withdraw(next(str(each) for each in desk.uow.declarations.rows))
    found = KnownAssessment(level=2, edition="2024", completed_on=date(2026, 11, 1))
    desk.uow.facts.assessments[an_organisation().id] = found

    started = desk.start()

    assert [problem.code for problem in refused.value.problems] == ["self_assessed"]
    assert started["answers"]["current_state"]["level"] == 2


def checked(desk: Desk, **known: Any) -> Check:
    """Before anything is filled in."""
    call = desk.act(OFFICER, lambda uow: uow.calls.get(desk.call_id))
    applicant = an_organisation(**known)
    around = Surroundings(call=call, applicant=applicant, calendar=CALENDAR)
    return precheck(desk.rules, around, list(desk.uow.declarations.rows.values()), at=desk.clock.now())


def test_before_declaring_only_what_is_known_refuses_and_the_rest_is_told_as_needed() -> None:
    desk = Desk()

    good, abnormal = checked(desk), checked(desk, lists=("abnormal_operation",))
    large, elsewhere = checked(desk, size_class="large"), checked(desk, division="350200")

    assert good.problems == ()
    assert {need.code for need in good.needs} >= {"industrial_enterprise", "pilot_subsector", "sound_operations"}
    assert [(each.code, each.article) for each in abnormal.problems] == [("not_abnormal", "指南 一、申报条件（四）")]
    assert [each.code for each in large.problems] == ["small_or_medium"]
    assert [each.code for each in elsewhere.problems] == ["registered_in_city"]


def test_before_declaring_a_second_time_the_round_says_so() -> None:
    desk = Desk()
    declaration_id = desk.a_submitted()
    declared = checked(desk)
    desk.review(declaration_id, a_rejection())

    assert [each.code for each in declared.problems] == ["round_already_declared"]
    assert [each.code for each in checked(desk).problems] == ["stage_over"]
    assert [each.code for each in checked(desk, kind="provider").problems] == ["applicant_not_admitted", "stage_over"]
