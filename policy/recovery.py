"""Recovery (追回) in a pack: where recovered money goes, and what besides the principal it costs whoever pays it back.

    recovery:                              # may be left out
      budget: {reenters: true, source: …}  # recovered money can be planned again, from the source it came from
      interest: <dated, unit /1, by recovered_on>   # a year, on the principal, from the payment to the repayment
      ban: <dated, unit year, by recovered_on>      # no further declaration for so long

A pack that says nothing of the budget is read as if recovered money re-entered it, and that is shown as assumed;
one that says nothing of interest or a ban has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from policy.dated import Dated, Period, period_on, read_dated
from policy.refs import Basis

ASSUMED: Final = Basis(assumed="来源未规定追回资金的去向，按退回原资金来源预算、可重新安排处理")


@dataclass(frozen=True)
class RecoveryRule:
    """`basis` is of `reenters_budget`; `interest` is a rate per year, `ban` whole years, None where there is none."""

    reenters_budget: bool
    basis: Basis
    interest: Dated | None
    ban: Dated | None

    def interest_on(self, on: date) -> tuple[Decimal, Basis] | None:
        """The rate of a recovery that is opened on the day."""
        period = _period(self.interest, on)
        return (period.value, period.basis) if period else None

    def ban_on(self, on: date) -> tuple[int, Basis] | None:
        """The years of a recovery that is opened on the day."""
        period = _period(self.ban, on)
        return (period.value, period.basis) if period else None


def read_recovery(spec: Mapping[str, Any] | None, sources: Mapping[str, str]) -> RecoveryRule:
    """The rule from its compiled form, or what is assumed without one."""
    spec = spec or {}
    budget = spec.get("budget")
    return RecoveryRule(
        reenters_budget=budget["reenters"] if budget else True,
        basis=Basis.read(budget, sources) if budget else ASSUMED,
        interest=read_dated("recovery.interest", spec["interest"], sources) if "interest" in spec else None,
        ban=read_dated("recovery.ban", spec["ban"], sources) if "ban" in spec else None,
    )


def _period(dated: Dated | None, on: date) -> Period | None:
    return None if dated is None else period_on(dated, on)
