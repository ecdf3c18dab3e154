"""Zhongshan's honour is for pilot enterprises (ZS8): its pack says so, and who has it is paid nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from contracts.refusal import NotFound
from services.funding.domain.honour import Honour, honour_id_of
from services.funding.domain.refusals import HonourNotDue, HonourOnly
from services.funding.domain.states import TrancheState
from services.funding.use_cases.recompute_award import recompute_award
from tests import builders_funding as build
from tests.builders_benchmark import APPLICANT, PROJECT, a_project_in_zhongshan, choose, zhongshan
from tests.builders_funding import OFFICER, STRANGER
from tests.desk_applications import Counter
from tests.desk_funding import Desk
from tests.desk_funding_back import give_up


@pytest.fixture
def desk() -> Desk:
    return a_project_in_zhongshan()


def complete(desk: Desk) -> None:
    """The completed project passed its acceptance."""
    ref = zhongshan().ref
    desk.compute(build.an_acceptance(APPLICANT, pack=ref.text, pack_sha256=ref.sha256, division="442001"))


def awards(desk: Desk) -> tuple[Any, ...]:
    found: tuple[Any, ...] = desk.act(OFFICER, lambda uow: uow.awards.of_project(PROJECT))
    return found


@pytest.mark.shows("ZS8")
def test_the_award_of_a_benchmark_is_due_to_who_needs_no_funds_for_the_transformation(desk: Desk) -> None:
    honour = give_up(desk, PROJECT, by=build.enterprise(APPLICANT))

    choose(desk)

    assert (honour["project_id"], honour["programme_year"]) == (PROJECT, "sme-digital-2024")
    assert [(award.line, award.amount.fen) for award in awards(desk)] == [("benchmark", 25_000_000)]


@pytest.mark.shows("ZS8")
def test_an_enterprise_that_needs_no_funds_is_computed_nothing_for_its_transformation(desk: Desk) -> None:
    give_up(desk, PROJECT, by=build.enterprise(APPLICANT))

    complete(desk)

    assert awards(desk) == ()


@pytest.mark.shows("ZS8", "ALL4")
def test_who_is_no_pilot_enterprise_has_no_honour_and_is_told_by_which_article(desk: Desk) -> None:
    desk.uow.known.delisted.add(build.a_case_id(APPLICANT))

    with pytest.raises(HonourNotDue) as refused:
        give_up(desk, PROJECT)

    assert [(each.code, each.article) for each in refused.value.problems] == [("pilot_enterprise", "流程图 流程6")]
    assert desk.uow.honours.rows == {}


@pytest.mark.shows("ZS8")
def test_an_enterprise_that_needs_no_funds_begins_no_application_for_a_pre_award(desk: Desk) -> None:
    give_up(desk, PROJECT)

    with pytest.raises(HonourOnly) as refused:
        Counter(desk).start(build.enterprise(APPLICANT), "pre_award", project_id=PROJECT)

    assert [each.article for each in refused.value.problems] == ["流程图 流程8"]


def test_the_award_of_a_benchmark_that_was_computed_before_the_honour_is_kept(desk: Desk) -> None:
    choose(desk)

    give_up(desk, PROJECT)

    (award,) = awards(desk)
    assert award.amount.fen == 25_000_000
    assert [each.state for each in desk.uow.tranches.of_award(award.id)] == [TrancheState.COMPUTED]


def test_a_stranger_learns_nothing_of_a_project_without_an_award(desk: Desk) -> None:
    with pytest.raises(NotFound):
        give_up(desk, PROJECT, by=STRANGER)


@pytest.mark.parametrize("act", ["recommend", "plan", "recompute"])
def test_an_award_that_was_computed_while_the_honour_was_granted_is_not_allocated(desk: Desk, act: str) -> None:
    complete(desk)
    (award,) = awards(desk)
    (tranche,) = desk.uow.tranches.of_award(award.id)
    if act == "plan":
        desk.recommend(tranche.id, by=OFFICER)
    desk.uow.honours.add(an_honour(award))

    with pytest.raises(HonourOnly) as refused:
        refused_act(desk, act, tranche.id, award.id)

    (problem,) = refused.value.problems
    assert (problem.article, problem.requirement) == ("流程图 流程8", "不需要奖补资金支持的，获得试点企业荣誉")


def refused_act(desk: Desk, act: str, tranche_id: UUID, award_id: UUID) -> None:
    if act == "recommend":
        desk.recommend(tranche_id, by=OFFICER)
    elif act == "plan":
        desk.draw_up(tranche_id)
    else:
        desk.act(OFFICER, lambda uow: recompute_award(uow, desk.packs, desk.clock, OFFICER, award_id))


def an_honour(award: Any) -> Honour:
    return Honour(
        id=honour_id_of(PROJECT),
        city=award.city,
        version=1,
        case_id=award.case_id,
        project_id=PROJECT,
        applicant=APPLICANT,
        division=award.division,
        programme_year=award.pack.programme_year,
        reason="不需要资金",
        granted_by=OFFICER.account_id,
        granted_at=award.computed_at,
    )
