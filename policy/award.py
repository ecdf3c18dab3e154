"""Awards (核算出的奖补): one pure function for the trial calculation, the award, and the replay under another version.

Every computed line explains itself: what it rests on, its inputs, the rate, the cap, what was cut and
why (requirement ALL4). Nothing is ever awarded through a failed gate, but the calculation is still
shown, so that an applicant sees what a passed gate would bring.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from contracts.money import ZERO, Money
from contracts.refusal import Problem
from policy.award_lines import Award, AwardLine, Cut
from policy.claims import Claim, SpendLine
from policy.conditions import Situation, comparisons_in
from policy.dated import Dated, NoValueOn, Period, period_on
from policy.refs import Basis
from policy.sentences import in_words, sentence
from policy.subsidy import Base, SubsidyLine, Tier

if TYPE_CHECKING:
    from policy.pack import Pack

__all__ = ["Award", "AwardLine", "Cut", "compute_award"]

NO_TIER = "no_tier"


def compute_award(pack: Pack, claim: Claim) -> Award:
    """What the pack gives for the claim. Deterministic; KeyError for a subsidy line that the pack does not have."""
    line = pack.line(claim.line)
    situation = Situation(claim.facts, pack.values)
    problems = pack.gate(line.gate).failed(claim.facts)

    lines = [_spend_line(line.base, spend, situation) for spend in claim.spend]
    base = _base_line(line.base, lines)
    lines.append(base)
    amount, computed, missing = _by_tier(line, base.result_fen, claim, situation)

    problems += missing
    bases = (line.base.tax_basis, line.rounding_basis, *_value_bases(line, situation))
    bases += tuple(basis for each in (*lines, *computed) for basis in (each.basis, *(cut.basis for cut in each.cuts)))
    return Award(
        pack=pack.ref,
        line=line.key,
        award_fen=0 if problems else amount.fen,
        calculated_fen=amount.fen,
        base_fen=base.result_fen,
        lines=(*lines, *computed),
        problems=tuple(problems),
        assumptions=tuple(dict.fromkeys(basis.assumed for basis in bases if basis.assumed is not None)),
    )


def _value_bases(line: SubsidyLine, situation: Situation) -> Iterator[Basis]:
    """What the dated values rest on that the rules on the spend compare with."""
    for rule in line.base.line_rules:
        for comparison in comparisons_in(rule.condition):
            key = comparison.operand.value
            period = situation.period(key) if key is not None else None
            if period is not None:
                yield period.basis


def _spend_line(base: Base, spend: SpendLine, situation: Situation) -> AwardLine:
    """What one line of spend counts: nothing when a rule fails, else net of what does not count, up to its ceiling."""
    in_line = situation.in_row(spend.as_facts())
    cuts = _rule_cuts(base, spend, in_line)
    if not cuts:
        cuts = _amount_cuts(base, spend)
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


def _rule_cuts(base: Base, spend: SpendLine, in_line: Situation) -> list[Cut]:
    """All rules that the line fails; the first one carries the whole amount."""
    failed = [rule for rule in base.line_rules if rule.condition.holds(in_line) is not True]
    return [
        Cut(
            reason=rule.code,
            sentence=f"{rule.title}：{sentence(rule.condition, in_line)}",
            cut_fen=0 if number else spend.amount.fen,
            basis=rule.basis,
        )
        for number, rule in enumerate(failed)
    ]


def _amount_cuts(base: Base, spend: SpendLine) -> list[Cut]:
    cuts = []
    counted = spend.amount
    if not base.tax_counts and spend.tax > ZERO:
        counted = counted - spend.tax
        cuts.append(Cut(reason="tax_not_counted", sentence="税额不计入", cut_fen=spend.tax.fen, basis=base.tax_basis))
    if base.price_ceiling is not None and spend.ceiling is not None:
        allowed = spend.ceiling.at_rate(spend.quantity)
        if counted > allowed:
            text = f"{base.price_ceiling.title}：{in_words(spend.ceiling)} × {spend.quantity}，超出部分不计入"
            over = (counted - allowed).fen
            cuts.append(Cut(reason="over_price_ceiling", sentence=text, cut_fen=over, basis=base.price_ceiling.basis))
    return cuts


def _base_line(base: Base, lines: list[AwardLine]) -> AwardLine:
    claimed = sum(line.inputs["amount_fen"] for line in lines)
    counted = sum(line.result_fen for line in lines)
    return AwardLine(
        code="base",
        title=base.title,
        basis=base.basis,
        requirement=base.title,
        inputs={"claimed_fen": claimed, "lines": len(lines)},
        result_fen=counted,
    )


def _by_tier(
    line: SubsidyLine, base_fen: int, claim: Claim, situation: Situation
) -> tuple[Money, list[AwardLine], list[Problem]]:
    """The amount by the first tier that holds, its lines, and what is missing to compute it."""
    for tier in line.tiers:
        if tier.when is None or tier.when.holds(situation) is True:
            return _by_rate_and_cap(line, tier, base_fen, claim, situation)
    requirement = "；".join(sentence(tier.when, situation) for tier in line.tiers if tier.when is not None)
    return ZERO, [], [Problem(code=NO_TIER, article=line.basis.article, requirement=requirement)]


def _by_rate_and_cap(
    line: SubsidyLine, tier: Tier, base_fen: int, claim: Claim, situation: Situation
) -> tuple[Money, list[AwardLine], list[Problem]]:
    rate, missing_rate = _period(tier.rate, situation)
    cap, missing_cap = _period(tier.cap, situation) if tier.cap is not None else (None, [])
    if rate is None or missing_cap:
        return ZERO, [], missing_rate + missing_cap
    amount = Money(base_fen).at_rate(rate.value, unit_fen=line.rounding_fen)
    lines = [_rate_line(tier.rate, rate, base_fen, amount, situation)]
    if cap is not None and tier.cap is not None:
        lines.append(_cap_line(tier.cap, cap, amount, claim.awarded_before, situation))
        amount = Money(lines[-1].result_fen)
    return amount, lines, []


def _period(dated: Dated, situation: Situation) -> tuple[Period | None, list[Problem]]:
    on = situation.facts.get(dated.by)
    if on is None:
        return None, [Problem(code="date_unknown", field=dated.by, requirement=f"{dated.title}按该日期确定")]
    try:
        return period_on(dated, on), []
    except NoValueOn:
        inputs = {dated.by: on.isoformat()}
        return None, [
            Problem(code="no_value_on", field=dated.by, requirement=f"{dated.title}在该日期没有规定", inputs=inputs)
        ]


def _rate_line(dated: Dated, period: Period, base_fen: int, amount: Money, situation: Situation) -> AwardLine:
    return AwardLine(
        code="rate",
        title=dated.title,
        basis=period.basis,
        requirement=f"{dated.title}{(period.value * 100).normalize():f}%",
        inputs={"base_fen": base_fen, dated.by: situation.facts[dated.by].isoformat()},
        rate=str(period.value),
        result_fen=amount.fen,
    )


def _cap_line(dated: Dated, period: Period, amount: Money, before: Money, situation: Situation) -> AwardLine:
    left = max(period.value - before, ZERO)
    result = amount.capped_at(left)
    requirement = f"{dated.title}{in_words(period.value)}"
    if before > ZERO:
        requirement += f"，此前已核定{in_words(before)}"
    over = (amount - result).fen
    cut = Cut(reason="over_cap", sentence=f"{requirement}，超出部分不予补贴", cut_fen=over, basis=period.basis)
    return AwardLine(
        code="cap",
        title=dated.title,
        basis=period.basis,
        requirement=requirement,
        inputs={
            "amount_fen": amount.fen,
            "awarded_before_fen": before.fen,
            dated.by: situation.facts[dated.by].isoformat(),
        },
        cap_fen=period.value.fen,
        result_fen=result.fen,
        cuts=(cut,) if over else (),
    )
