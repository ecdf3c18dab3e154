"""Where money leaves everything is checked again (DL10)."""

from __future__ import annotations

import pytest

from casework.refusals import NoticeStillOpen
from contracts.events.funding import TrancheReleased
from contracts.money import Money
from contracts.refusal import ActionNotAllowed, NotAllowed
from services.funding.domain.refusals import (
    NotPayable,
    PlanNotPublished,
)
from services.funding.domain.states import TrancheState
from services.funding.use_cases.call_off_tranche import call_off_tranche
from tests import builders_funding as build
from tests.builders_funding import CHECKER, MAKER, OFFICER
from tests.desk_funding import ONE_SECOND, Desk
from tests.unit.funding.situations import pool


def test_one_second_before_the_notice_ends_nothing_is_released_and_one_later_it_is() -> None:
    desk = Desk()
    desk.budget()
    tranche_id = desk.accepted()
    plan = desk.planned(tranche_id)
    desk.wait_until(plan["notice"]["closes_at"] - ONE_SECOND)

    with pytest.raises(NoticeStillOpen) as refused:
        desk.release(plan)
    desk.clock.advance(ONE_SECOND)
    desk.release(plan)

    assert refused.value.facts["closes_at"] == plan["notice"]["closes_at"].isoformat()
    assert desk.tranche(tranche_id).state is TrancheState.RELEASED
    assert isinstance(desk.uow.outbox.events[-1], TrancheReleased)


def test_a_plan_that_was_not_published_is_not_released() -> None:
    desk = Desk()
    desk.budget()
    tranche_id = desk.accepted()
    desk.recommend(tranche_id)
    plan = desk.draw_up(tranche_id)
    desk.decide(plan["id"])

    with pytest.raises(PlanNotPublished):
        desk.release(plan)


def test_the_release_is_the_finance_bureaus() -> None:
    desk = Desk()
    desk.budget()
    plan = desk.planned(desk.accepted())
    desk.wait_for_the_end(plan)

    with pytest.raises(NotAllowed):
        desk.release(plan, by=OFFICER)


def test_a_lost_standing_stops_the_release_with_its_article() -> None:
    desk = Desk()
    desk.budget()
    applicant = build.an_applicant()
    plan = desk.planned(desk.accepted(applicant))
    desk.wait_for_the_end(plan)
    desk.uow.known.keep_organisation(build.an_organisation(applicant), lists=["dishonest"])

    with pytest.raises(NotPayable) as refused:
        desk.release(plan)

    assert [(each.code, each.article) for each in refused.value.problems] == [
        ("not_dishonest", "指南 一、申报条件（四）")
    ]


def test_delisting_termination_and_a_changed_name_stop_the_release_all_at_once() -> None:
    desk = Desk()
    desk.budget()
    applicant = build.an_applicant()
    tranche_id = desk.accepted(applicant)
    plan = desk.planned(tranche_id)
    desk.wait_for_the_end(plan)
    desk.uow.known.delisted.add(build.a_case_id(applicant))
    desk.uow.known.ended.add(build.a_project_id(applicant))
    desk.hear(build.an_organisation(applicant, name="大连改名有限公司", sequence=2))

    with pytest.raises(NotPayable) as refused:
        desk.release(plan)

    assert [each.code for each in refused.value.problems] == [
        "pilot_delisted",
        "project_terminated",
        "payee_name_differs",
    ]


def test_what_was_released_can_be_recalled_before_it_is_paid() -> None:
    desk = Desk()
    desk.budget()
    tranche_id = desk.accepted()
    desk.released(tranche_id)

    desk.act(
        OFFICER, lambda uow: call_off_tranche(uow, desk.packs, desk.clock, OFFICER, tranche_id, reason="企业被移出名单")
    )

    assert desk.tranche(tranche_id).state is TrancheState.RECALLED
    assert pool(desk) == Money(0)
    with pytest.raises(ActionNotAllowed):
        desk.instruct(tranche_id, by=MAKER)


def test_nothing_is_recalled_while_the_bank_has_it() -> None:
    desk = Desk()
    desk.budget()
    tranche_id = desk.accepted()
    desk.released(tranche_id)
    desk.check(desk.instruct(tranche_id), by=CHECKER)

    with pytest.raises(ActionNotAllowed):
        desk.act(OFFICER, lambda uow: call_off_tranche(uow, desk.packs, desk.clock, OFFICER, tranche_id, reason="x"))
