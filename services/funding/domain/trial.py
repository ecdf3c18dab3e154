"""What would come out: the trial calculation (试算), and the replay of an award under another version of its pack.

The same function as the award itself. Nothing is kept, nothing is promised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from contracts.money import ZERO, Money
from contracts.refusal import Invalid, Problem
from policy.claims import Claim, SpendLine
from policy.tranche_due import plan
from services.funding.domain.assumed_facts import read_facts
from services.funding.domain.award import Award, Computation, compute
from services.funding.domain.shares import as_fen

if TYPE_CHECKING:
    from policy.pack import Pack
    from policy.subsidy import SubsidyLine


@dataclass(frozen=True, kw_only=True)
class TrialLine:
    """One line of spend that somebody thinks of. `link` None where the pack has none; `ceiling_fen` is of one unit."""

    category: str
    amount_fen: Money
    invoice_on: date
    link: str | None = None
    quantity: Decimal = Decimal(1)
    ceiling_fen: Money | None = None
    product: str | None = None


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What is assumed: the level that will be reached, what the enterprise was awarded before, and other facts.

    `facts` are as JSON, by the names that `line_view` gives: they stand instead of what a trial assumes by itself.
    """

    spend: tuple[TrialLine, ...]
    contract_on: date
    level: int
    line: str | None = None
    awarded_before_fen: Money = ZERO
    facts: Mapping[str, Any] = field(default_factory=dict)


def trial_calculation(pack: Pack, trial: Trial, *, on: date, known: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """As if the project was accepted and audited today with these lines; what every tranche of it would bring.

    `known` are facts of the enterprise that asks. `Invalid` with every unknown line, category, link and fact.
    """
    line = trial.line or pack.lines[0].key
    _must_have_line(pack, line)
    claim = Claim(
        line=line,
        facts={
            **_assumed(trial, on),
            **(known or {}),
            **_given(pack, trial),
            "acceptance.level": trial.level,
            "contract_on": trial.contract_on,
        },
        spend=tuple(_spend(number, each, trial) for number, each in enumerate(trial.spend, 1)),
        awarded_before=trial.awarded_before_fen,
    )
    return {
        "pack": pack.ref.text,
        "line": line,
        **computation_view(compute(pack, claim, on=on)),
        "tranches": [
            {"key": each.tranche, "title": each.title, "outcome": each.outcome, "amount_fen": each.amount_fen}
            for each in plan(pack, claim)
        ],
    }


def newest_valid(packs: Iterable[Pack], *, on: date) -> dict[str, Pack]:
    """Programme and year -> its newest version, of those that are valid on the day."""
    valid = sorted((pack for pack in packs if pack.is_valid_on(on)), key=lambda pack: pack.ref.order)
    return {pack.programme_year: pack for pack in valid}


def line_view(pack: Pack, line: SubsidyLine) -> dict[str, Any]:
    """A subsidy line before anybody declares: its rules with their articles, and what a trial can be asked by."""
    gate = pack.gate(line.gate)
    return {
        "programme_year": pack.programme_year,
        "programme": pack.title,
        "pack": pack.ref.text,
        "line": line.key,
        "title": line.title,
        "article": line.basis.article,
        "assumed": line.basis.assumed,
        "rules": [
            {
                "code": rule.code,
                "title": rule.title,
                "article": rule.basis.article,
                "assumed": rule.basis.assumed,
                "sentence": rule.sentence,
            }
            for rule in gate.rules
        ],
        "facts": {name: pack.catalogue[name].title for name in sorted(_facts_of(pack, line))},
        "categories": dict(pack.cost_categories),
        "links": dict(pack.links),
        "instruments": list(line.instruments),
        "tranches": {tranche.key: tranche.title for tranche in line.tranches},
    }


def replay(award: Award, pack: Pack, *, on: date) -> dict[str, Any]:
    """The award's own claim under another version, beside what it came to."""
    _must_have_line(pack, award.line)
    keys = [tranche.key for tranche in pack.line(award.line).tranches]
    part = award.part if award.part.key in keys else None
    again = compute(pack, Claim.from_wire(pack, award.claim), part, on=on, correction=award.correction)
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
        "rows": outcome.get("rows", []),
        "assumptions": outcome["assumptions"],
        "problems": outcome["problems"],
    }


def _assumed(trial: Trial, on: date) -> dict[str, Any]:
    """A project that goes well: listed, enrolled, accepted, confirmed and audited, all of it today."""
    days = dict.fromkeys(("declared_on", "completed_on", "accepted_on", "applied_on", "planned_on"), on)
    return {
        "applicant.kind": "enterprise",
        "standing.lists": frozenset(),
        "supports.elsewhere": (),
        "pilot.is_listed": True,
        "project.is_enrolled": True,
        "acceptance.is_passed": True,
        "acceptance.is_confirmed": True,
        "audit.is_filed": True,
        **days,
    }


def _given(pack: Pack, trial: Trial) -> dict[str, Any]:
    """What was asked by, typed by the pack. `Invalid` with everything that the pack does not know."""
    facts, problems = read_facts(pack.catalogue, trial.facts)
    if wrong := [*_unknown(pack, trial), *problems]:
        raise Invalid(problems=wrong)
    return facts


def _unknown(pack: Pack, trial: Trial) -> Iterator[Problem]:
    for number, line in enumerate(trial.spend):
        if line.category not in pack.cost_categories:
            yield _not_an_option(f"spend.{number}.category", pack.cost_categories)
        if line.link is not None and line.link not in pack.links:
            yield _not_an_option(f"spend.{number}.link", pack.links)


def _facts_of(pack: Pack, line: SubsidyLine) -> set[str]:
    """What its gates judge by, those of its tranches too, and what it is computed from."""
    gates = {line.gate, *(tranche.gate for tranche in line.tranches if tranche.gate)}
    names = line.fact_names.union(*(pack.gate(gate).fact_names for gate in gates))
    return {name for name in names if name in pack.catalogue}


def _not_an_option(place: str, options: Iterable[str]) -> Problem:
    return Problem(code="not_an_option", field=place, inputs={"options": sorted(options)})


def _must_have_line(pack: Pack, line: str) -> None:
    keys = [each.key for each in pack.lines]
    if line not in keys:
        raise Invalid(problems=[_not_an_option("line", keys)])


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
