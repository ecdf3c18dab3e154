"""Benchmarks are picked by the pack's rule; typical cases are told, reviewed and published (XB10, ZS7)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from contracts.refusal import ActionNotAllowed, Invalid, NotFound
from services.project.domain.benchmark import Choice
from services.project.domain.errors import NoBenchmarks
from services.project.domain.typical_case import CaseAction
from services.project.use_cases.choose_benchmark import choose_benchmark
from services.project.use_cases.correct_typical_case import correct_typical_case
from services.project.use_cases.review_typical_case import review_typical_case
from services.project.use_cases.submit_typical_case import StoryInput, submit_typical_case
from tests.builders_declaration import STRANGER
from tests.builders_project import ENTERPRISE, OFFICER, an_upload, asked
from tests.builders_staged import staged
from tests.desk_project import Desk, Shown
from tests.unit.project.staged_desk import StagedDesk, told

STORY = StoryInput(title="设备联网的一年", text="产线数据全部接入", files=(an_upload("案例.pdf"),))


def picking_desk(**of_kind: Any) -> StagedDesk:
    def picking(compiled: dict[str, Any]) -> None:
        kind = {"code": "lighthouse", "title": "小灯塔", "at_most": 1, "assumed": "试验", **of_kind}
        compiled["benchmarks"] = {"picked_when": ["contract_approved"], "kinds": [kind], "assumed": "试验"}

    desk = StagedDesk()
    desk.use(staged(picking))
    return desk


def choose(desk: Desk, project: Shown, **given: str) -> dict[str, Any]:
    choice = Choice(**{"kind": "lighthouse", "subsector": None, "reason": "成效突出"} | given)
    return choose_benchmark(desk.uow, desk.packs, desk.clock, asked(OFFICER, project["id"]), choice=choice)


def codes(refusal: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [each.code for each in refusal.value.problems]


def tell(desk: Desk, project: Shown) -> UUID:
    return UUID(
        submit_typical_case(desk.uow, desk.packs, desk.clock, asked(ENTERPRISE, project["id"]), story=STORY)["id"]
    )


def review(desk: Desk, case: UUID, action: CaseAction, opinion: str = "") -> dict[str, Any]:
    about: dict[str, Any] = {"action": action, "opinion": opinion, "expected_version": None}
    return review_typical_case(desk.uow, desk.clock, OFFICER, case, **about)


def test_a_project_that_is_ready_is_picked_and_announced_until_the_places_are_taken() -> None:
    desk = picking_desk()
    project = desk.under_contract()

    shown = choose(desk, project)
    with pytest.raises(Invalid) as full:
        choose(desk, project)

    event = told(desk, type(desk.uow.outbox.events[-1]))
    assert (event.NAME, event.kind, str(event.project_id)) == ("benchmark_chosen", "lighthouse", project["id"])
    assert (shown["kind_title"], shown["title"]) == ("小灯塔", desk.uow.benchmarks.kept[0].title)
    assert codes(full) == ["benchmarks_full"]


def test_all_that_speaks_against_a_choice_is_said_at_once() -> None:
    desk = picking_desk()

    project = desk.start_under_call()
    desk.go_through(project, "filing")

    with pytest.raises(Invalid) as refusal:
        choose(desk, project, kind="other", reason=" ")

    assert codes(refusal) == ["not_an_option", "not_ready_as_benchmark", "required"]
    assert desk.uow.benchmarks.kept == []


@pytest.mark.shows("ZS6", "ZS7", "ALL4")
def test_where_the_pack_asks_for_it_only_what_an_evaluation_recommends_is_picked() -> None:
    desk = picking_desk(
        at_most=9, recommendation={"title": "由综合型服务机构推荐", "source": {"ref": "process", "article": "6"}}
    )
    project = desk.evaluated(desk.under_contract(), recommended_for="other")

    with pytest.raises(Invalid) as refusal:
        choose(desk, project)
    shown = choose(desk, desk.evaluated(project, recommended_for="lighthouse"))

    (problem,) = refusal.value.problems
    assert (problem.code, problem.field, problem.article) == ("not_recommended", "kind", "流程 6")
    assert problem.requirement == "由综合型服务机构推荐"
    assert shown["kind"] == "lighthouse"


def test_a_pack_without_the_rule_picks_none() -> None:
    desk = Desk()

    with pytest.raises(NoBenchmarks):
        choose(desk, desk.enrolled())


def test_a_typical_case_is_returned_corrected_and_published() -> None:
    desk = Desk()
    case = tell(desk, desk.enrolled())

    with pytest.raises(Invalid):
        review(desk, case, CaseAction.RETURN)
    review(desk, case, CaseAction.RETURN, "请补充成效数据")
    with pytest.raises(NotFound):
        correct_typical_case(desk.uow, desk.clock, STRANGER, case, story=STORY, expected_version=None)
    correct_typical_case(desk.uow, desk.clock, ENTERPRISE, case, story=STORY, expected_version=2)
    published = review(desk, case, CaseAction.PUBLISH)

    assert (published["state"], published["version"]) == ("published", 4)
    assert [each["name"] for each in published["files"]] == ["案例.pdf"]
    with pytest.raises(ActionNotAllowed):
        review(desk, case, CaseAction.DECLINE, "不采用")


def test_nobody_tells_of_the_project_of_somebody_else_or_nothing_at_all() -> None:
    desk = Desk()
    project = desk.enrolled()
    nothing = StoryInput(title=" ", text="", files=())

    with pytest.raises(NotFound):
        submit_typical_case(desk.uow, desk.packs, desk.clock, asked(STRANGER, project["id"]), story=STORY)
    with pytest.raises(Invalid) as refusal:
        submit_typical_case(desk.uow, desk.packs, desk.clock, asked(ENTERPRISE, project["id"]), story=nothing)

    assert codes(refusal) == ["required", "required"]
