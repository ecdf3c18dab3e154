"""Tracing on PostgreSQL (XB12): every figure with its rows, and whatever happened, it adds up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from contracts.money import Money
from contracts.refusal import Invalid, NotFound
from services.funding.domain.payment import BankVerdict
from services.funding.storage.read_case_trace import trace_of_case
from services.funding.storage.read_traces import OPTIONS, entries_of_figure, traces_of_sources
from services.funding.use_cases.correct_payment import correct_payment
from tests import builders_funding as build
from tests.builders_funding import CATEGORY, OFFICER, STRANGER, TABLE
from tests.desk_funding import results_for
from tests.desk_funding_back import claim_back, net, pay_back
from tests.storage.funding.conftest import RealDesk

CASE = build.a_case_id(build.an_applicant())


@pytest.fixture
def traced(desk: RealDesk) -> tuple[RealDesk, UUID, UUID]:
    """20万 that came back once and were paid, of which 4万 are claimed: 3万 netted against 15万, 1万 paid back."""
    desk.budget()
    desk.enter("central", 7)
    first = desk.accepted()
    desk.released(first)
    batch = desk.instruct(first)
    desk.check(batch)
    returned = results_for(batch, on=desk.clock.today(), verdict=BankVerdict.RETURNED, reason="户名不符")
    desk.bank_says(returned, file=TABLE)
    desk.act(
        OFFICER,
        lambda uow: correct_payment(uow, desk.packs, desk.clock, OFFICER, first, adopt_account=False, reason="重付"),
    )
    desk.paid(first)
    later = desk.accepted(project="2", yuan=300_000)
    desk.released(later)
    recovery = claim_back(desk, first, Money.wan_yuan("4"))
    net(desk, recovery, later, Money.wan_yuan("3"))
    pay_back(desk, recovery)
    desk.paid(later)
    return desk, first, later


def test_a_case_is_traced_from_the_award_to_what_came_back(traced: tuple[RealDesk, UUID, UUID]) -> None:
    desk, first, later = traced

    trace = trace_of_case(desk.reading, build.enterprise(build.an_applicant()), CASE)

    steps = {part["tranche"]["id"]: part for award in trace["awards"] for part in award["tranches"]}
    attempts = steps[first]["instructions"]
    assert [(each["attempt"], [answer.verdict.value for answer in each["answers"]]) for each in attempts] == [
        (1, ["returned"]),
        (2, ["paid"]),
    ]
    (line,) = steps[first]["plan_lines"]
    assert (line["amount_fen"], line["plan_state"], line["notice"]["is_held"]) == (20_000_000, "published", False)
    assert steps[first]["release"]["document"]["number"].startswith("大工信发")
    (recovery,) = steps[first]["recoveries"]
    assert (recovery["amount_fen"], recovery["netted_fen"], recovery["state"].value) == (
        4_000_000,
        3_000_000,
        "settled",
    )
    assert [each["tranche_id"] for each in recovery["nettings"]] == [later]
    (paid,) = steps[later]["instructions"]
    assert (paid["gross_fen"], paid["netted_fen"], paid["amount_fen"]) == (15_000_000, 3_000_000, 12_000_000)
    figures = {name: trace[f"{name}_fen"] for name in ("awarded", "paid", "netted", "claimed", "recovered", "held")}
    assert figures == {
        "awarded": 35_000_000,
        "paid": 32_000_000,
        "netted": 3_000_000,
        "claimed": 4_000_000,
        "recovered": 4_000_000,
        "held": 31_000_000,
    }
    assert trace["adds_up"], trace["checks"]
    assert "6222" not in str(trace)


def test_a_strangers_case_and_one_without_an_award_are_not_found(traced: tuple[RealDesk, UUID, UUID]) -> None:
    desk, _, _ = traced

    for actor, case_id in ((STRANGER, CASE), (build.OTHER_DISTRICT, CASE), (OFFICER, build.an_id("no case"))):
        with pytest.raises(NotFound):
            trace_of_case(desk.reading, actor, case_id)


def test_a_source_is_traced_by_year_and_every_figure_is_the_sum_of_its_rows(
    traced: tuple[RealDesk, UUID, UUID],
) -> None:
    desk, _, _ = traced

    central, local = traces_of_sources(desk.reading, fund_source=None, fund_year=2025)["items"]

    assert (central["fund_source"], central["adds_up"], local["adds_up"]) == ("central", True, True), central["checks"]
    assert {name: central[f"{name}_fen"] for name in OPTIONS} == {
        "entered": 100_000_700,
        "confirmed": 100_000_000,
        "committed": 17_500_000,
        "given_back": 0,
        "released": 17_500_000,
        "instructed": 26_000_000,
        "paid": 16_000_000,
        "netted": 1_500_000,
        "returned": 10_000_000,
        "corrected": 10_000_000,
        "claimed": 2_000_000,
        "recovered": 2_000_000,
        "reentered": 2_000_000,
    }
    assert central["balances"]["budget_quota"] == 100_000_000 - 17_500_000 + 2_000_000
    for figure in OPTIONS:
        assert sum(each["amount_fen"] for each in all_rows(desk, figure)) == central[f"{figure}_fen"], figure
    whose = {each["applicant_name"] for each in all_rows(desk, "paid")}
    assert whose == {build.an_applicant().name}


def test_another_source_or_year_has_nothing_and_an_unknown_figure_is_refused(
    traced: tuple[RealDesk, UUID, UUID],
) -> None:
    desk, _, _ = traced

    assert traces_of_sources(desk.reading, fund_source="central", fund_year=2024)["items"] == []
    with pytest.raises(Invalid) as refused:
        all_rows(desk, "spent")

    (problem,) = refused.value.problems
    assert (problem.field, problem.inputs["options"]) == ("figure", list(OPTIONS))


def test_a_row_that_was_changed_behind_the_books_shows(traced: tuple[RealDesk, UUID, UUID]) -> None:
    desk, _, _ = traced
    desk.act(
        OFFICER,
        lambda uow: uow.budget.save_pool(
            uow.budget.open_pool(("central", 2025, CATEGORY)).receive(Money(0)).give_back(Money(5))
        ),
    )

    central, _ = traces_of_sources(desk.reading, fund_source=None, fund_year=None)["items"]

    assert not central["adds_up"]
    wrong = [check["code"] for check in central["checks"] if not check["is_equal"]]
    assert wrong == ["committed_is_what_the_budget_says"]


def all_rows(desk: RealDesk, figure: str) -> list[Any]:
    """The rows of every page of two."""
    found: list[Any] = []
    after = None
    while True:
        page = entries_of_figure(
            desk.reading, fund_source="central", fund_year=2025, category=CATEGORY, figure=figure, limit=2, after=after
        )
        found += page["items"]
        if (after := page["next"]) is None:
            return found
