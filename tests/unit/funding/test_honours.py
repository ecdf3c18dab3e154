"""Honour without money (ZS8): what was computed is given up, and what a plan holds is not."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.events.funding import AwardComputed, HonourGranted
from contracts.money import ZERO
from contracts.refusal import Invalid, NotAllowed, NotFound
from services.funding.domain.refusals import HonourExists, HonourTooLate
from services.funding.domain.states import TrancheState
from tests import builders_funding as build
from tests.builders_funding import DISTRICT, STRANGER
from tests.desk_funding import Desk
from tests.desk_funding_back import give_up


def an_accepted_project() -> tuple[Desk, Any, Any]:
    desk = Desk()
    desk.budget()
    tranche_id = desk.accepted()
    return desk, tranche_id, desk.tranche(tranche_id).project_id


@pytest.mark.parametrize("by", [build.OFFICER, build.enterprise(build.an_applicant())])
def test_the_enterprise_or_an_officer_takes_the_honour_and_nothing_is_due_any_more(by: Any) -> None:
    desk, tranche_id, project_id = an_accepted_project()

    honour = give_up(desk, project_id, by=by)

    award = desk.award(tranche_id)
    assert (desk.tranche(tranche_id).state, award.amount) == (TrancheState.REVOKED, ZERO)
    assert award.correction.findings == honour["reason"] == "企业不申请资金"
    assert [type(each) for each in desk.uow.outbox.events[-2:]] == [AwardComputed, HonourGranted]
    assert desk.uow.outbox.events[-1].project_id == project_id


def test_what_was_given_up_is_not_computed_again_by_a_later_word_of_the_acceptance() -> None:
    desk, tranche_id, project_id = an_accepted_project()
    give_up(desk, project_id)

    desk.compute(build.an_acceptance(build.an_applicant(), yuan=500_000, sequence=9))

    assert desk.tranche(tranche_id).state is TrancheState.REVOKED


def test_once_a_plan_holds_it_the_honour_comes_too_late() -> None:
    desk, tranche_id, project_id = an_accepted_project()
    desk.recommend(tranche_id)
    desk.draw_up(tranche_id)

    with pytest.raises(HonourTooLate) as refused:
        give_up(desk, project_id)

    (problem,) = refused.value.problems
    assert (problem.field, problem.inputs["state"]) == (f"tranches.{tranche_id}", "planned")
    assert desk.tranche(tranche_id).state is TrancheState.PLANNED


def test_a_project_has_the_honour_once() -> None:
    desk, _, project_id = an_accepted_project()
    give_up(desk, project_id)

    with pytest.raises(HonourExists):
        give_up(desk, project_id)


def test_a_stranger_learns_nothing_and_a_district_may_not() -> None:
    desk, _, project_id = an_accepted_project()

    with pytest.raises(NotFound):
        give_up(desk, project_id, by=STRANGER)
    with pytest.raises(NotAllowed):
        give_up(desk, project_id, by=DISTRICT)
    with pytest.raises(NotFound):
        give_up(desk, build.an_id("no project"))


def test_an_honour_says_why() -> None:
    desk, _, project_id = an_accepted_project()

    with pytest.raises(Invalid) as refused:
        give_up(desk, project_id, reason=" ")

    assert [(each.code, each.field) for each in refused.value.problems] == [("required", "reason")]
