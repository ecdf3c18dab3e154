"""A programme of several stages (ZS1, ZS3 to ZS5): each opens by what came before, and yields what its pack says."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from casework.refusals import DossierIncomplete
from contracts.actor import Actor
from contracts.events.project import ProjectCompleted, ProjectEnrolled, ProjectStageApproved
from contracts.refusal import ActionNotAllowed, Invalid, NotFound
from services.project.domain.errors import AmendmentNotAllowed, CaseIsFull, PilotNotListed, StageNotOpen
from services.project.domain.known import ProviderState
from services.project.use_cases.start_project import start_project
from services.project.use_cases.submit_project import submit_projects
from tests.builders_project import (
    DISTRICT,
    ENTERPRISE,
    OFFICER,
    PROVIDER,
    REJECTION,
    SOFTWARE,
    a_product,
    a_provider,
    a_return,
)
from tests.builders_staged import CALL, CASE, a_call, staged
from tests.desk_project import Desk
from tests.unit.project.staged_desk import StagedDesk, told


def test_an_enterprise_starts_a_project_under_an_open_call_without_any_list(staged_desk: StagedDesk) -> None:
    staged_desk.uow.known.pilots.clear()

    shown = staged_desk.start_under_call()

    assert (shown["state"], shown["case_id"], shown["batch"]) == ("draft", str(CASE), "2025-1")
    assert shown["answers"]["basic"]["enterprise_name"] == shown["applicant"]["name"]
    assert [(each["stage"], each["state"], each["waits_for"]) for each in shown["stages"]][:2] == [
        ("filing", "draft", []),
        ("provider_choice", None, ["diagnosis_confirmed", "filing_approved"]),
    ]


@pytest.mark.parametrize(
    ("call", "code"),
    [({"is_open": False}, "window_over"), ({"opens_at": a_call().opens_at + timedelta(days=40)}, "window_not_open")],
)
def test_outside_the_call_nothing_is_started_and_the_article_is_cited(
    staged_desk: StagedDesk, call: dict[str, Any], code: str
) -> None:
    staged_desk.uow.known.calls[CALL] = a_call(**call)

    with pytest.raises(StageNotOpen) as refusal:
        staged_desk.start_under_call()

    assert [(each.code, each.article) for each in refusal.value.problems] == [(code, "流程 第1阶段")]


def test_after_the_window_a_draft_is_not_handed_in_but_a_correction_is(staged_desk: StagedDesk) -> None:
    started = staged_desk.start_under_call()
    staged_desk.fill_in(started, "filing")
    staged_desk.hand_in(started, "filing")
    staged_desk.judge(started, "filing", DISTRICT, a_return("basic.diagnosis"))
    staged_desk.clock.advance(timedelta(days=60))

    again = staged_desk.hand_in(started, "filing")

    assert again["state"] == "in_review"
    staged_desk.take_back(started, "filing")
    with pytest.raises(StageNotOpen) as refusal:
        staged_desk.start_under_call()
    assert [each.code for each in refusal.value.problems] == ["window_over"]


def test_who_names_neither_case_nor_call_or_both_is_refused(staged_desk: StagedDesk) -> None:
    for given in ({}, {"case_id": CASE, "call_id": CALL}):
        with pytest.raises(Invalid) as refusal:
            start_project(staged_desk.uow, staged_desk.packs, staged_desk.clock, ENTERPRISE, **given)
        assert [each.code for each in refusal.value.problems] == ["one_of_both"]


def test_a_programme_that_begins_with_a_declaration_starts_no_project_by_its_call(desk: Desk) -> None:
    desk.uow.known.calls[CALL] = a_call(pack="dalian/sme-digital-2024@1", batch="2024-1")

    with pytest.raises(PilotNotListed):
        start_project(desk.uow, desk.packs, desk.clock, ENTERPRISE, call_id=CALL)


def test_a_case_holds_as_many_projects_as_the_pack_allows(staged_desk: StagedDesk) -> None:
    first = staged_desk.start_under_call()

    with pytest.raises(CaseIsFull) as refusal:
        staged_desk.start_under_call()

    assert refusal.value.facts == {"at_most": 1}
    staged_desk.take_back(first, "filing")
    assert staged_desk.start_under_call()["state"] == "draft"


def test_the_approved_filing_gives_the_number_and_stands_on_the_public_list(staged_desk: StagedDesk) -> None:
    started = staged_desk.start_under_call()

    staged_desk.go_through(started, "filing")

    project = staged_desk.project(started)
    assert (project.state, project.filing_number, project.published_on) == ("filed", "HZ2026001", date(2026, 11, 20))
    assert staged_desk.uow.announced == ["project_filed", "project_filed", "project_stage_approved"]
    event = told(staged_desk, ProjectStageApproved)
    assert (event.stage, event.yields, event.state) == ("filing", ("filing_number",), "filed")


def test_a_later_stage_waits_for_its_milestones_with_the_article(staged_desk: StagedDesk) -> None:
    started = staged_desk.start_under_call()
    staged_desk.go_through(started, "filing")

    with pytest.raises(StageNotOpen) as refusal:
        staged_desk.begin(started, "provider_choice")

    [problem] = refusal.value.problems
    assert (problem.code, problem.article) == ("stage_not_reached", "流程 第3阶段")
    assert problem.inputs["waits_for"] == ["diagnosis_confirmed"]
    assert staged_desk.begin(staged_desk.diagnosed(started), "provider_choice")["state"] == "draft"


def test_the_choice_of_a_provider_brings_the_project_under_pilot_management(staged_desk: StagedDesk) -> None:
    started = staged_desk.start_under_call()
    staged_desk.go_through(started, "filing")

    staged_desk.go_through(staged_desk.diagnosed(started), "provider_choice")

    event = told(staged_desk, ProjectEnrolled)
    assert (event.state, event.provider_id, event.filing_number) == ("enrolled", PROVIDER, "HZ2026001")
    assert "contract_filed" not in staged_desk.uow.announced
    assert staged_desk.project(started).contract is None


@pytest.mark.parametrize("state", [ProviderState.SUSPENDED, ProviderState.REMOVED])
def test_a_provider_or_product_outside_the_pool_is_not_chosen(staged_desk: StagedDesk, state: ProviderState) -> None:
    started = staged_desk.start_under_call()
    staged_desk.go_through(started, "filing")
    staged_desk.begin(staged_desk.diagnosed(started), "provider_choice")
    staged_desk.fill_in(started, "provider_choice")
    staged_desk.uow.known.providers[PROVIDER] = a_provider(state=state)
    staged_desk.uow.known.products[SOFTWARE] = a_product("software", is_listed=False)

    with pytest.raises(DossierIncomplete) as refusal:
        staged_desk.hand_in(started, "provider_choice")

    assert {(each.code, each.article) for each in refusal.value.problems} == {
        ("provider_in_pool", "流程 第3阶段"),
        ("products_in_pool", "流程 第3阶段"),
    }


def test_the_internal_acceptance_completes_the_project_on_the_day_that_it_names(staged_desk: StagedDesk) -> None:
    started = staged_desk.under_contract()

    staged_desk.go_through(started, "internal_acceptance")

    event = told(staged_desk, ProjectCompleted)
    assert (event.state, event.completed_on) == ("completed", date(2026, 11, 20))
    assert staged_desk.project(started).milestones >= {"internal_acceptance_approved", "project_completed"}


def test_a_day_of_completion_that_has_not_come_is_refused(staged_desk: StagedDesk) -> None:
    started = staged_desk.under_contract()
    staged_desk.begin(started, "internal_acceptance")
    staged_desk.fill_in(started, "internal_acceptance", report={"completed_on": "2026-11-21", "conclusion": "好"})

    with pytest.raises(DossierIncomplete) as refusal:
        staged_desk.hand_in(started, "internal_acceptance")

    assert [each.code for each in refusal.value.problems] == ["in_the_future"]


def test_a_stage_that_is_gone_through_or_over_is_not_begun_twice(staged_desk: StagedDesk) -> None:
    started = staged_desk.start_under_call()
    staged_desk.go_through(started, "filing")
    staged_desk.begin(staged_desk.diagnosed(started), "provider_choice")

    with pytest.raises(ActionNotAllowed):
        staged_desk.begin(started, "provider_choice")
    with pytest.raises(AmendmentNotAllowed):
        staged_desk.begin(started, "filing", reason="想改名称")
    with pytest.raises(NotFound):
        staged_desk.begin(started, "nothing")


def test_a_later_stage_that_was_taken_back_or_rejected_is_begun_again(staged_desk: StagedDesk) -> None:
    started = staged_desk.start_under_call()
    staged_desk.go_through(started, "filing")
    staged_desk.go_through(staged_desk.diagnosed(started), "provider_choice")
    staged_desk.begin(started, "contract")
    staged_desk.take_back(started, "contract")

    again = staged_desk.begin(started, "contract")

    assert (again["number"], again["state"], [each["state"] for each in again["earlier"]]) == (
        2,
        "draft",
        ["withdrawn"],
    )
    staged_desk.fill_in(started, "contract")
    staged_desk.hand_in(started, "contract")
    staged_desk.judge(started, "contract", DISTRICT, REJECTION)
    assert staged_desk.project(started).contract is None
    third = staged_desk.begin(started, "contract")
    assert (third["number"], [each["state"] for each in third["earlier"]]) == (3, ["withdrawn", "rejected"])


def test_several_are_handed_in_at_once_in_a_stage(staged_desk: StagedDesk) -> None:
    staged_desk.use(staged(without_limit))
    first, second = staged_desk.start_under_call(), staged_desk.start_under_call()
    for started in (first, second):
        staged_desk.go_through(started, "filing")
    staged_desk.begin(staged_desk.diagnosed(first), "provider_choice")
    staged_desk.fill_in(first, "provider_choice")
    ids = [UUID(first["id"]), UUID(second["id"])]

    results = submit_projects(
        staged_desk.uow, staged_desk.packs, staged_desk.clock, ENTERPRISE, ids, stage="provider_choice"
    )["items"]

    assert [(each["stage"], each["is_submitted"], each["code"]) for each in results] == [
        ("provider_choice", True, None),
        (None, False, "not_found"),
    ]


def without_limit(compiled: dict[str, Any]) -> None:
    compiled["lifecycle"][0]["projects_per_case"]["at_most"] = None


@pytest.mark.parametrize("actor", [OFFICER, ENTERPRISE])
def test_each_stage_has_the_reviewers_of_its_own_route(staged_desk: StagedDesk, actor: Actor) -> None:
    started = staged_desk.start_under_call()
    staged_desk.fill_in(started, "filing")
    staged_desk.hand_in(started, "filing")

    with pytest.raises(Exception, match="not_allowed"):
        staged_desk.judge(started, "filing", actor)
