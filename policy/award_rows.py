"""Awards over the rows of a table: the formula row by row, and what a cut of the sum leaves to each (NM5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from contracts.money import ZERO, Money
from contracts.refusal import Problem
from policy.apportion import PRO_RATA, apportioned
from policy.award_base import rule_cuts
from policy.award_formula import Ground, Outcome, by_tiers
from policy.award_lines import AwardLine, Cut, RowAward
from policy.claims import NOTHING_BEFORE, Claim, RowBefore
from policy.conditions import Situation
from policy.facts import COMPUTED
from policy.sentences import in_words
from policy.subsidy import SubsidyLine

BASE_AMOUNT = next(iter(COMPUTED))


@dataclass(frozen=True)
class RowsOutcome:
    """`base_fen` is what counts of all rows together; `rows` are before any cut of the sum."""

    base_fen: int
    outcome: Outcome
    rows: tuple[RowAward, ...]


def of_rows(line: SubsidyLine, claim: Claim, situation: Situation) -> RowsOutcome:
    """Every row by its own tier, rate and cap; then their sum."""
    base = line.base
    table = situation.facts.get(base.rows)
    if table is None:
        problem = Problem(
            code="fact_unknown", field=base.rows, article=base.basis.article, requirement=f"{base.title}须已确定"
        )
        return RowsOutcome(0, Outcome(problems=(problem,)), ())
    counted = [_row(line, row, number, claim, situation) for number, row in enumerate(table)]
    rows = tuple(row for row, _ in counted)
    lines = [outcome.lines[0] for _, outcome in counted]
    base_fen, total = sum(row.counted_fen for row in rows), sum(row.before_fen for row in rows)
    whole = AwardLine(
        code="base",
        title=base.title,
        basis=base.basis,
        requirement=base.title,
        inputs={"claimed_fen": sum(each.inputs["amount_fen"] for each in lines), "rows": len(rows)},
        result_fen=base_fen,
    )
    sums = AwardLine(
        code="total",
        title="各行合计",
        basis=line.basis,
        requirement=line.title,
        inputs={"rows": len(rows)},
        result_fen=total,
    )
    return RowsOutcome(base_fen, Outcome(Money(total), (*lines, whole, sums), _each_once(counted)), rows)


def after_cuts(rows: tuple[RowAward, ...], total: Money, line: SubsidyLine) -> tuple[RowAward, ...]:
    """The rows cut to `total` by the rule that the pack states."""
    excess = line.base.excess
    rule, rest = (excess.rule, excess.rest) if excess is not None else (PRO_RATA, "largest")
    left = apportioned([row.before_fen for row in rows], total.fen, rule, rest)
    return tuple(replace(row, award_fen=fen) for row, fen in zip(rows, left, strict=True))


def excess_line(line: SubsidyLine, before: Money, after: Money) -> Iterator[AwardLine]:
    """How a cut of the sum is shared out over the rows; nothing where nothing was cut."""
    excess = line.base.excess
    if excess is not None and after < before:
        yield AwardLine(
            code="excess",
            title=excess.title,
            basis=excess.basis,
            requirement=excess.words,
            inputs={"amount_fen": before.fen, "rule": excess.rule, "rest": excess.rest},
            result_fen=after.fen,
        )


def _row(
    line: SubsidyLine, row: Mapping[str, Any], number: int, claim: Claim, situation: Situation
) -> tuple[RowAward, Outcome]:
    """One row. What its own columns lack costs the row alone; what the claim lacks is a problem of the claim."""
    base = line.base
    inside = situation.in_row(row, f"{base.rows}.{number}", row.keys())
    name = str(row.get(base.identified_by or "") or number + 1)
    amount: Money | None = row.get(base.amount)
    claimed = amount.fen if amount is not None else 0
    cuts = rule_cuts(base.line_rules, claimed, inside)
    if amount is None:
        cuts.append(Cut(reason="fact_unknown", sentence=f"{base.title}须已确定", cut_fen=0))
    counted = 0 if cuts else claimed
    before = claim.awarded_by_row.get(name, NOTHING_BEFORE) if base.across_awards else NOTHING_BEFORE
    used = (row.get("awarded_before") or ZERO) + before.amount
    outcome = Outcome() if cuts else _by_row(line, counted, used, inside)
    own = [problem for problem in outcome.problems if problem.field is None or problem.field in row]
    cuts += [Cut(reason=each.code, sentence=each.requirement or "", cut_fen=0, basis=line.basis) for each in own]
    cuts += [cut for each in outcome.lines for cut in each.cuts]
    result = AwardLine(
        code="row",
        title=f"第{number + 1}行",
        basis=next((each.basis for each in outcome.lines), base.basis),
        requirement="；".join([*(each.requirement for each in outcome.lines), *_already(before)]) or base.title,
        inputs={"row": name, "amount_fen": claimed, "counted_fen": counted, **_inputs(line, before)},
        rate=next((each.rate for each in outcome.lines if each.rate is not None), None),
        cap_fen=next((each.cap_fen for each in outcome.lines if each.cap_fen is not None), None),
        cuts=tuple(cuts),
        result_fen=outcome.amount.fen,
    )
    fen = outcome.amount.fen
    problems = tuple(problem for problem in outcome.problems if problem not in own)
    return RowAward(row=name, counted_fen=counted, before_fen=fen, award_fen=fen), Outcome(
        outcome.amount, (result,), problems
    )


def _by_row(line: SubsidyLine, counted: int, before: Money, inside: Situation) -> Outcome:
    with_base = inside.in_row({BASE_AMOUNT: Money(counted)}, inside.row, inside.columns)
    return by_tiers(line.tiers, line.basis, Ground(counted, before, line.rounding_fen, with_base))


def _already(before: RowBefore) -> Iterator[str]:
    """In which other awards it was counted, in words."""
    if before.awards:
        yield f"已在奖补{'、'.join(before.awards)}中核定{in_words(before.amount)}"


def _inputs(line: SubsidyLine, before: RowBefore) -> dict[str, Any]:
    """What a row that is counted across awards was given before, and in which awards."""
    if not line.base.across_awards:
        return {}
    return {"awarded_before_fen": before.amount.fen, "awarded_in": list(before.awards)}


def _each_once(counted: Sequence[tuple[RowAward, Outcome]]) -> tuple[Problem, ...]:
    found: list[Problem] = []
    for _, outcome in counted:
        found += [problem for problem in outcome.problems if problem not in found]
    return tuple(found)
