"""What would come out: the trial calculation (试算), and the replay of an award under another version of its pack.

The same function as the award itself. Nothing is kept, nothing is promised.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from contracts.money import ZERO, Money
from contracts.refusal import Invalid, Problem
from policy.claims import Claim, SpendLine
from services.funding.domain.award import Award, Computation, compute
from services.funding.domain.shares import as_fen

if TYPE_CHECKING:
    from policy.pack import Pack


@dataclass(frozen=True, kw_only=True)
class TrialLine:
    """One line of spend that somebody thinks of. `ceiling_fen` is the price limit of one unit."""

    category: str
    link: str
    amount_fen: Money
    invoice_on: date
    quantity: Decimal = Decimal(1)
    ceiling_fen: Money | None = None
    product: str | None = None


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What is assumed for a trial: the level that will be reached, and what the enterprise was awarded before."""

    spend: tuple[TrialLine, ...]
    contract_on: date
    level: int
    line: str | None = None
    awarded_before_fen: Money = ZERO


def trial_calculation(pack: Pack, trial: Trial, *, on: date) -> dict[str, Any]:
    """As if the project was accepted and audited today with these lines."""
    line = trial.line or pack.lines[0].key
    _must_have_line(pack, line)
    claim = Claim(
        line=line,
        facts={
            "applicant.kind": "enterprise",
            "standing.lists": frozenset(),
            "project.is_enrolled": True,
            "acceptance.is_passed": True,
            "acceptance.is_confirmed": True,
            "acceptance.level": trial.level,
            "audit.is_filed": True,
            "contract_on": trial.contract_on,
            "completed_on": on,
            "accepted_on": on,
            "applied_on": on,
            "planned_on": on,
        },
        spend=tuple(_spend(number, each, trial) for number, each in enumerate(trial.spend, 1)),
        awarded_before=trial.awarded_before_fen,
    )
    return {"pack": pack.ref.text, "line": line, **computation_view(compute(pack, claim, on=on))}


def replay(award: Award, pack: Pack, *, on: date) -> dict[str, Any]:
    """The award's own claim under another version, beside what it came to."""
    _must_have_line(pack, award.line)
    again = compute(pack, Claim.from_wire(pack, award.claim), on=on, correction=award.correction)
    return {
        "award_id": award.id,
        "pack": award.pack.text,
        "other_pack": pack.ref.text,
        "original": computation_view(award.computation),
        "replayed": computation_view(again),
        "difference_fen": (again.amount - award.amount).fen,
    }


def computation_view(computation: Computation) -> dict[str, Any]:
    """An amount with its parts and its explanation."""
    outcome = computation.outcome
    return {
        "award_fen": computation.amount.fen,
        "calculated_fen": computation.calculated.fen,
        "base_fen": computation.base.fen,
        "shares": as_fen(computation.shares),
        "sources": outcome["sources"],
        "explanation": outcome["explanation"],
        "assumptions": outcome["assumptions"],
        "problems": outcome["problems"],
    }


def _must_have_line(pack: Pack, line: str) -> None:
    keys = [each.key for each in pack.lines]
    if line not in keys:
        raise Invalid(problems=[Problem(code="not_an_option", field="line", inputs={"options": keys})])


def _spend(number: int, line: TrialLine, trial: Trial) -> SpendLine:
    return SpendLine(
        code=str(number),
        category=line.category,
        amount=line.amount_fen,
        link=line.link,
        product=line.product,
        quantity=line.quantity,
        ceiling=line.ceiling_fen,
        dates={"invoice_on": line.invoice_on, "contract_on": trial.contract_on},
    )
