"""From the accepted project to the bank's answer, on PostgreSQL; the fakes of the unit tests go the same way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import psycopg2
import pytest

from casework.refusals import NoticeStillOpen
from chassis.commands import Asked, run_command
from chassis.db.errors import Duplicate, LostUpdate
from contracts.events.registry import StandingChanged
from contracts.money import Money
from contracts.refusal import Refusal
from services.funding.domain.bank_files import ExportFormat
from services.funding.domain.payment import BankVerdict
from services.funding.domain.refusals import BudgetExceeded, InstructionExists, NotPayable
from services.funding.domain.states import TrancheState
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.call_off_tranche import call_off_tranche
from services.funding.use_cases.choose_showcase import choose_showcase
from services.funding.use_cases.close_due_notices import close_due_notices
from services.funding.use_cases.compute_award import compute_award
from services.funding.use_cases.correct_payment import correct_payment
from services.funding.use_cases.decide_plan import decide_plan
from services.funding.use_cases.evaluate_performance import evaluate_performance
from services.funding.use_cases.export_payment_batch import export_payment_batch
from services.funding.use_cases.make_payment_batch import make_payment_batch
from services.funding.use_cases.open_recovery import open_recovery
from services.funding.use_cases.settle_recovery import settle_recovery
from tests import builders_funding as build
from tests.builders_funding import CHECKER, CITY, MAKER, OFFICER, PDF, Actor
from tests.desk_funding import ONE_SECOND, Desk, MeetingVerdict, results_for
from tests.storage.funding.conftest import RealDesk

CAP = Money.wan_yuan("50")


def test_the_whole_way_with_a_return_a_correction_and_a_recovery(any_desk: Desk) -> None:
    desk = any_desk
    desk.budget()
    tranche_id = desk.accepted()
    plan = desk.planned(tranche_id)
    desk.wait_until(plan["notice"]["closes_at"] - ONE_SECOND)
    with pytest.raises(NoticeStillOpen):
        desk.instruct(tranche_id)
    desk.clock.advance(ONE_SECOND)
    desk.act(OFFICER, lambda uow: close_due_notices(uow, desk.clock))
    desk.release(plan)
    first = desk.instruct(tranche_id)
    desk.check(first)
    export = desk.act(
        CHECKER,
        lambda uow: export_payment_batch(
            uow, desk.packs, desk.clock, CHECKER, first["id"], file_format=ExportFormat.XLSX
        ),
    )
    assert export["count"] == 1
    desk.bank_says(results_for(first, on=desk.clock.today(), verdict=BankVerdict.RETURNED, reason="账号不符"))
    desk.hear(build.an_account(build.an_applicant(), number="6222000099990000", sequence=2))
    desk.act(
        OFFICER,
        lambda uow: correct_payment(
            uow, desk.packs, desk.clock, OFFICER, tranche_id, adopt_account=True, reason="更正"
        ),
    )
    second = desk.instruct(tranche_id)
    desk.check(second)
    desk.bank_says(results_for(second, on=desk.clock.today()), file=a_file("c"))
    award_id = desk.award(tranche_id).id
    desk.act(
        OFFICER, lambda uow: evaluate_performance(uow, desk.clock, OFFICER, award_id, is_done=True, is_passed=True)
    )
    desk.act(OFFICER, lambda uow: choose_showcase(uow, desk.clock, OFFICER, award_id, is_chosen=True, reason="样板"))
    recovery = desk.act(
        OFFICER,
        lambda uow: open_recovery(
            uow, desk.packs, desk.clock, OFFICER, tranche_id,
            reason="虚假", article=None, document_number="处1", document_on=desk.clock.today(), file=PDF,
        ),
    )  # fmt: skip
    desk.act(
        MAKER,
        lambda uow: settle_recovery(
            uow, desk.packs, desk.clock, MAKER, recovery["id"], settled_on=desk.clock.today(), bank_reference="BR"
        ),
    )

    tranche = desk.tranche(tranche_id)
    assert (tranche.state, tranche.attempts, tranche.amount) == (TrancheState.RECOVERED, 2, Money.wan_yuan("20"))
    assert second["instructions"][0]["payee"]["last4"] == "0000"


def test_an_upheld_objection_goes_the_same_way(any_desk: Desk) -> None:
    desk = any_desk
    desk.budget()
    tranche_id = desk.accepted()
    plan = desk.planned(tranche_id)
    desk.decide_objection(desk.object_to(plan), is_upheld=True, corrected=Money.wan_yuan("12"))

    again = desk.planned_again(tranche_id)
    desk.wait_for_the_end(again)
    desk.release(again)
    desk.paid(tranche_id)

    assert desk.tranche(tranche_id).amount == Money.wan_yuan("12")
    assert desk.award(tranche_id).amount == Money.wan_yuan("12")


def test_a_refused_act_leaves_nothing_behind(desk: RealDesk) -> None:
    desk.budget(1)
    tranche_id = desk.accepted()
    desk.recommend(tranche_id)
    plan = desk.draw_up(tranche_id)

    with pytest.raises(BudgetExceeded):
        desk.decide(plan["id"])

    assert desk.tranche(tranche_id).state is TrancheState.PLANNED
    assert desk.act(OFFICER, lambda uow: uow.snapshots.latest([tranche_id])) == {}


def test_standing_is_asked_again_where_money_leaves(desk: RealDesk) -> None:
    desk.budget()
    applicant = build.an_applicant()
    plan = desk.planned(desk.accepted(applicant))
    desk.wait_for_the_end(plan)
    desk.hear(
        StandingChanged(**build.heard(build.an_id("standing")), credit_code=applicant.credit_code, lists=("dishonest",))
    )

    with pytest.raises(NotPayable):
        desk.release(plan)


def test_twenty_projects_accepted_side_by_side_hold_exactly_the_cap(desk: RealDesk) -> None:
    applicant = build.an_applicant()
    acceptances = twenty_acceptances(desk, applicant)

    in_parallel(desk, [lambda uow, each=each: compute_award(uow, desk.packs, desk.clock, each) for each in acceptances])

    amounts = [desk.award(desk.tranche_of(each.project_id)).amount.fen for each in acceptances]
    assert sum(amounts) == CAP.fen
    assert (
        sorted(amounts)[-16:] == [3_000_000] * 16
    )  # 17 × 3万 = 51万: sixteen whole ones, one of 2万, three of nothing


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


def test_past_every_use_case_the_database_refuses_a_second_live_instruction(any_desk: Desk) -> None:
    desk = any_desk
    desk.budget()
    tranche_id = desk.accepted()
    desk.released(tranche_id)
    batch = desk.act(OFFICER, lambda uow: uow.batches.get(desk.instruct(tranche_id)["id"]))
    (instruction,) = batch.instructions
    twin = type(instruction)(**{**vars(instruction), "id": uuid4(), "number": "twin", "attempt": 2})
    second = type(batch)(**{**vars(batch), "id": uuid4(), "number": "2", "instructions": (twin,)})

    with pytest.raises((Duplicate, InstructionExists)) as refused:
        desk.act(MAKER, lambda uow: uow.batches.add(second))

    if isinstance(refused.value, Duplicate):
        assert isinstance(FundingUnit.refusal_for(refused.value.constraint), InstructionExists)


def test_what_somebody_else_changed_is_not_overwritten(any_desk: Desk) -> None:
    desk = any_desk
    tranche = desk.tranche(desk.accepted())
    desk.recommend(tranche.id)

    with pytest.raises(LostUpdate):
        desk.act(OFFICER, lambda uow: uow.tranches.save(type(tranche)(**{**vars(tranche), "version": 2})))


@pytest.mark.parametrize(
    "statement",
    [
        "update ledger_posting set amount_fen = 1",
        "delete from ledger_entry",
        "update payee_snapshot set reason = 'x'",
    ],
)
@pytest.mark.parametrize("role", ["funding", "funding_owner"])
def test_what_was_booked_is_never_changed_whoever_tries(desk: RealDesk, url: str, statement: str, role: str) -> None:
    desk.budget()
    tranche_id = desk.accepted()
    desk.planned(tranche_id)

    with pytest.raises(psycopg2.Error) as refused:
        execute(url, role, "select set_config('app.city', 'dalian', false)", statement)

    # The service has no grant, the owner meets the trigger.
    assert refused.value.pgcode in ("42501", "SZ002")


def test_an_entry_that_does_not_balance_is_refused_at_the_commit(url: str) -> None:
    entry = uuid4()
    with pytest.raises(psycopg2.Error) as refused:
        execute(
            url,
            "funding",
            "select set_config('app.city', 'dalian', false)",
            an_entry(entry, postings=2),
            a_posting(entry, 1, "paid", 5),
            a_posting(entry, 2, "in_transit", -4),
        )

    assert refused.value.pgcode == "SZ003"


def test_nothing_is_slipped_into_an_entry_that_was_booked(url: str) -> None:
    entry = uuid4()
    city = "select set_config('app.city', 'dalian', false)"
    execute(
        url,
        "funding",
        city,
        an_entry(entry, postings=2),
        a_posting(entry, 1, "paid", 5),
        a_posting(entry, 2, "in_transit", -5),
    )

    with pytest.raises(psycopg2.Error) as refused:
        execute(url, "funding", city, a_posting(entry, 3, "paid", 7), a_posting(entry, 4, "in_transit", -7))

    assert refused.value.pgcode == "SZ003"


def test_shares_that_do_not_add_up_are_refused_by_the_database(desk: RealDesk, url: str) -> None:
    desk.accepted()

    with pytest.raises(psycopg2.Error) as refused:
        execute(
            url,
            "funding",
            "select set_config('app.city', 'dalian', false)",
            """update tranche set shares = '{"central": 1}'""",
        )

    assert refused.value.diag.constraint_name == "tranche_shares_add_up"


def test_another_city_sees_nothing(desk: RealDesk) -> None:
    tranche_id = desk.accepted()
    elsewhere = Actor(account_id=build.an_id("x"), city="xiamen", roles=frozenset({"city_officer"}))

    found = desk.act(elsewhere, lambda uow: uow.tranches.many([tranche_id]))

    assert found == {}


def test_a_recalled_tranche_gives_its_budget_to_another(desk: RealDesk) -> None:
    desk.budget(100_000)
    first, second = desk.accepted(build.an_applicant("甲")), desk.accepted(build.an_applicant("乙"))
    desk.released(first)
    desk.recommend(second)
    plan = desk.draw_up(second)
    with pytest.raises(BudgetExceeded):
        desk.decide(plan["id"])

    desk.act(OFFICER, lambda uow: call_off_tranche(uow, desk.packs, desk.clock, OFFICER, first, reason="收回"))
    desk.decide(plan["id"])

    assert desk.tranche(second).state is TrancheState.APPROVED


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


def a_file(mark: str) -> Any:
    return type(PDF)(sha256=mark * 64, size=10, media_type="text/csv", name="回执.csv")


def execute(url: str, role: str, *statements: str) -> None:
    connection = psycopg2.connect(url.format(role=role))
    try:
        with connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        connection.close()


def an_entry(entry_id: UUID, *, postings: int) -> str:
    return f"""
        insert into ledger_entry
            (id, city, kind, subject_id, subject_version, subject_kind, booked_on, at, postings)
        values ('{entry_id}', 'dalian', 'payment_made', '{uuid4()}', 1, 'tranche', current_date, now(), {postings})
    """


def a_posting(entry_id: UUID, line: int, account: str, fen: int) -> str:
    return f"""
        insert into ledger_posting (city, entry_id, line, account, fund_source, fund_year, category, amount_fen)
        values ('dalian', '{entry_id}', {line}, '{account}', 'central', 2025, 'c', {fen})
    """
