"""The base of an award: which lines of spend count and how much of each, a fact, or what an amount grew by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_FLOOR

from contracts.money import ZERO, Money
from contracts.refusal import Problem
from policy.award_lines import AwardLine, Cut
from policy.award_periods import period_in
from policy.claims import SpendLine
from policy.conditions import Situation
from policy.gates import Rule
from policy.sentences import in_words, sentence
from policy.subsidy_base import Base, CategoryCap, CategoryList, Growth


@dataclass(frozen=True)
class Counted:
    """What counts, in fen, how that came about, and what is missing to say it."""

    fen: int
    lines: tuple[AwardLine, ...] = ()
    problems: tuple[Problem, ...] = ()


def of_spend(base: Base, spend: tuple[SpendLine, ...], situation: Situation) -> Counted:
    """The audited spend, line by line, then category by category."""
    lines = [_spend_line(base, each, situation) for each in spend]
    counted = sum(line.result_fen for line in lines)
    caps, problems = _category_caps(base, lines, counted, situation)
    total = counted - sum(cut.cut_fen for line in caps for cut in line.cuts)
    claimed = sum(line.inputs["amount_fen"] for line in lines)
    whole = AwardLine(
        code="base",
        title=base.title,
        basis=base.basis,
        requirement=base.title,
        inputs={"claimed_fen": claimed, "lines": len(lines)},
        result_fen=total,
    )
    return Counted(total, (*lines, *caps, whole), tuple(problems))


def of_fact(base: Base, situation: Situation) -> Counted:
    """One amount among the facts."""
    amount = situation.facts.get(base.fact)
    if amount is None:
        return Counted(0, (), (_unknown(base, base.fact),))
    line = AwardLine(
        code="base",
        title=base.title,
        basis=base.basis,
        requirement=base.title,
        inputs={base.fact: amount.fen},
        result_fen=amount.fen,
    )
    return Counted(amount.fen, (line,))


def of_growth(base: Base, growth: Growth, situation: Situation) -> Counted:
    """What an amount grew by above the average, never below zero. Rounded down to the fen."""
    names = (growth.this_year, growth.last_year, growth.average_percent)
    unknown = [name for name in names if situation.facts.get(name) is None]
    if unknown:
        return Counted(0, (), tuple(_unknown(base, name) for name in unknown))
    this_year, last_year, average = (situation.facts[name] for name in names)
    above = this_year.fen - last_year.fen * (1 + average / 100)
    counted = max(int(above.to_integral_value(rounding=ROUND_FLOOR)), 0)
    line = AwardLine(
        code="base",
        title=base.title,
        basis=base.basis,
        requirement=f"{base.title}（平均增幅{average}%）",
        inputs={names[0]: this_year.fen, names[1]: last_year.fen, names[2]: str(average)},
        result_fen=counted,
    )
    return Counted(counted, (line,))


def _unknown(base: Base, name: str) -> Problem:
    return Problem(code="fact_unknown", field=name, article=base.basis.article, requirement=f"{base.title}须已确定")


def rule_cuts(rules: tuple[Rule, ...], amount_fen: int, inside: Situation) -> list[Cut]:
    """All rules that a line or a row fails; the first one carries the whole amount."""
    failed = [rule for rule in rules if rule.condition.holds(inside) is not True]
    return [
        Cut(
            reason=rule.code,
            sentence=f"{rule.title}：{sentence(rule.condition, inside)}",
            cut_fen=0 if number else amount_fen,
            basis=rule.basis,
        )
        for number, rule in enumerate(failed)
    ]


def _spend_line(base: Base, spend: SpendLine, situation: Situation) -> AwardLine:
    """What one line of spend counts: nothing when a rule fails, else net of what does not count, up to its ceiling."""
    in_line = situation.in_row(spend.as_facts())
    cuts = rule_cuts(base.line_rules, spend.amount.fen, in_line)
    for listed in base.categories:
        cuts += _category_cuts(listed, spend, in_line, is_first=not cuts)
    if not cuts:
        cuts = list(_amount_cuts(base, spend))
    counted = spend.amount.fen - sum(cut.cut_fen for cut in cuts)
    inputs = {"line": spend.code, "category": spend.category, "amount_fen": spend.amount.fen}
    optional = {
        "link": spend.link,
        "product": spend.product,
        "tax_fen": spend.tax.fen or None,
        "quantity": str(spend.quantity) if spend.ceiling is not None else None,
        "ceiling_fen": spend.ceiling.fen if spend.ceiling is not None else None,
        **{name: day.isoformat() for name, day in spend.dates.items()},
    }
    return AwardLine(
        code="spend",
        title=f"投入明细 {spend.code}",
        basis=base.basis,
        requirement=base.title,
        inputs={**inputs, **{name: value for name, value in optional.items() if value is not None}},
        result_fen=counted,
        cuts=tuple(cuts),
    )


def _category_cuts(listed: CategoryList, spend: SpendLine, in_line: Situation, *, is_first: bool) -> Iterator[Cut]:
    """Nothing of a category that does not count; nor of one of which that is unknown on its date."""
    period, problem = period_in(listed.listed, in_line)
    if period is not None and (spend.category in period.value) is listed.is_wanted:
        return
    where = f"（{problem.requirement}）" if problem is not None else ""
    yield Cut(
        reason=listed.reason,
        sentence=f"{listed.listed.title}{where}",
        cut_fen=spend.amount.fen if is_first else 0,
        **({"basis": period.basis} if period is not None else {}),
    )


def _amount_cuts(base: Base, spend: SpendLine) -> Iterator[Cut]:
    counted = spend.amount
    if not base.tax_counts and spend.tax > ZERO:
        counted = counted - spend.tax
        yield Cut(reason="tax_not_counted", sentence="税额不计入", cut_fen=spend.tax.fen, basis=base.tax_basis)
    if base.price_ceiling is not None and spend.ceiling is not None:
        allowed = spend.ceiling.at_rate(spend.quantity)
        if counted > allowed:
            text = f"{base.price_ceiling.title}：{in_words(spend.ceiling)} × {spend.quantity}，超出部分不计入"
            over = (counted - allowed).fen
            yield Cut(reason="over_price_ceiling", sentence=text, cut_fen=over, basis=base.price_ceiling.basis)


def _category_caps(
    base: Base, lines: list[AwardLine], counted: int, situation: Situation
) -> tuple[list[AwardLine], list[Problem]]:
    """One line for each category that is capped: an amount, a share of everything that counts, the lower of both."""
    found: list[AwardLine] = []
    problems: list[Problem] = []
    for cap in base.category_caps:
        of_category = sum(line.result_fen for line in lines if line.inputs["category"] == cap.category)
        line, missing = _category_cap(cap, of_category, counted, situation)
        problems += missing
        if line is not None:
            found.append(line)
    return found, problems


def _category_cap(
    cap: CategoryCap, of_category: int, counted: int, situation: Situation
) -> tuple[AwardLine | None, list[Problem]]:
    limits, problems = [], []
    for dated in (each for each in (cap.cap, cap.share) if each is not None):
        period, problem = period_in(dated, situation)
        if period is None:
            problems += [problem] if problem is not None else []
            continue
        is_share = dated is cap.share
        limits.append((Money(counted).at_rate(period.value) if is_share else period.value, dated, period))
    if problems or not limits:
        return None, problems
    limit, dated, period = min(limits, key=lambda each: each[0])
    over = max(of_category - limit.fen, 0)
    requirement = f"{cap.title}最高{in_words(limit)}"
    cut = Cut(reason="over_category_cap", sentence=f"{requirement}，超出部分不计入", cut_fen=over, basis=period.basis)
    line = AwardLine(
        code="category_cap",
        title=cap.title,
        basis=period.basis,
        requirement=requirement,
        inputs={"category": cap.category, "amount_fen": of_category, dated.by: situation.facts[dated.by].isoformat()},
        cap_fen=limit.fen,
        result_fen=of_category - over,
        cuts=(cut,) if over else (),
    )
    return line, []
