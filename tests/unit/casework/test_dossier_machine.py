"""Whatever people do in whatever order: the states stay closed, no step is skipped, no working day is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from casework.deadlines import is_overdue, working_days_left
from casework.dossier import Dossier, Verdict
from casework.drafting import save_answers
from casework.endings import void, withdraw
from casework.filing import submit
from casework.reviews import record_finding, review
from casework.states import LIVE, TRANSITIONS, Action, State
from contracts.refusal import ActionNotAllowed
from contracts.working_days import WorkingDays
from tests.unit.casework.builders import (
    APPROVAL,
    CLERK,
    DISTRICT,
    MONDAY,
    OFFICER,
    REJECTION,
    RETURN,
    STATEMENT,
    ARoute,
    AStep,
    a_draft,
)
from tests.unit.casework.test_tables import stored_and_read

# A holiday in the middle of a week and a Saturday that makes up for it.
CALENDAR = WorkingDays(
    exceptions={date(2026, 11, 11): False, date(2026, 11, 14): True}, confirmed_years=frozenset({2026, 2027})
)
STEPS = (AStep(working_days=3), AStep(step="second_review", working_days=5), AStep(step="recheck"))


class DossierMachine(RuleBasedStateMachine):
    """`used` counts, day by day, how many working days the reviewer of the open step has had."""

    @initialize(begins_anew=st.booleans())
    def start(self, begins_anew: bool) -> None:
        self.route = ARoute(steps=STEPS, begins_anew_after_return=begins_anew)
        self.now = MONDAY
        self.dossier = a_draft()
        self.used = 0

    def act(self, action: Action, move: Callable[[Dossier], Dossier]) -> None:
        before = self.dossier
        is_known = any((before.state, each) in TRANSITIONS for each in _variants(action))
        try:
            self.dossier = move(before)
        except ActionNotAllowed:
            assert not is_known
        else:
            assert is_known
            assert self.dossier.state in {TRANSITIONS.get((before.state, each)) for each in _variants(action)}
        if _step_of(self.dossier) != _step_of(before):
            self.used = 0

    def reviewed(self, dossier: Dossier, verdict: Verdict) -> Dossier:
        judgement = {Verdict.APPROVED: APPROVAL, Verdict.RETURNED: RETURN, Verdict.REJECTED: REJECTION}[verdict]
        return review(dossier, self.route, CALENDAR, judgement, by=DISTRICT, at=self.now)

    @rule(hours=st.integers(1, 100))
    def time_passes(self, hours: int) -> None:
        later = self.now + timedelta(hours=hours)
        if self.dossier.state is State.IN_REVIEW:
            self.used += sum(CALENDAR.is_working_day(day) for day in _days_after(self.now, later))
        self.now = later

    @rule(revenue=st.integers(1, 5))
    def save(self, revenue: int) -> None:
        page = {**self.dossier.answers["basic"], "revenue_wan_yuan": str(revenue)}
        self.act(Action.SAVE, lambda dossier: save_answers(dossier, "basic", page))

    @rule()
    def submit(self) -> None:
        self.act(
            Action.SUBMIT,
            lambda dossier: submit(dossier, self.route, CALENDAR, by=CLERK, at=self.now, statement_version=STATEMENT),
        )

    @rule()
    def approve(self) -> None:
        self.act(Action.APPROVE, lambda dossier: self.reviewed(dossier, Verdict.APPROVED))

    @rule()
    def return_for_correction(self) -> None:
        self.act(Action.RETURN, lambda dossier: self.reviewed(dossier, Verdict.RETURNED))

    @rule()
    def record_finding(self) -> None:
        self.act(
            Action.RECORD_FINDING,
            lambda dossier: record_finding(
                dossier, by=DISTRICT, at=self.now, found_on=self.now.date(), place="厂房", text="设备在用"
            ),
        )

    @rule(chance=st.integers(0, 9), how=st.sampled_from(["reject", "withdraw", "void"]))
    def end(self, chance: int, how: str) -> None:
        """Rarely, so that most runs live long."""
        ways: dict[str, tuple[Action, Callable[[Dossier], Dossier]]] = {
            "reject": (Action.REJECT, lambda dossier: self.reviewed(dossier, Verdict.REJECTED)),
            "withdraw": (Action.WITHDRAW, lambda dossier: withdraw(dossier, by=CLERK, at=self.now)),
            "void": (
                Action.VOID,
                lambda dossier: void(dossier, by=OFFICER, at=self.now, reason_code="revoked", text="撤销"),
            ),
        }
        if chance == 0:
            self.act(*ways[how])

    @invariant()
    def the_state_is_one_of_the_closed_set_and_says_what_goes_with_it(self) -> None:
        dossier = self.dossier
        assert dossier.state in State
        assert (dossier.step is not None) == (dossier.state in (State.IN_REVIEW, State.RETURNED))
        assert (dossier.ending is None) == (dossier.state in LIVE)
        assert bool(dossier.items_to_correct) == (dossier.state is State.RETURNED)

    @invariant()
    def an_approved_dossier_has_passed_every_step_in_order(self) -> None:
        passed = 0
        for each in self.dossier.reviews:
            assert each.step_index == passed
            passed += each.verdict is Verdict.APPROVED
            if each.verdict is Verdict.RETURNED:
                passed = self.route.index_after_return(passed)
        if self.dossier.state is State.APPROVED:
            assert passed == len(STEPS)

    @invariant()
    def the_clock_has_counted_every_working_day_and_no_other(self) -> None:
        step = self.dossier.step
        if step is None:
            return
        limit = STEPS[step.index].working_days
        assert limit is not None
        left = limit - self.used
        assert working_days_left(self.dossier, CALENDAR, at=self.now) == left
        if self.dossier.due_on is not None and left >= 0:
            assert CALENDAR.between(self.now.date(), self.dossier.due_on) == left
        if is_overdue(self.dossier, at=self.now):
            assert left < 0 or not CALENDAR.is_working_day(self.now.date())

    @invariant()
    def it_reads_back_as_it_was_stored(self) -> None:
        assert stored_and_read(self.dossier) == self.dossier


def _variants(action: Action) -> tuple[Action, ...]:
    return (Action.PASS_STEP, Action.APPROVE) if action is Action.APPROVE else (action,)


def _step_of(dossier: Dossier) -> str | None:
    return dossier.step.name if dossier.step else None


def _days_after(start: datetime, end: datetime) -> list[date]:
    return [start.date() + timedelta(days=n) for n in range(1, (end.date() - start.date()).days + 1)]


TestDossierMachine = DossierMachine.TestCase
TestDossierMachine.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
