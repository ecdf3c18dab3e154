"""The allowance of an enterprise: what one subsidy line may give it over all its projects (DL9: 50万元/家).

One row per city, programme, subsidy line and holder: the credit code, or the project where the pack caps projects.
A cap over several awards (`policy.caps`) has rows of its own, by its name: `cloud/yearly@2025`, `*/yearly@2025`.
Whoever computes or approves an award holds the locks of all that it takes from, so what is awarded side by side never
exceeds a cap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from contracts.money import ZERO, Money
from services.funding.domain.refusals import CapExceeded

AllowanceKey = tuple[str, str, str]
"""(programme year, subsidy line or name of a cap, holder); the order in which rows are locked."""


@dataclass(frozen=True, kw_only=True)
class CapTaken:
    """A cap over several awards that a tranche counts against: the name of its allowance, and whose it is."""

    name: str
    holder: str


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """`held` is what awards were computed for, `approved` the part that meetings approved; `cap` None: unlimited."""

    city: str
    programme_year: str
    line: str
    holder: str
    cap: Money | None = None
    held: Money = ZERO
    approved: Money = ZERO

    @property
    def key(self) -> AllowanceKey:
        return self.programme_year, self.line, self.holder

    def awarded_beside(self, own: Money) -> Money:
        """What the other projects hold, `own` being the part of the project that is computed (again)."""
        return self.held - own

    def hold(self, before: Money, after: Money, *, cap: Money | None) -> Allowance:
        """One award's part changes from `before` to `after`, under the cap that it was computed by."""
        highest = max((each for each in (self.cap, cap) if each is not None), default=None)
        changed = replace(self, held=self.held - before + after, cap=highest)
        changed._must_stay_within_cap(changed.held, after)
        return changed

    def approve(self, amount: Money) -> Allowance:
        """A meeting approved `amount`, which was held before. CapExceeded beyond the cap or beyond what is held."""
        changed = replace(self, approved=self.approved + amount)
        changed._must_stay_within_cap(changed.approved, amount)
        if changed.approved > self.held:
            raise CapExceeded(cap_fen=self.held.fen, approved_fen=self.approved.fen, amount_fen=amount.fen)
        return changed

    def take_back(self, *, held: Money, approved: Money) -> Allowance:
        """Something that was held, and perhaps approved, is not due any more."""
        return replace(self, held=self.held - held, approved=self.approved - approved)

    def _must_stay_within_cap(self, used: Money, amount: Money) -> None:
        if self.cap is not None and used > self.cap:
            raise CapExceeded(cap_fen=self.cap.fen, approved_fen=(used - amount).fen, amount_fen=amount.fen)
