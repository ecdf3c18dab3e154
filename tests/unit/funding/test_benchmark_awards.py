"""Zhongshan gives an accepted project that is picked as a benchmark up to 25万元 (ZS7)."""

from __future__ import annotations

import pytest

from casework.common_facts import NotKnownHere
from contracts.money import ZERO, Money
from services.funding.domain.award import Award
from tests.builders_benchmark import PROJECT, a_project_in_zhongshan, choose, zhongshan
from tests.builders_funding import OFFICER
from tests.desk_funding import Desk


@pytest.fixture
def desk() -> Desk:
    return a_project_in_zhongshan()


def benchmark(desk: Desk) -> Award:
    (award,) = desk.act(OFFICER, lambda uow: uow.awards.of_line(PROJECT, "benchmark"))
    found: Award = award
    return found


@pytest.mark.shows("ZS7")
def test_a_benchmark_gets_its_award_by_the_rules_of_the_project_s_contract(desk: Desk) -> None:
    choose(desk)

    award = benchmark(desk)
    assert award.amount == Money.wan_yuan("25")
    assert (award.trigger, award.pack, award.division) == ("benchmark_chosen", zhongshan().ref, "442001")
    assert award.claim["facts"]["benchmark.kind"] == "digital_workshop"


def test_another_kind_of_benchmark_is_shown_and_not_paid_with_the_article(desk: Desk) -> None:
    choose(desk, "best_canteen")

    award = benchmark(desk)
    assert award.amount == ZERO
    assert [(each["code"], each["article"]) for each in award.computation.outcome["problems"]] == [
        ("benchmark_chosen", "流程图 流程7")
    ]


def test_the_same_choice_heard_twice_makes_one_award(desk: Desk) -> None:
    choose(desk)
    before = benchmark(desk)

    choose(desk)

    assert benchmark(desk) == before


def test_a_choice_waits_for_the_contract_of_its_project() -> None:
    desk = Desk(zhongshan())

    with pytest.raises(NotKnownHere):
        choose(desk)
