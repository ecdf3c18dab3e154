"""Side by side, on PostgreSQL: no cap and no budget is exceeded, nothing is paid twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from uuid import UUID

from chassis.commands import Asked, run_command
from chassis.units import Units
from contracts.money import Money
from contracts.refusal import Refusal
from services.funding.domain.award import Award
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.compute_award import compute_award
from services.funding.use_cases.decide_plan import decide_plan
from services.funding.use_cases.make_payment_batch import make_payment_batch
from tests import builders_funding as build
from tests.builders_funding import CITY, OFFICER, PDF, Actor
from tests.builders_platform_award import inner_mongolia, recognised
from tests.builders_shared_caps import with_a_shared_cap
from tests.desk_funding import MeetingVerdict
from tests.storage.funding.conftest import RealDesk

CAP = Money.wan_yuan("50")


def test_twenty_projects_accepted_side_by_side_hold_exactly_the_cap(desk: RealDesk) -> None:
    applicant = build.an_applicant()
    acceptances = twenty_acceptances(desk, applicant)

    in_parallel(desk, [lambda uow, each=each: compute_award(uow, desk.packs, desk.clock, each) for each in acceptances])

    amounts = [desk.award(desk.tranche_of(each.project_id)).amount.fen for each in acceptances]
    assert sum(amounts) == CAP.fen
    assert (
        sorted(amounts)[-16:] == [3_000_000] * 16
    )  # 17 × 3万 = 51万: sixteen whole ones, one of 2万, three of nothing


def test_lines_of_twenty_projects_computed_side_by_side_hold_exactly_the_cap_that_they_share(
    units: Units[FundingUnit],
) -> None:
    desk = RealDesk(units, pack=with_a_shared_cap("30"))
    applicant, ref = build.an_applicant(), desk.pack.ref
    acceptances = [replace(each, pack=ref.text, pack_sha256=ref.sha256) for each in twenty_acceptances(desk, applicant)]

    in_parallel(desk, [lambda uow, each=each: compute_award(uow, desk.packs, desk.clock, each) for each in acceptances])

    awards = [a for each in acceptances for a in desk.act(OFFICER, lambda uow, at=each: of_project(uow, at))]
    assert sum(award.amount.fen for award in awards) == Money.wan_yuan("30").fen
    assert {award.line for award in awards if award.amount > Money(0)} == {"transformation", "bonus"}


def test_platforms_recognised_side_by_side_are_awarded_for_the_enterprise_of_all_of_them_once(
    units: Units[FundingUnit],
) -> None:
    desk = RealDesk(units, pack=inner_mongolia())
    ids = [build.an_id(f"the declaration of platform {number}") for number in range(8)]
    told = [replace(recognised([600_000]), aggregate_id=each, case_id=each) for each in ids]
    told = [replace(each, applicant=build.an_applicant(f"平台{n}")) for n, each in enumerate(told)]
    for each in told:
        desk.hear(build.an_organisation(each.applicant))

    in_parallel(desk, [lambda uow, each=each: compute_award(uow, desk.packs, desk.clock, each) for each in told])

    awards = [a for at in ids for a in desk.act(OFFICER, lambda uow, at=at: uow.awards.of_line(at, "platform"))]
    assert sorted(award.amount.fen for award in awards) == [0] * 6 + [8_000_000, 12_000_000]


def test_twenty_approvals_side_by_side_against_the_cap_approve_exactly_the_cap(desk: RealDesk) -> None:
    desk.budget()
    plans = twenty_plans(desk)

    outcomes = in_parallel(desk, [approval(desk, plan_id) for plan_id in plans])

    (allowance,) = desk.act(OFFICER, lambda uow: uow.allowances.locked([key_of_cap()])).values()
    approved = [each for each in outcomes if not isinstance(each, Refusal)]
    assert allowance.approved == CAP == Money(sum(each["total_fen"] for each in approved))


def test_even_if_every_plan_was_drawn_up_for_the_whole_cap_only_one_is_approved(desk: RealDesk) -> None:
    """The awards are forged past the allowance, as no code of ours does: the row's lock still decides."""
    desk.budget()
    plans = twenty_plans(desk, forge_each=CAP)

    outcomes = in_parallel(desk, [approval(desk, plan_id) for plan_id in plans])

    approved = [each for each in outcomes if isinstance(each, dict)]
    assert [each["total_fen"] for each in approved] == [CAP.fen]
    assert {each.code for each in outcomes if isinstance(each, Refusal)} == {"cap_exceeded"}


def test_approvals_side_by_side_never_exceed_the_budget(desk: RealDesk) -> None:
    desk.budget(300_000)  # for three awards of 20万, half from each source
    ids = [desk.accepted(build.an_applicant(name)) for name in "甲乙丙丁戊己"]
    desk.recommend(*ids)
    plans = [desk.draw_up(each)["id"] for each in ids]

    outcomes = in_parallel(desk, [approval(desk, plan_id) for plan_id in plans])

    assert sum(isinstance(each, dict) for each in outcomes) == 3
    assert {each.code for each in outcomes if isinstance(each, Refusal)} == {"budget_exceeded"}


def test_ten_makers_side_by_side_instruct_one_payment(desk: RealDesk) -> None:
    desk.budget()
    tranche_id = desk.accepted()
    desk.released(tranche_id)
    makers = [build.an_actor(f"maker {number}", "finance_maker") for number in range(10)]

    outcomes = in_parallel(
        desk,
        [
            lambda uow, by=by: make_payment_batch(uow, desk.packs, desk.clock, by, tranche_ids=(tranche_id,))
            for by in makers
        ],
    )

    assert sum(isinstance(each, dict) for each in outcomes) == 1


def of_project(uow: FundingUnit, acceptance: Any) -> tuple[Award, ...]:
    return uow.awards.of_project(acceptance.project_id)


def twenty_acceptances(desk: RealDesk, applicant: Any) -> list[Any]:
    """Twenty projects of one enterprise, each worth 3万: 60万 against a cap of 50万."""
    desk.hear(build.an_organisation(applicant))
    desk.hear(build.an_account(applicant))
    found = []
    for number in range(20):
        contract = build.a_contract(applicant, str(number))
        desk.hear(contract)
        found.append(build.an_acceptance(applicant, str(number), yuan=60_000))
    return found


def twenty_plans(desk: RealDesk, *, forge_each: Money | None = None) -> list[UUID]:
    """A plan for each of the twenty projects that got something."""
    plans = []
    for acceptance in twenty_acceptances(desk, build.an_applicant()):
        desk.compute(acceptance)
        tranche_id = desk.tranche_of(acceptance.project_id)
        if forge_each is not None:
            forge(desk, tranche_id, forge_each)
        if desk.tranche(tranche_id).amount > Money(0):
            desk.recommend(tranche_id)
            plans.append(desk.draw_up(tranche_id)["id"])
    return plans


def forge(desk: RealDesk, tranche_id: UUID, amount: Money) -> None:
    """An award above what its holder has left, which only a bug could make."""
    tranche, award = desk.tranche(tranche_id), desk.award(tranche_id)
    half = Money(amount.fen // 2)
    shares = {"central": half, "local": amount - half}
    computation = type(award.computation)(**{**vars(award.computation), "amount": amount, "shares": shares})
    changed = type(award)(**{**vars(award), "version": award.version + 1, "computation": computation})
    raised = type(tranche)(**{**vars(tranche), "version": tranche.version + 1, "amount": amount, "shares": shares})

    def write(uow: FundingUnit) -> None:
        uow.awards.save(changed)
        uow.tranches.save(raised)

    desk.act(OFFICER, write)


def key_of_cap() -> Any:
    return build.PROGRAMME, "transformation", build.an_applicant().credit_code


def approval(desk: RealDesk, plan_id: UUID) -> Any:
    number = desk.a_document()
    return lambda uow: decide_plan(
        uow, desk.packs, desk.clock, OFFICER, plan_id,
        verdict=MeetingVerdict.APPROVED, document_number=number, document_on=desk.clock.today(), file=PDF,
    )  # fmt: skip


def in_parallel(desk: RealDesk, acts: list[Any]) -> list[Any]:
    """The answer or the refusal of each, run as commands are: again when somebody was in the way."""

    def run(act: Any) -> Any:
        try:
            return run_command(desk.units, Asked(actor=system(), request_id="test"), act, now=desk.clock.now)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(max_workers=len(acts)) as threads:
        return list(threads.map(run, acts))


def system() -> Actor:
    return Actor.system(CITY)
