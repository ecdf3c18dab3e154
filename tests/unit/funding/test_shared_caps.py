"""A cap over several awards (`policy.caps`): lines share it by year, nothing passes it, and what is undone is free."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.events.declaration import Applicant
from contracts.money import Money
from services.funding.use_cases.call_off_tranche import call_off_tranche
from services.funding.use_cases.recompute_award import recompute_award
from tests import builders_funding as build
from tests.builders_funding import OFFICER, PROGRAMME
from tests.builders_shared_caps import BONUS, TRANSFORMATION, YEARLY, with_a_shared_cap
from tests.desk_funding import Desk

APPLICANT = build.an_applicant()


@pytest.fixture
def desk() -> Desk:
    return Desk(with_a_shared_cap())


def accept(desk: Desk, project: str, yuan: int, applicant: Applicant = APPLICANT) -> dict[str, Any]:
    """The awards of a freshly accepted project by their line."""
    ref = desk.pack.ref
    acceptance = build.an_acceptance(applicant, project, yuan=yuan, pack=ref.text, pack_sha256=ref.sha256)
    desk.accept(acceptance)
    awards = desk.act(OFFICER, lambda uow: uow.awards.of_project(acceptance.project_id))
    return {award.line: award for award in awards}


def held(desk: Desk, line: str = YEARLY, applicant: Applicant = APPLICANT) -> Money:
    key = (PROGRAMME, line, applicant.credit_code)
    found: Money = desk.act(OFFICER, lambda uow: uow.allowances.locked([key])[key].held)
    return found


def call_off(desk: Desk, award_id: UUID) -> None:
    (tranche,) = desk.act(OFFICER, lambda uow: uow.tranches.of_award(award_id))
    desk.act(OFFICER, lambda uow: call_off_tranche(uow, desk.packs, desk.clock, OFFICER, tranche.id, reason="企业放弃"))


def test_two_lines_of_one_project_share_the_cap_and_the_explanation_says_what_it_cut(desk: Desk) -> None:
    awards = accept(desk, "1", yuan=590_000)

    assert (awards[TRANSFORMATION].amount, awards[BONUS].amount) == (Money.wan_yuan("29.5"), Money.wan_yuan("0.5"))
    cut = next(each for each in awards[BONUS].computation.outcome["explanation"] if each["code"] == "line_cap")
    assert cut["article"] == "指南 二、支持标准"
    assert cut["inputs"]["awarded_before_fen"] == Money.wan_yuan("29.5").fen
    assert cut["cuts"][0]["cut_fen"] == Money.wan_yuan("0.5").fen


def test_another_project_and_not_another_enterprise_takes_from_what_is_left(desk: Desk) -> None:
    accept(desk, "1", yuan=500_000)

    again, other = accept(desk, "2", yuan=500_000), accept(desk, "1", 500_000, build.an_applicant("乙"))

    assert again[TRANSFORMATION].amount == Money.wan_yuan("4")
    assert other[TRANSFORMATION].amount == Money.wan_yuan("25")


def test_a_new_year_begins_with_a_cap_of_its_own(desk: Desk) -> None:
    accept(desk, "1", yuan=600_000)

    desk.wait_until(build.NOON.replace(year=2026))

    assert accept(desk, "2", yuan=100_000)[TRANSFORMATION].amount == Money.wan_yuan("5")


def test_what_is_called_off_is_free_for_the_other_line_when_it_is_computed_again(desk: Desk) -> None:
    awards = accept(desk, "1", yuan=600_000)
    assert awards[BONUS].amount == Money(0)

    call_off(desk, awards[TRANSFORMATION].id)
    desk.act(OFFICER, lambda uow: recompute_award(uow, desk.packs, desk.clock, OFFICER, awards[BONUS].id))

    assert held(desk) == Money.wan_yuan("1")
    assert held(desk, TRANSFORMATION) == Money(0)


def test_an_award_that_is_computed_again_next_year_leaves_the_cap_of_the_year_before(desk: Desk) -> None:
    awards = accept(desk, "1", yuan=600_000)

    desk.wait_until(build.NOON.replace(year=2026))
    desk.act(OFFICER, lambda uow: recompute_award(uow, desk.packs, desk.clock, OFFICER, awards[TRANSFORMATION].id))

    assert held(desk) == Money(0)
    assert held(desk, "*/yearly@2026") == Money.wan_yuan("30")


def test_a_plan_uses_up_every_cap_that_its_tranches_count_against(desk: Desk) -> None:
    desk.budget()
    awards = accept(desk, "1", yuan=400_000)
    ids = [tranche.id for each in awards.values() for tranche in desk.uow.tranches.of_award(each.id)]
    desk.recommend(*ids)

    desk.decide(desk.draw_up(*ids)["id"])

    key = (PROGRAMME, YEARLY, APPLICANT.credit_code)
    assert desk.uow.allowances.rows[key].approved == Money.wan_yuan("21")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 500_000), st.booleans()), min_size=1, max_size=6))
def test_whatever_is_awarded_and_called_off_a_cap_holds_exactly_what_counts_against_it(
    projects: list[tuple[int, bool]],
) -> None:
    desk = Desk(with_a_shared_cap())
    for number, (yuan, is_called_off) in enumerate(projects):
        awards = accept(desk, str(number), yuan=yuan)
        if is_called_off:
            call_off(desk, awards[TRANSFORMATION].id)

    live = sum(tranche.held.fen for tranche in desk.uow.tranches.rows.values())
    assert held(desk).fen == live <= Money.wan_yuan("30").fen
