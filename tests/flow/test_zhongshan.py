"""Zhongshan, from the filing to the honour, in the words of its process (流程图 v2.0, ZS1 to ZS8).

Two enterprises: one diagnoses itself, lets a lead integrator hand in for it, falls short once, and is paid; the other
is diagnosed by an institution and takes the honour only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.flow.stories import Story, begun
from tests.flow.town import CITY_HALL
from tests.flow.zhongshan_outcome import (
    a_pilot,
    completed,
    evaluated,
    funded,
    honoured,
    not_yet_a_pilot,
    not_yet_honoured,
    pre_awarded,
    too_early_for_the_pre_award,
)
from tests.flow.zhongshan_steps import (
    FOLDER,
    LEVEL_ONE,
    LEVEL_TWO,
    WAN,
    chosen_outside_the_pool,
    contracted,
    delegated,
    diagnosed_by_institution,
    diagnosed_by_itself,
    filed,
    implemented,
    recognised,
    recommended,
    under_pilot_management,
)

PAID, HONOURED = "中山示例灯饰有限公司", "中山示例五金有限公司"


@pytest.fixture(scope="module", params=["embedded", "real"])
def story(request: pytest.FixtureRequest) -> Iterator[Story]:
    with begun(request.param, FOLDER, CITY_HALL, at="2025-03-03T09:00:00") as told:
        recognised(told)
        funds = filed(told, 1, PAID, diagnosis="self")
        honour = filed(told, 2, HONOURED, diagnosis="institution")
        told.seen["filed projects"] = told.town.visitor.get("/filed-projects")["items"]
        diagnosed_by_itself(told, funds)
        diagnosed_by_institution(told, honour)
        chosen_outside_the_pool(told, funds)
        recommended(told, funds)
        for case in (funds, honour):
            under_pilot_management(told, case)
        delegated(told, funds)
        too_early_for_the_pre_award(told, funds)
        told.town.until("2025-03-12T09:00:00")
        for case in (funds, honour):
            contracted(told, case, yuan="800000.00")
        pre_awarded(told, funds)
        told.town.until("2025-06-17T09:00:00")
        for case in (funds, honour):
            implemented(told, case)
        evaluated(told, funds, LEVEL_ONE)
        not_yet_a_pilot(told, funds)
        evaluated(told, funds, LEVEL_TWO, again=True)
        not_yet_honoured(told, honour)
        evaluated(told, honour, LEVEL_TWO)
        a_pilot(told, funds, honour)
        completed(told, funds, yuan="800000.00")
        funded(told, funds)
        honoured(told, honour)
        told.sees_invariants()
        yield told


@pytest.mark.shows("ZS1", "ZS8")
def test_a_filed_project_has_its_number_and_stands_on_the_public_list(story: Story) -> None:
    seen, filed = story.seen["case1: filed"], story.seen["filed projects"]

    assert (seen["state"], seen["filing_number"]) == ("filed", "ZSBA202500001")
    assert {each["filing_number"]: each["applicant_name"] for each in filed} == {
        "ZSBA202500001": PAID,
        "ZSBA202500002": HONOURED,
    }
    assert stages_to_begin(seen) == []


@pytest.mark.shows("ZS2")
def test_the_platform_makes_the_report_of_a_self_diagnosis(story: Story) -> None:
    diagnosis, report = story.seen["case1: diagnosis"], story.seen["case1: diagnosis report"]

    assert (diagnosis["state"], diagnosis["method"], diagnosis["level"]) == ("completed", "self", 1)
    assert PAID in report
    assert diagnosis["total"] in report


@pytest.mark.shows("ZS2")
def test_an_institutions_diagnosis_counts_only_once_the_enterprise_has_confirmed_it(story: Story) -> None:
    shown, refused = story.seen["case2: report to confirm"], story.seen["case2: choice before confirmation"]

    assert (shown["state"], shown["actions"]) == ("awaiting_confirmation", ["confirm", "dispute"])
    assert refused["code"] == "stage_not_open"
    (problem,) = refused["problems"]
    assert (problem["inputs"]["waits_for"], problem["article"]) == (["diagnosis_confirmed"], "流程图 流程3")
    assert story.seen["case2: diagnosis"]["state"] == "confirmed"


@pytest.mark.shows("ZS3", "ALL4")
def test_a_provider_of_ones_own_choice_has_to_be_recommended_into_the_pool(story: Story) -> None:
    refused = story.seen["case1: not in the pool"]

    assert [(each["code"], each["article"]) for each in refused["problems"]] == [("provider_enrolled", "流程图 流程3")]
    listed = {each["title"]: (each["provider_name"], each["ceiling_fen"]) for each in story.seen["catalogue"]}
    assert listed["灯饰排产系统"] == ("示例自选服务商有限公司", 80 * WAN)


@pytest.mark.shows("ZS3")
def test_with_a_provider_of_the_pool_the_project_is_under_pilot_management(story: Story) -> None:
    for seen in (story.seen["case1: under pilot management"], story.seen["case2: under pilot management"]):
        assert seen["state"] == "enrolled"
        assert stages_to_begin(seen) == ["contract"]


@pytest.mark.shows("ZS4", "ZS6", "ZS7")
def test_the_integrator_hands_in_what_the_enterprise_lets_it_and_the_enterprise_stays_the_owner(story: Story) -> None:
    contract = story.seen["case1: contract"]

    assert story.seen["before the delegation"]["code"] == "not_found"
    assert story.seen["delegation"]["stages"] == ["contract", "progress", "evaluation", "acceptance"]
    assert (contract["state"], contract["contract"]["amount_fen"]) == ("approved", 80 * WAN)
    agent = story.seen["integrator"]
    assert agent in {each["details"].get("agent_id") for each in story.seen["case1: history"]}
    assert agent not in str(story.seen["case2: history"])


@pytest.mark.shows("ZS8", "ALL4")
def test_a_pre_award_is_asked_for_with_the_contract_reviewed_and_paid(story: Story) -> None:
    early, advance = story.seen["pre-award before the contract"], story.seen["case1: advance"]

    assert early["code"] == "application_not_open"
    assert [(each["code"], each["article"]) for each in early["problems"]] == [("stage_not_reached", "流程图 流程8")]
    assert story.seen["case1: pre-award asked for"]["state"] == "in_review"
    assert (advance["award_fen"], advance["trigger"]) == (8 * WAN, "award_application_approved")
    assert story.seen["case1: advance paid"]["paid_fen"] == 8 * WAN


@pytest.mark.shows("ZS5")
def test_trainings_count_in_person_days_and_the_internal_acceptance_completes_the_project(story: Story) -> None:
    assert story.seen["case1: trained"]["person_days"] == "18.000"
    completed = story.seen["case1: completed"]
    assert (completed["state"], completed["completed_on"]) == ("completed", "2025-06-16")


@pytest.mark.shows("ZS6")
def test_below_level_two_is_a_loop_and_the_second_evaluation_makes_a_pilot_enterprise(story: Story) -> None:
    first, second = story.seen["case1: evaluated"], story.seen["case1: evaluated again"]

    assert (first["state"], first["level"], first["round"]) == ("below_level", 1, 1)
    assert (second["state"], second["level"], second["round"]) == ("settled", 2, 2)
    assert story.seen["pilots before level two"] == []
    assert story.seen["pilots"] == sorted([PAID, HONOURED])


@pytest.mark.shows("ZS7", "ALL4")
def test_the_completion_award_is_asked_for_only_with_an_evaluation_of_level_two(story: Story) -> None:
    articles = {each["code"]: each.get("article") for each in story.seen["level one"]["problems"]}

    assert articles["level_reached"] == "流程图 流程7"
    assert story.seen["case1: completion"]["state"] == "approved"
    assert story.seen["case1: completion"]["result"]["level"] == 2


@pytest.mark.shows("ZS7", "ZS8", "ALL2")
def test_completion_pays_the_full_award_less_the_advance_and_publishes_the_project(
    story: Story,
) -> None:
    award = story.seen["case1: award"]

    assert (award["calculated_fen"], award["granted_before_fen"], award["award_fen"]) == (24 * WAN, 8 * WAN, 16 * WAN)
    assert award["shares"] == {"central": 8 * WAN, "city": 8 * WAN}
    assert story.seen["case1: rest paid"]["paid_fen"] == 16 * WAN
    assert [(each["applicant_name"], each["paid_fen"]) for each in story.seen["funded projects"]] == [(PAID, 24 * WAN)]


@pytest.mark.shows("ZS8", "ALL4")
def test_an_enterprise_that_needs_no_funds_leaves_with_the_honour_of_a_pilot_enterprise(story: Story) -> None:
    refused = story.seen["no honour yet"]

    assert [(each["code"], each["article"]) for each in refused["problems"]] == [("pilot_enterprise", "流程图 流程6")]
    assert story.seen["honour"]["reason"] == "不需要奖补资金支持"
    assert [each["applicant_name"] for each in story.seen["honours"]] == [HONOURED]
    assert story.seen["case2: awards"] == []


def stages_to_begin(project: dict[str, Any]) -> list[str]:
    """What the enterprise sees that it may begin now."""
    return [each["stage"] for each in project["stages"] if each["can_start"] and each["state"] is None]


def test_every_invariant_holds_at_the_end(story: Story) -> None:
    assert story.seen["broken invariants"] == []
