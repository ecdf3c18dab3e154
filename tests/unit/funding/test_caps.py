"""Caps and shares as values: what cannot be, whoever asks for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contracts.money import ZERO, Money
from services.funding.domain.allowance import Allowance
from services.funding.domain.refusals import CapExceeded
from services.funding.domain.shares import must_add_up, totals_by_source
from services.funding.use_cases.recompute_award import recompute_award
from tests import builders_funding as build
from tests.builders_funding import OFFICER
from tests.desk_funding import Desk

CAP = Money.wan_yuan("50")
EMPTY = Allowance(city="dalian", programme_year="p", line="l", holder="h")


def test_nothing_is_held_above_the_cap() -> None:
    full = EMPTY.hold(ZERO, CAP, cap=CAP)

    with pytest.raises(CapExceeded):
        full.hold(ZERO, Money(1), cap=CAP)


def test_nothing_is_approved_that_is_not_held() -> None:
    held = EMPTY.hold(ZERO, Money.wan_yuan("20"), cap=CAP)

    approved = held.approve(Money.wan_yuan("20"))

    assert approved.approved == Money.wan_yuan("20")
    with pytest.raises(CapExceeded):
        approved.approve(Money(1))


def test_without_a_cap_there_is_no_end() -> None:
    assert EMPTY.hold(ZERO, Money.wan_yuan("1000"), cap=None).held == Money.wan_yuan("1000")


def test_an_award_that_is_computed_again_does_not_stand_in_its_own_way() -> None:
    desk, applicant = Desk(), build.an_applicant()
    tranche_id = desk.accepted(applicant, yuan=800_000)
    award = desk.award(tranche_id)

    desk.act(OFFICER, lambda uow: recompute_award(uow, desk.packs, desk.clock, OFFICER, award.id))

    assert desk.award(tranche_id).amount == award.amount == Money.wan_yuan("40")


@pytest.mark.parametrize(
    "shares",
    [{"central": Money(10), "local": Money(9)}, {"central": Money(21), "local": Money(-1)}, {}],
)
def test_parts_that_do_not_add_up_are_a_bug(shares: dict[str, Money]) -> None:
    with pytest.raises(ValueError, match="do not add up"):
        must_add_up(shares, Money(20))


def test_a_tranche_cannot_be_made_with_parts_that_do_not_add_up() -> None:
    desk = Desk()
    tranche = desk.tranche(desk.accepted())

    with pytest.raises(ValueError, match="do not add up"):
        replace(tranche, amount=tranche.amount + Money(1))


def test_totals_are_by_source() -> None:
    parts = [{"local": Money(1), "central": Money(2)}, {"local": Money(3)}]

    assert totals_by_source(parts) == {"central": Money(2), "local": Money(4)}
