"""Recovery (追回): paid money that is claimed back, in whole or in part, to the sources that it came from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from casework.states import move
from contracts.actor import Actor
from contracts.money import ZERO, Money
from contracts.refusal import Invalid, Problem
from policy.recovery import RecoveryRule
from services.funding.domain.documents import Document
from services.funding.domain.shares import Shares, less, must_add_up, part_of, plus, total_of
from services.funding.domain.states import RECOVERY_TRANSITIONS, RecoveryAction, RecoveryState

DAYS_OF_A_YEAR: Final = 365


@dataclass(frozen=True, kw_only=True)
class Interest:
    """A rate per year on the principal, and what it rests on."""

    rate: Decimal
    article: str | None = None
    assumed: str | None = None


@dataclass(frozen=True, kw_only=True)
class Ban:
    """No further declaration up to and including this day, and what that rests on."""

    until: date
    article: str | None = None
    assumed: str | None = None


@dataclass(frozen=True, kw_only=True)
class RecoveryTerms:
    """What the pack said on the day on which the recovery was opened; `article` or `assumed` is for the budget."""

    reenters_budget: bool
    article: str | None = None
    assumed: str | None = None
    interest: Interest | None = None
    ban: Ban | None = None


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """A claim on a paid tranche, in the split it was paid by; `article` cites what it rests on, where known.

    `netted` is the part that was kept back from later payments to the same payee (抵扣); the rest is paid back.
    `interest` is due besides and never enters the ledger: it goes to the treasury, not to a fund source.
    """

    id: UUID
    city: str
    version: int
    case_id: UUID
    tranche_id: UUID
    award_id: UUID
    amount: Money
    shares: Shares
    reason: str
    article: str | None
    document: Document
    opened_by: UUID
    opened_at: datetime
    terms: RecoveryTerms
    state: RecoveryState = RecoveryState.OPENED
    netted: Shares = field(default_factory=dict)
    interest: Money = ZERO
    settled_on: date | None = None
    settled_by: UUID | None = None
    bank_reference: str = ""

    def __post_init__(self) -> None:
        must_add_up(self.shares, self.amount)

    @property
    def outstanding(self) -> dict[str, Money]:
        """What is still to come back, by source; nothing once it is settled."""
        if self.state is RecoveryState.SETTLED:
            return {}
        return less(self.shares, self.netted)

    def settled(self, *, paid_on: date, on: date, by: Actor, bank_reference: str) -> Recovery:
        """The enterprise paid back what was outstanding. `Invalid` for a day before it was paid."""
        if on < paid_on:
            inputs = {"on": on.isoformat(), "paid_on": paid_on.isoformat()}
            raise Invalid(problems=[Problem(code="before_payment", field="settled_on", inputs=inputs)])
        return self._after(
            RecoveryAction.SETTLE,
            interest=self.interest_until(on, paid_on=paid_on),
            settled_on=on,
            settled_by=by.account_id,
            bank_reference=bank_reference,
        )

    def net(self, amount: Money, *, on: date, by: Actor) -> tuple[Recovery, dict[str, Money]]:
        """After `amount` of what is outstanding was netted, and from which sources; with the last fen it is settled."""
        part = part_of(self.outstanding, amount)
        netted = plus(self.netted, part)
        if total_of(netted) < self.amount:
            return self._after(RecoveryAction.NET, netted=netted), part
        return self._after(RecoveryAction.SETTLE, netted=netted, settled_on=on, settled_by=by.account_id), part

    def interest_until(self, on: date, *, paid_on: date) -> Money:
        """Simple interest on what is outstanding, day by day, rounded down to the fen."""
        if self.terms.interest is None:
            return ZERO
        days = (on - paid_on).days
        principal = Decimal(total_of(self.outstanding).fen)
        return Money(int(principal * self.terms.interest.rate * days // DAYS_OF_A_YEAR))

    def _after(self, action: RecoveryAction, **changes: object) -> Recovery:
        state = move(RECOVERY_TRANSITIONS, self.state, action)
        return replace(self, state=state, version=self.version + 1, **changes)  # type: ignore[arg-type]


def terms_of(rule: RecoveryRule, *, on: date) -> RecoveryTerms:
    """What the pack says of a recovery that is opened on the day."""
    interest, ban = rule.interest_on(on), rule.ban_on(on)
    return RecoveryTerms(
        reenters_budget=rule.reenters_budget,
        article=rule.basis.article,
        assumed=rule.basis.assumed,
        interest=Interest(rate=interest[0], article=interest[1].article, assumed=interest[1].assumed)
        if interest
        else None,
        ban=Ban(until=_years_after(on, ban[0]), article=ban[1].article, assumed=ban[1].assumed) if ban else None,
    )


def claimed_shares(shares: Shares, amount: Money | None) -> dict[str, Money]:
    """The part of what can be recovered, all of it unless `amount` says less. `Invalid` for nothing, or for more."""
    most = total_of(shares)
    claimed = most if amount is None else amount
    if not ZERO < claimed <= most:
        inputs = {"at_least_fen": 1, "at_most_fen": most.fen}
        raise Invalid(problems=[Problem(code="amount_out_of_range", field="amount_fen", inputs=inputs)])
    return part_of(shares, claimed)


def _years_after(day: date, years: int) -> date:
    """The same day of a later year; 29 February gives 28 February."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if is_leap_day else day.day)
