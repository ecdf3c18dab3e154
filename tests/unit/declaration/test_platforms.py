"""A round for platforms: who may declare, with which enterprises, and what recognition tells (NM1, NM2, NM4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from casework.refusals import DossierIncomplete
from contracts.events.declaration import PlatformRecognised
from contracts.refusal import Refusal
from services.declaration.domain.errors import ApplicantNotAdmitted, CallNotOpen
from services.declaration.domain.pilot_list import PilotState
from tests.builders_declaration import ENTERPRISE, STRANGER, a_code, a_pack, an_organisation
from tests.builders_platforms import a_platform, people_of, platform_answers
from tests.desk_declaration import Desk
from tests.desk_platforms import PlatformDesk


@pytest.fixture
def desk() -> PlatformDesk:
    return PlatformDesk()


def codes_of(refused: Refusal) -> list[str]:
    return [problem.code for problem in refused.problems]


def test_a_round_for_platforms_takes_no_enterprise_and_says_by_which_article(desk: PlatformDesk) -> None:
    with pytest.raises(ApplicantNotAdmitted) as refused:
        desk.start(ENTERPRISE)

    [problem] = refused.value.problems
    assert problem.article == "指南 四、（一）试点企业审核"
    assert problem.inputs["applicants"] == ["provider"]


def test_five_enterprises_are_too_few_and_six_are_enough(desk: PlatformDesk) -> None:
    with pytest.raises(DossierIncomplete) as refused:
        desk.a_declared(a_platform(), enterprises=5)

    assert codes_of(refused.value) == ["enough_enterprises"]
    desk.a_declared(a_platform(2), enterprises=6)


def test_the_same_enterprise_twice_is_refused_where_it_stands_again(desk: PlatformDesk) -> None:
    platform = a_platform()
    desk.know(platform)
    people = people_of(platform)
    declaration_id = desk.start(people)["id"]
    rows = platform_answers(platform)["enterprises"]["rows"]
    rows[3]["code"] = rows[1]["code"]

    saved = desk.save(declaration_id, "enterprises", {"rows": rows}, people)

    assert [(each["code"], each["field"]) for each in saved["problems"]] == [
        ("row_repeated", "answers.enterprises.rows.3.code")
    ]


def test_recognition_after_the_notice_tells_the_sub_industry_and_the_enterprises(desk: PlatformDesk) -> None:
    declaration_id = desk.an_approved_platform()
    [proposed] = desk.list_pilots(declaration_id)
    notice = desk.publish(declaration_id)
    desk.clock.advance(timedelta(days=8))
    desk.close_notices()

    told = [event for event in desk.uow.outbox.events if isinstance(event, PlatformRecognised)]
    place = desk.stored(declaration_id).place
    assert (proposed["pilot_state"], notice["title"]) == ("proposed", "试点企业名单公示")
    assert (place.state, place.list_key) == (PilotState.LISTED, "platforms")
    assert [(event.subsector, len(event.rows)) for event in told] == [("pumps", 6)]
    assert told[0].rows[0].credit_code == a_code(7000)
    assert told[0].rows[0].actual_cost_fen == 1_500_000_00
    assert "pilot_listed" not in desk.uow.told


def test_after_the_last_day_of_the_policy_no_new_case_begins_and_what_runs_goes_on() -> None:
    def until_november(compiled: dict[str, Any]) -> None:
        compiled["pack"]["validity"] |= {"until": "2026-11-30", "succeeded_by": "sme-digital-2027"}

    desk = Desk(a_pack(until_november))
    declaration_id = desk.a_complete_draft()
    desk.clock.advance(timedelta(days=11))

    desk.uow.facts.keep(an_organisation("stranger", credit_code=a_code(2)))

    with pytest.raises(CallNotOpen) as refused:
        desk.start(STRANGER)
    submitted = desk.submit(declaration_id)

    assert codes_of(refused.value) == ["pack_expired"]
    assert submitted["state"] == "in_review"
