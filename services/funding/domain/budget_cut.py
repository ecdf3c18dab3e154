"""Where a budget is short and the pack cuts everybody by the same ratio, a tranche enters its plan with its part."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from contracts.actor import Actor
from contracts.money import ZERO
from policy.sentences import in_words
from services.funding.domain.award import Computation, Correction
from services.funding.domain.budget_queue import Place
from services.funding.domain.placing import Placed
from services.funding.domain.shares import as_fen, from_fen
from services.funding.domain.takings import taken_back


def cut_to_budget(placed: Placed, place: Place, *, by: Actor, at: datetime) -> Placed:
    """The planned tranche and its award with what the budget carries; what is cut is free in every cap again.

    It lasts until the award is computed again, as after its plan came to nothing.
    """
    before, findings = placed.tranche, f"{place.served.requirement}：可安排{in_words(place.amount)}"
    correction = Correction(amount=place.amount, findings=findings, by=by.account_id, at=at, is_for_want_of_budget=True)
    computation = _cut(placed.award.computation, place)
    tranche = replace(before, amount=computation.amount, shares=computation.shares)
    return Placed(
        award=placed.award.corrected(computation, correction),
        tranche=tranche,
        allowances=taken_back(placed.allowances, before, held=before.held - tranche.held, approved=ZERO),
    )


def _cut(computation: Computation, place: Place) -> Computation:
    *explanation, split = computation.outcome["explanation"]
    shares, fen = from_fen(place.served.parts), place.amount.fen
    split = {
        **split,
        "inputs": {**split["inputs"], "award_fen": fen},
        "result_fen": fen,
        "shares": as_fen(shares),
    }
    outcome = {**computation.outcome, "explanation": [*explanation, _line(computation, place), split], "award_fen": fen}
    return replace(computation, amount=place.amount, shares=shares, outcome=outcome)


def _line(computation: Computation, place: Place) -> dict[str, Any]:
    served, before = place.served, computation.amount
    cut = {"reason": "over_budget", "sentence": served.requirement, "cut_fen": (before - place.amount).fen}
    basis = {"article": served.basis.article, "assumed": served.basis.assumed}
    known = {name: value for name, value in basis.items() if value is not None}
    return {
        "code": "budget",
        "title": served.requirement,
        "requirement": served.requirement,
        "inputs": {"amount_fen": before.fen},
        "result_fen": place.amount.fen,
        "cuts": [{**cut, **known}],
        **known,
    }
