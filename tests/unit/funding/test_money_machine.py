"""Whatever people do, in whatever order: no fen is lost, none is paid twice, no cap and no budget is exceeded."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from contracts.money import ZERO, Money
from contracts.refusal import Refusal
from services.funding.domain.ledger import Account, balances_of
from services.funding.domain.payment import BankVerdict
from services.funding.domain.shares import total_of
from services.funding.domain.states import BatchState, InstructionState, RecoveryState, TrancheState
from services.funding.use_cases.call_off_tranche import call_off_tranche
from services.funding.use_cases.correct_payment import correct_payment
from services.funding.use_cases.recompute_award import recompute_award
from tests import builders_funding as build
from tests.builders_funding import OFFICER, TABLE
from tests.desk_funding import Desk, results_for
from tests.desk_funding_back import claim_back, net, pay_back
from tests.unit.funding.situations import money_of

PLACES = {
    TrancheState.APPROVED: Account.COMMITTED,
    TrancheState.RELEASED: Account.PAYABLE,
    TrancheState.RETURNED: Account.RETURNED,
}
PAID = {TrancheState.PAID, TrancheState.IN_RECOVERY, TrancheState.RECOVERED}
KEPT = {TrancheState.RELEASED, TrancheState.IN_PAYMENT, TrancheState.RETURNED}
pick = st.integers(min_value=0, max_value=50)


class MoneyMachine(RuleBasedStateMachine):
    """A city with two enterprises, several projects each, and a budget that does not reach for all."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.desk.budget(400_000)
        self.projects = 0
        self.files = 0
        self.plans: list[Any] = []
        self.objections: list[Any] = []

    @rule(name=st.sampled_from(["甲", "乙"]), yuan=st.integers(min_value=1, max_value=900_000))
    def accept(self, name: str, yuan: int) -> None:
        self.projects += 1
        self.desk.accepted(build.an_applicant(name), str(self.projects), yuan=yuan)

    @rule(name=st.sampled_from(["甲", "乙"]), yuan=st.integers(min_value=1, max_value=90_000), is_paid=st.booleans())
    def go_straight(self, name: str, yuan: int, is_paid: bool) -> None:
        """From the acceptance to the release, or to the payment, in one go: what follows is seldom reached by steps."""
        self.projects += 1
        tranche = self.desk.accepted(build.an_applicant(name), str(self.projects), yuan=yuan)
        with suppress(Refusal):
            self.desk.released(tranche)
            if is_paid:
                self.desk.paid(tranche)

    @rule(which=pick)
    def plan_one(self, which: int) -> None:
        with suppress(Refusal):
            tranche = self._tranche(which)
            with suppress(Refusal):
                self.desk.recommend(tranche)
            plan = self.desk.draw_up(tranche)
            self.desk.decide(plan["id"])
            self.plans.append(self.desk.publish(plan["id"]))

    @rule(which=pick)
    def object(self, which: int) -> None:
        with suppress(Refusal):
            if self.plans:
                self.objections.append(self.desk.object_to(self.plans[which % len(self.plans)]))

    @rule(which=pick, is_upheld=st.booleans(), corrected=st.sampled_from([None, 1, 5_000_000]))
    def decide(self, which: int, is_upheld: bool, corrected: int | None) -> None:
        with suppress(Refusal):
            if self.objections:
                objection = self.objections[which % len(self.objections)]
                amount = Money(corrected) if corrected and is_upheld else None
                self.desk.decide_objection(objection, is_upheld=is_upheld, corrected=amount)

    @rule(which=pick)
    def release(self, which: int) -> None:
        with suppress(Refusal):
            if self.plans:
                plan = self.plans[which % len(self.plans)]
                if self.desk.clock.now() < plan["notice"]["closes_at"]:
                    self.desk.wait_for_the_end(plan)
                self.desk.release(plan)

    @rule(which=pick, is_approved=st.booleans())
    def instruct(self, which: int, is_approved: bool) -> None:
        with suppress(Refusal):
            self.desk.check(self.desk.instruct(self._tranche(which)), is_approved=is_approved)

    @rule(which=pick, verdict=st.sampled_from(BankVerdict))
    def answer(self, which: int, verdict: BankVerdict) -> None:
        batches = [each for each in self.desk.uow.batches.rows.values() if each.state is not BatchState.REJECTED]
        if not batches:
            return
        batch = batches[which % len(batches)]
        self.files += 1
        shown = {
            "instructions": [{"number": each.number, "amount_fen": each.amount.fen} for each in batch.instructions]
        }
        results = results_for(shown, on=self.desk.clock.today(), verdict=verdict, reference=f"F{self.files}-")
        with suppress(Refusal):
            self.desk.bank_says(results, file=type(TABLE)(**{**vars(TABLE), "sha256": f"{self.files:064x}"}))

    @rule(which=pick)
    def correct(self, which: int) -> None:
        with suppress(Refusal):
            tranche = self._tranche(which)
            self.desk.act(
                OFFICER,
                lambda uow: correct_payment(
                    uow, self.desk.packs, self.desk.clock, OFFICER, tranche, adopt_account=False, reason="重付"
                ),
            )

    @rule(which=pick, amount=st.sampled_from([None, 1, 3_333_333]))
    def claim(self, which: int, amount: int | None) -> None:
        paid = [each for each in self._tranches() if each.state is TrancheState.PAID]
        with suppress(Refusal):
            if paid:
                claim_back(self.desk, paid[which % len(paid)].id, Money(amount) if amount else None)

    @rule(which=pick)
    def come_back(self, which: int) -> None:
        with suppress(Refusal):
            if self._recoveries():
                pay_back(self.desk, {"id": self._recoveries()[which % len(self._recoveries())].id})

    @rule(which=pick, other=pick, amount=st.sampled_from([None, 1, 2_500_001]))
    def net(self, which: int, other: int, amount: int | None) -> None:
        opened = [each for each in self._recoveries() if each.state is RecoveryState.OPENED]
        released = [each for each in self._tranches() if each.state is TrancheState.RELEASED]
        if opened and released:
            recovery, later = opened[which % len(opened)], released[other % len(released)]
            with suppress(Refusal):
                net(self.desk, {"id": recovery.id}, later.id, Money(amount) if amount else None)

    @rule(which=pick)
    def call_off(self, which: int) -> None:
        with suppress(Refusal):
            tranche = self._tranche(which)
            self.desk.act(
                OFFICER,
                lambda uow: call_off_tranche(uow, self.desk.packs, self.desk.clock, OFFICER, tranche, reason="收回"),
            )

    @rule(which=pick)
    def recompute(self, which: int) -> None:
        with suppress(Refusal):
            award = self.desk.award(self._tranche(which))
            self.desk.act(
                OFFICER, lambda uow: recompute_award(uow, self.desk.packs, self.desk.clock, OFFICER, award.id)
            )

    @invariant()
    def the_ledger_says_where_every_tranche_is(self) -> None:
        expected = {
            account: sum(each.amount_to_pay.fen for each in self._tranches() if each.state is state)
            for state, account in PLACES.items()
        }
        expected[Account.PAYABLE] += self._unchecked()
        claimed = sum(each.amount.fen for each in self._recoveries())
        expected[Account.PAID] = sum(each.amount.fen for each in self._tranches() if each.state in PAID) - claimed
        expected[Account.PAID] += sum(total_of(each.netted).fen for each in self._tranches() if each.state in KEPT)
        expected[Account.RECEIVABLE] = sum(total_of(each.outstanding).fen for each in self._recoveries())
        expected[Account.RECOVERED] = 0  # Dalian's pack says nothing, so it is in the budget again
        balances = balances_of(self.desk.uow.ledger.entries.values())
        booked = {
            account: sum(part.fen for (_, _, each), part in balances.items() if each is account) for account in expected
        }
        assert booked == expected
        assert sum(part.fen for part in balances.values()) == 0

    @invariant()
    def no_budget_is_exceeded_and_what_is_committed_is_what_is_approved_and_did_not_come_back(self) -> None:
        for pool in self.desk.uow.budget.held.values():
            drawn = [each for each in self._tranches() if each.approved > ZERO]
            approved = sum(each.shares[pool.fund_source].fen for each in drawn)
            back = sum(each.recovered.get(pool.fund_source, ZERO).fen for each in drawn)
            assert pool.committed.fen == approved - back <= pool.allocated.fen

    @invariant()
    def the_money_of_every_case_adds_up_step_by_step(self) -> None:
        for case_id in {each.case_id for each in self._tranches()}:
            assert [check for check in money_of(self.desk, case_id).checks() if not check.is_equal] == []

    @invariant()
    def no_enterprise_holds_more_than_its_cap(self) -> None:
        for allowance in self.desk.uow.allowances.rows.values():
            own = [each for each in self._tranches() if each.holder == allowance.holder]
            assert allowance.held.fen == sum(each.held.fen for each in own) <= Money.wan_yuan("50").fen
            assert allowance.approved.fen == sum(each.approved.fen for each in own)

    @invariant()
    def nothing_is_paid_twice(self) -> None:
        instructions = [each for batch in self.desk.uow.batches.rows.values() for each in batch.instructions]
        live = [
            each.tranche_id for each in instructions if each.state in (InstructionState.CHECKED, InstructionState.PAID)
        ]
        assert len(live) == len(set(live))

    @invariant()
    def the_parts_add_up(self) -> None:
        for tranche in self._tranches():
            assert total_of(tranche.shares) == tranche.amount

    def _tranches(self) -> list[Any]:
        return list(self.desk.uow.tranches.rows.values())

    def _recoveries(self) -> list[Any]:
        return list(self.desk.uow.recoveries.rows.values())

    def _tranche(self, which: int) -> Any:
        found = self._tranches()
        if not found:
            raise Refusal()
        return found[which % len(found)].id

    def _unchecked(self) -> int:
        batches = self.desk.uow.batches.rows.values()
        return sum(batch.total.fen for batch in batches if batch.state is BatchState.MADE)


TestMoney = MoneyMachine.TestCase
TestMoney.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
