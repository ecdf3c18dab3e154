"""Zhongshan gives an accepted project that is picked as a benchmark up to 25万元 (ZS7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from casework.common_facts import NotKnownHere
from contracts.events.project import BenchmarkChosen
from contracts.money import ZERO, Money
from policy.pack import Pack
from policy.packs import load_folder
from services.funding.domain.award import Award
from tests import builders_funding as build
from tests.builders_funding import OFFICER
from tests.desk_funding import Desk

APPLICANT = build.an_applicant()
PROJECT = build.a_project_id(APPLICANT)


@cache
def zhongshan() -> Pack:
    return load_folder(build.ROOT / "packs" / "zhongshan" / "sme-digital-2024")


@pytest.fixture
def desk() -> Desk:
    desk = Desk(zhongshan())
    desk.hear(build.an_organisation(APPLICANT))
    ref = zhongshan().ref
    filed = build.a_contract(APPLICANT, signed_on=date(2025, 1, 6))
    desk.hear(replace(filed, pack=ref.text, pack_sha256=ref.sha256, division="442001"))
    return desk


def choose(desk: Desk, kind: str = "digital_workshop") -> None:
    chosen = BenchmarkChosen(
        **build.heard(build.an_id("benchmark")),
        case_id=build.a_case_id(APPLICANT),
        applicant=APPLICANT,
        project_id=PROJECT,
        kind=kind,
        chosen_on=date(2025, 6, 1),
    )
    desk.hear(chosen)
    desk.compute(chosen)


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
