"""The amount of an award by its tier: the formula, then the cap of the tier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from contracts.money import ZERO, Money
from contracts.refusal import Problem
from policy.award_lines import AwardLine, Cut
from policy.award_periods import period_in
from policy.conditions import Situation
from policy.dated import Dated, Period
from policy.formulas import Bands, Formula, Nothing, PerUnit, Step, Tier
from policy.refs import Basis
from policy.sentences import in_words, sentence

NO_TIER = "no_tier"


@dataclass(frozen=True)
class Outcome:
    """An amount, the lines that explain it, and what was missing to compute it."""

    amount: Money = ZERO
    lines: tuple[AwardLine, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Ground:
    """What a formula is applied to. `before` is what the scope of the cap was awarded already."""

    base_fen: int
    before: Money
    rounding_fen: int
    situation: Situation


def by_tiers(tiers: Sequence[Tier], basis: Basis, ground: Ground) -> Outcome:
    """By the first tier that holds; `no_tier`, citing `basis`, when none does."""
    for tier in tiers:
        if tier.when is None or tier.when.holds(ground.situation) is True:
            return _by_formula(tier, basis, ground)
    requirement = "；".join(sentence(tier.when, ground.situation) for tier in tiers if tier.when is not None)
    return Outcome(problems=(Problem(code=NO_TIER, article=basis.article, requirement=requirement),))


def highest_of(tiers: Sequence[Tier], situation: Situation) -> Money | None:
    """The most that any tier may give; None where one has no limit. A date still to come counts at its best."""
    found = [_most_of(tier, situation) for tier in tiers]
    return None if None in found else max((each for each in found if each is not None), default=None)


def _most_of(formula: Formula, situation: Situation) -> Money | None:
    if formula.nothing is not None:
        return ZERO
    dated = formula.cap or formula.flat
    if dated is not None:
        return _best_of(dated, situation)
    steps = [_most_of(step, situation) for step in formula.bands.steps] if formula.bands is not None else [None]
    return None if None in steps else max(each for each in steps if each is not None)


def _best_of(dated: Dated, situation: Situation) -> Money:
    """The value on its date, the highest of all while the date is not known."""
    period, _ = period_in(dated, situation)
    best: Money = period.value if period is not None else max(each.value for each in dated.periods)
    return best


def _by_formula(formula: Formula, basis: Basis, ground: Ground) -> Outcome:
    outcome = _amount(formula, basis, ground)
    if formula.cap is None:
        return outcome
    period, problem = period_in(formula.cap, ground.situation)
    if period is None or outcome.problems:
        missing = (problem,) if problem is not None else ()
        return Outcome(problems=(*outcome.problems, *missing))
    line = _cap_line(formula.cap, period, outcome.amount, ground)
    return Outcome(Money(line.result_fen), (*outcome.lines, line))


def _amount(formula: Formula, basis: Basis, ground: Ground) -> Outcome:
    if formula.nothing is not None:
        return Outcome(ZERO, (_nothing_line(formula.nothing),))
    if formula.bands is not None:
        return _by_band(formula.bands, basis, ground)
    if formula.per_unit is not None:
        return _per_unit(formula.per_unit, basis, ground)
    dated = formula.flat or formula.rate
    assert dated is not None  # the shape of a tier has one of them
    period, problem = period_in(dated, ground.situation)
    if period is None:
        return Outcome(problems=(problem,) if problem is not None else ())
    line = _rate_line(dated, period, ground) if formula.flat is None else _flat_line(dated, period, ground)
    return Outcome(Money(line.result_fen), (line,))


def _by_band(bands: Bands, basis: Basis, ground: Ground) -> Outcome:
    score = ground.situation.facts.get(bands.fact)
    if score is None:
        return Outcome(problems=(_unknown(bands.fact, bands.title, basis),))
    step = next((each for each in bands.steps if Decimal(score) >= each.at_least), None)
    if step is None:
        requirement = f"{bands.title}应不低于{bands.steps[-1].at_least}"
        problem = Problem(
            code=NO_TIER, field=bands.fact, article=basis.article, requirement=requirement,
            inputs={bands.fact: str(score)},
        )  # fmt: skip
        return Outcome(problems=(problem,))
    outcome = _by_formula(step, basis, ground)
    return replace(outcome, lines=(_band_line(bands, step, str(score), basis), *outcome.lines))


def _per_unit(unit: PerUnit, basis: Basis, ground: Ground) -> Outcome:
    count = ground.situation.facts.get(unit.count)
    period, problem = period_in(unit.amount, ground.situation)
    problems = [problem] if problem is not None else []
    if count is None:
        problems.append(_unknown(unit.count, unit.title, basis))
    if period is None or count is None:
        return Outcome(problems=tuple(problems))
    amount = period.value.at_rate(Decimal(count), unit_fen=ground.rounding_fen)
    dated = unit.amount
    line = AwardLine(
        code="per_unit",
        title=dated.title,
        basis=period.basis,
        requirement=f"{dated.title}{in_words(period.value)} × {unit.title}",
        inputs={unit.count: str(count), "unit_fen": period.value.fen, dated.by: _day(dated, ground)},
        result_fen=amount.fen,
    )
    return Outcome(amount, (line,))


def _rate_line(dated: Dated, period: Period, ground: Ground) -> AwardLine:
    amount = Money(ground.base_fen).at_rate(period.value, unit_fen=ground.rounding_fen)
    return AwardLine(
        code="rate",
        title=dated.title,
        basis=period.basis,
        requirement=f"{dated.title}{(period.value * 100).normalize():f}%",
        inputs={"base_fen": ground.base_fen, dated.by: _day(dated, ground)},
        rate=str(period.value),
        result_fen=amount.fen,
    )


def _flat_line(dated: Dated, period: Period, ground: Ground) -> AwardLine:
    return AwardLine(
        code="flat",
        title=dated.title,
        basis=period.basis,
        requirement=f"{dated.title}{in_words(period.value)}",
        inputs={dated.by: _day(dated, ground)},
        result_fen=period.value.fen,
    )


def _band_line(bands: Bands, step: Step, score: str, basis: Basis) -> AwardLine:
    title = step.title or f"{step.at_least}分及以上"
    return AwardLine(
        code="band",
        title=bands.title,
        basis=basis,
        requirement=f"{bands.title}：{title}",
        inputs={bands.fact: score, "at_least": str(step.at_least)},
        result_fen=0,
    )


def _nothing_line(nothing: Nothing) -> AwardLine:
    return AwardLine(
        code="nothing",
        title=nothing.title,
        basis=nothing.basis,
        requirement=nothing.title,
        inputs={},
        result_fen=0,
    )


def _cap_line(dated: Dated, period: Period, amount: Money, ground: Ground) -> AwardLine:
    inputs = {dated.by: _day(dated, ground)}
    return cap_line("cap", dated.title, period, amount, before=ground.before, inputs=inputs)


def cap_line(
    code: str, title: str, period: Period, amount: Money, *, before: Money, inputs: dict[str, str]
) -> AwardLine:
    """What is left of an amount under a cap of which `before` is used up already."""
    result = amount.capped_at(max(period.value - before, ZERO))
    requirement = f"{title}{in_words(period.value)}"
    if before > ZERO:
        requirement += f"，此前已核定{in_words(before)}"
    over = (amount - result).fen
    cut = Cut(reason=f"over_{code}", sentence=f"{requirement}，超出部分不予补贴", cut_fen=over, basis=period.basis)
    return AwardLine(
        code=code,
        title=title,
        basis=period.basis,
        requirement=requirement,
        inputs={"amount_fen": amount.fen, "awarded_before_fen": before.fen, **inputs},
        cap_fen=period.value.fen,
        result_fen=result.fen,
        cuts=(cut,) if over else (),
    )


def _unknown(fact: str, title: str, basis: Basis) -> Problem:
    return Problem(code="fact_unknown", field=fact, article=basis.article, requirement=f"{title}须已确定")


def _day(dated: Dated, ground: Ground) -> str:
    day: str = ground.situation.facts[dated.by].isoformat()
    return day
