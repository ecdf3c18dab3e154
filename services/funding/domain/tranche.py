"""A tranche: one part of an award that is paid in one payment, with its shares by fund source.

Dalian pays an award in one; a staged programme adds tranches with numbers of their own to the same award.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from casework.states import move
from contracts.events.declaration import Applicant
from contracts.money import ZERO, Money
from policy.refs import PackRef
from services.funding.domain.allowance import AllowanceKey, CapTaken
from services.funding.domain.shares import Shares, less, must_add_up, total_of
from services.funding.domain.states import (
    OPEN_TO_CHANGE,
    TRANCHE_TRANSITIONS,
    UNAPPROVED,
    UNDONE,
    TrancheAction,
    TrancheState,
)


@dataclass(frozen=True, kw_only=True)
class Tranche:
    """`amount` is what is due under this obligation; `attempts` counts its payment instructions.

    `holder` is whose cap it counts against: a credit code, or the project where the pack caps projects. `caps` are
    those over several awards that it counts against as well.
    `fund_year` and `fund_category` say which budget carries it, from the plan on. `reason` explains the last
    turn away from the straight path (objection, recall, return). `netted` is what was kept back against a recovery
    from the same payee instead of being sent to the bank, `recovered` what came back of it after it was paid.
    """

    id: UUID
    city: str
    version: int
    case_id: UUID
    award_id: UUID
    project_id: UUID
    applicant: Applicant
    division: str
    pack: PackRef
    line: str
    holder: str
    number: int
    title: str
    amount: Money
    shares: Shares
    state: TrancheState
    fund_category: str
    created_at: datetime
    fund_year: int | None = None
    recommendation_id: UUID | None = None
    plan_id: UUID | None = None
    release_id: UUID | None = None
    attempts: int = 0
    paid_on: date | None = None
    reason: str = ""
    netted: Shares = field(default_factory=dict)
    recovered: Shares = field(default_factory=dict)
    caps: tuple[CapTaken, ...] = ()

    def __post_init__(self) -> None:
        must_add_up(self.shares, self.amount)

    def after(self, action: TrancheAction, **changes: Any) -> Tranche:
        """The tranche after the action, one version on. ActionNotAllowed where the state does not know it."""
        state = move(TRANCHE_TRANSITIONS, self.state, action)
        return replace(self, state=state, version=self.version + 1, **changes)

    def with_shares(self, shares: Shares) -> Tranche:
        """The same change with other parts; they add up to the amount, or this is a bug."""
        return replace(self, shares=shares)

    @property
    def allowance_keys(self) -> tuple[AllowanceKey, ...]:
        """Every allowance that it takes from: that of its line, and those of the caps over several awards."""
        year = self.pack.programme_year
        return (year, self.line, self.holder), *((year, cap.name, cap.holder) for cap in self.caps)

    @property
    def held(self) -> Money:
        """What counts against the cap of the enterprise."""
        return ZERO if self.state in UNDONE else self.amount

    @property
    def approved(self) -> Money:
        """What a meeting approved of it and nobody took back."""
        return ZERO if self.state in UNDONE | UNAPPROVED else self.amount

    @property
    def paid(self) -> Money:
        """What the enterprise has, by the bank's word or by netting, and did not pay back."""
        has_it = self.state in (TrancheState.PAID, TrancheState.IN_RECOVERY)
        return self.amount - total_of(self.recovered) if has_it else ZERO

    @property
    def shares_to_pay(self) -> dict[str, Money]:
        """What goes to the bank: the shares without what is netted."""
        return less(self.shares, self.netted)

    @property
    def amount_to_pay(self) -> Money:
        """The net amount (实付)."""
        return total_of(self.shares_to_pay)

    @property
    def shares_to_recover(self) -> dict[str, Money]:
        """What can still be claimed back of it."""
        return less(self.shares, self.recovered)

    @property
    def is_open_to_change(self) -> bool:
        """Whether the amount may still be computed again."""
        return self.state in OPEN_TO_CHANGE
