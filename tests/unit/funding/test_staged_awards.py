"""Xiamen pays a transformation in two: 40% of the down payment first, the rest by the level that was reached (XB18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from contracts.events.acceptance import AcceptanceFailed
from contracts.events.project import ProjectTerminated
from contracts.money import ZERO, Money
from policy.pack import Pack
from policy.packs import load_folder
from services.funding.domain.award import Award
from services.funding.domain.states import TrancheState
from services.funding.domain.supports import GrantedSupport
from services.funding.use_cases.call_off_tranche import call_off_tranche
from services.funding.use_cases.recompute_award import recompute_award
from services.funding.use_cases.record_support import record_support
from tests import builders_funding as build
from tests.builders_funding import OFFICER
from tests.desk_funding import Desk

APPLICANT = build.an_applicant()
PROJECT = build.a_project_id(APPLICANT)


@cache
def xiamen() -> Pack:
    return load_folder(build.ROOT / "packs" / "xiamen" / "sme-digital-2023")


@pytest.fixture
def desk() -> Desk:
    desk = Desk(xiamen())
    desk.hear(build.an_organisation(APPLICANT))
    desk.hear(build.an_account(APPLICANT))
    return desk


def of_the_pack(event: Any, **members: Any) -> Any:
    ref = xiamen().ref
    return replace(event, pack=ref.text, pack_sha256=ref.sha256, division="350211", **members)


def contract(*, down_yuan: int = 200_000, project: str = "1", sequence: int = 1) -> Any:
    filed = build.a_contract(APPLICANT, project, signed_on=date(2024, 3, 1))
    return of_the_pack(filed, down_payment_fen=down_yuan * 100, sequence=sequence)


def accepted(*, level: int, yuan: int, **members: Any) -> Any:
    accepted_on = date(2024, 10, 10)
    return of_the_pack(build.an_acceptance(APPLICANT, yuan=yuan, level=level, accepted_on=accepted_on, **members))


def failed(*, level: int | None = 1, final: bool = True) -> AcceptanceFailed:
    ref = xiamen().ref
    return AcceptanceFailed(
        **build.heard(build.an_id(f"acceptance 1 of {APPLICANT.id}"), 4),
        case_id=build.a_case_id(APPLICANT),
        project_id=PROJECT,
        applicant=APPLICANT,
        division="350211",
        pack=ref.text,
        pack_sha256=ref.sha256,
        state="voided",
        level=level,
        final=final,
    )


def a_support(desk: Desk, *, yuan: int) -> None:
    asked = GrantedSupport(
        credit_code=APPLICANT.credit_code,
        purpose="transformation",
        year=2024,
        amount=Money(yuan * 100),
        policy="技术改造专项",
        granted_by="city",
    )
    desk.act(OFFICER, lambda uow: record_support(uow, desk.packs, desk.clock, OFFICER, asked))


def first_is_paid(desk: Desk) -> None:
    (tranche,) = desk.uow.tranches.of_award(awards(desk)["first"].id)
    desk.uow.tranches.rows[tranche.id] = replace(tranche, state=TrancheState.PAID)


def terminate(desk: Desk) -> None:
    ended = ProjectTerminated(**build.heard(PROJECT, 9), reason="企业停产")
    desk.hear(ended)
    desk.compute(ended)


def filed(desk: Desk, **members: Any) -> None:
    told = contract(**members)
    desk.hear(told)
    desk.compute(told)


def awards(desk: Desk) -> dict[str, Award]:
    found = desk.act(OFFICER, lambda uow: uow.awards.of_line(PROJECT, "transformation"))
    return {award.part.key: award for award in found}


def recoverable(award: Award) -> int:
    return int(award.computation.outcome["recoverable_fen"])


@pytest.mark.parametrize(("down_yuan", "first"), [(200_000, "8"), (250_000, "10"), (300_000, "10")])
def test_the_first_tranche_is_due_when_the_contract_is_filed(desk: Desk, down_yuan: int, first: str) -> None:
    filed(desk, down_yuan=down_yuan)

    award = awards(desk)["first"]
    assert award.amount == Money.wan_yuan(first)
    assert award.title == "数字化改造补贴：首期拨付"
    assert award.acceptance_id is None


@pytest.mark.shows("XB11")
def test_what_the_city_grants_elsewhere_for_the_same_counts_against_the_first_tranche(desk: Desk) -> None:
    a_support(desk, yuan=350_000)

    filed(desk)

    assert awards(desk)["first"].amount == Money.wan_yuan("5")


@pytest.mark.parametrize(
    ("down_yuan", "level", "yuan", "total", "rest"),
    [(200_000, 2, 600_000, "24", "16"), (300_000, 3, 1_000_000, "35", "25"), (0, 4, 1_200_000, "40", "40")],
)
def test_the_rest_settles_what_the_level_gives(
    desk: Desk, down_yuan: int, level: int, yuan: int, total: str, rest: str
) -> None:
    filed(desk, down_yuan=down_yuan)

    desk.compute(accepted(level=level, yuan=yuan))

    award = awards(desk)["rest"]
    assert award.computation.calculated == Money.wan_yuan(total)
    assert award.amount == Money.wan_yuan(rest)
    assert recoverable(award) == 0


def test_below_level_two_nothing_is_due_and_the_first_tranche_is_to_be_claimed_back(desk: Desk) -> None:
    filed(desk)

    desk.compute(failed())

    award = awards(desk)["rest"]
    assert award.amount == ZERO
    assert recoverable(award) == Money.wan_yuan("8").fen
    line = next(each for each in award.computation.outcome["explanation"] if each["code"] == "recovery")
    assert "追回" in line["requirement"]
    assert line["assumed"]


def test_a_failure_that_is_not_final_settles_nothing(desk: Desk) -> None:
    filed(desk)

    desk.compute(failed(final=False))

    assert set(awards(desk)) == {"first"}


@pytest.mark.shows("XB18")
def test_a_project_that_is_terminated_owes_back_what_it_was_granted(desk: Desk) -> None:
    filed(desk)
    first_is_paid(desk)

    terminate(desk)

    award = awards(desk)["rest"]
    assert (award.trigger, award.amount) == ("project_terminated", ZERO)
    assert recoverable(award) == Money.wan_yuan("8").fen
    line = next(each for each in award.computation.outcome["explanation"] if each["code"] == "recovery")
    assert "追回" in line["requirement"]


def test_an_advance_that_no_plan_holds_is_called_off_with_the_project_and_nothing_is_owed(desk: Desk) -> None:
    filed(desk)

    terminate(desk)

    first, rest = awards(desk)["first"], awards(desk)["rest"]
    (tranche,) = desk.uow.tranches.of_award(first.id)
    assert (first.amount, tranche.state, recoverable(rest)) == (ZERO, TrancheState.REVOKED, 0)
    assert first.correction is not None
    assert first.correction.findings == "项目终止：企业停产"


def test_a_project_that_is_terminated_without_having_been_granted_anything_owes_nothing(desk: Desk) -> None:
    desk.hear(contract())

    terminate(desk)

    assert awards(desk) == {}


def test_a_contract_that_is_heard_after_the_end_of_its_project_makes_nothing_due(desk: Desk) -> None:
    terminate(desk)

    filed(desk)

    assert awards(desk) == {}


def test_both_tranches_stay_below_the_cap_of_the_enterprise_together(desk: Desk) -> None:
    filed(desk, down_yuan=300_000)

    desk.compute(accepted(level=2, yuan=1_000_000))

    assert sum(award.amount.fen for award in awards(desk).values()) == Money.wan_yuan("25").fen


def test_the_same_word_twice_changes_nothing(desk: Desk) -> None:
    filed(desk)
    before = awards(desk)

    desk.compute(contract())

    assert awards(desk) == before


def test_an_amended_contract_computes_the_first_tranche_again_while_no_plan_holds_it(desk: Desk) -> None:
    filed(desk)

    filed(desk, down_yuan=100_000, sequence=7)

    assert awards(desk)["first"].amount == Money.wan_yuan("4")


def test_the_rest_is_computed_again_beside_what_the_first_brought(desk: Desk) -> None:
    filed(desk)
    desk.compute(accepted(level=2, yuan=600_000))
    rest = awards(desk)["rest"]

    desk.act(OFFICER, lambda uow: recompute_award(uow, desk.packs, desk.clock, OFFICER, rest.id))

    assert awards(desk)["rest"].amount == Money.wan_yuan("16")


def test_a_first_tranche_that_was_called_off_is_paid_with_the_rest(desk: Desk) -> None:
    filed(desk)
    (tranche,) = desk.act(OFFICER, lambda uow: uow.tranches.of_award(awards(desk)["first"].id))
    desk.act(
        OFFICER,
        lambda uow: call_off_tranche(uow, desk.packs, desk.clock, OFFICER, tranche.id, reason="企业放弃首期资金"),
    )

    desk.compute(accepted(level=2, yuan=600_000))

    assert awards(desk)["rest"].amount == Money.wan_yuan("24")


def test_dalian_gives_nothing_before_acceptance() -> None:
    desk = Desk()
    ref = build.dalian().ref
    told = replace(build.a_contract(APPLICANT), pack=ref.text, pack_sha256=ref.sha256, division="210211")
    desk.hear(build.an_organisation(APPLICANT))
    desk.hear(told)

    desk.compute(told)

    assert awards(desk) == {}
