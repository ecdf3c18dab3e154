"""From answers to a level: scores by item and dimension, scenarios by level, and the rule that joins the two.

The level is the highest one whose conditions all hold. As no higher level asks for less, that is the lower of the
levels that the two parts reach by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from contracts.refusal import Problem
from policy.assessment import LOWEST, Edition, Item, LevelRule, Trend
from policy.assessment_answers import Answers, figure_of

_ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Reached:
    """What there is to hold against the rule of a level: the score, and the scenarios at that level or above."""

    score: Decimal
    scenarios: int = 0
    binding: int = 0


@dataclass(frozen=True, kw_only=True)
class LevelCheck:
    """One level: what it asks for and what was reached."""

    rule: LevelRule
    reached: Reached

    @property
    def has_score(self) -> bool:
        return self.reached.score >= self.rule.score

    @property
    def has_scenarios(self) -> bool:
        return self.reached.scenarios >= self.rule.scenarios

    @property
    def has_binding(self) -> bool:
        return self.reached.binding >= self.rule.binding

    @property
    def holds(self) -> bool:
        return self.has_score and self.has_scenarios and self.has_binding


@dataclass(frozen=True, kw_only=True)
class Scored:
    """What answers are worth under an edition; `checks` has every level from 1 up."""

    items: Mapping[str, Decimal]
    dimensions: Mapping[str, Decimal]
    total: Decimal
    checks: tuple[LevelCheck, ...]

    @property
    def level(self) -> int:
        return _highest(check.rule.level for check in self.checks if check.holds)

    @property
    def score_level(self) -> int:
        """What the scored part reaches by itself."""
        return _highest(check.rule.level for check in self.checks if check.has_score)

    @property
    def scenario_level(self) -> int:
        """What the scenarios reach by themselves."""
        return _highest(check.rule.level for check in self.checks if check.has_scenarios and check.has_binding)


def score(edition: Edition, answers: Answers, *, stage: str) -> Scored:
    """Of answers that have no problems (`assessment_answers.problems_of`)."""
    if edition.method == "total":
        total = Decimal(answers.total or "0")
        return Scored(items={}, dimensions={}, total=total, checks=level_checks(edition, total, {}))
    items = {
        item.code: item.skipped_score if answers.skips(item, stage) else score_of(item, answers)
        for item in edition.items
    }
    dimensions = dict.fromkeys(edition.dimensions, _ZERO)
    for item in edition.items:
        dimensions[item.dimension] += items[item.code]
    total = sum(dimensions.values(), _ZERO)
    return Scored(
        items=items, dimensions=dimensions, total=total, checks=level_checks(edition, total, answers.scenarios)
    )


def level_checks(edition: Edition, total: Decimal, scenarios: Mapping[str, int]) -> tuple[LevelCheck, ...]:
    """Every level held against a total and the levels of the scenarios."""
    return tuple(_check(edition, rule, total, scenarios) for rule in edition.levels)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of an assessment made elsewhere: its level, the scores of its dimensions, scenarios that count."""

    level: int
    dimensions: Mapping[str, str]
    binding: int
    guiding: int

    @property
    def total(self) -> Decimal:
        return sum((Decimal(part) for part in self.dimensions.values()), _ZERO)


def known_problems(edition: Edition, known: Known) -> list[Problem]:
    """What contradicts the edition: a maximum that is passed, or the level that these values could not have made."""
    found = [
        _over(f"dimensions.{code}", edition.full_of(code), title)
        for code, title in edition.dimensions.items()
        if Decimal(known.dimensions[code]) > edition.full_of(code)
    ]
    for name, is_binding in (("binding", True), ("guiding", False)):
        most = edition.binding_count(is_binding=is_binding)
        if getattr(known, name) > most:
            found.append(_over(name, Decimal(most), "约束性场景数" if is_binding else "指导性场景数"))
    if not LOWEST <= known.level <= edition.highest:
        return [*found, _over("level", Decimal(edition.highest), "等级")]
    for rule in edition.levels:
        if rule.level == known.level:
            reached = Reached(score=known.total, scenarios=known.binding + known.guiding, binding=known.binding)
            found += _contradictions(LevelCheck(rule=rule, reached=reached))
    return found


def _contradictions(check: LevelCheck) -> Iterable[Problem]:
    rule, reached = check.rule, check.reached
    parts = (
        (check.has_score, "三个维度合计", rule.score, reached.score),
        (check.has_scenarios, "场景数", rule.scenarios, reached.scenarios),
        (check.has_binding, "约束性场景数", rule.binding, reached.binding),
    )
    for holds, title, needed, found in parts:
        if not holds:
            inputs = {"level": rule.level, "needed": str(needed), "found": str(found)}
            requirement = f"{rule.level}级要求{title}不少于{needed}"
            yield Problem(code="level_contradicts_values", field="level", requirement=requirement, inputs=inputs)


def _over(field: str, most: Decimal, title: str) -> Problem:
    return Problem(code="above_maximum", field=field, requirement=f"{title}不高于{most}", inputs={"at_most": str(most)})


def _check(edition: Edition, rule: LevelRule, total: Decimal, scenarios: Mapping[str, int]) -> LevelCheck:
    at_level = [each for each in edition.scenarios if scenarios.get(each.code, LOWEST) >= rule.level]
    reached = Reached(score=total, scenarios=len(at_level), binding=sum(each.is_binding for each in at_level))
    return LevelCheck(rule=rule, reached=reached)


def score_of(item: Item, answers: Answers) -> Decimal:
    """What the answer to one item is worth."""
    if item.figure is not None:
        return _band_score(item, *figure_of(item.figure, answers.raw))
    if item.trend is not None:
        return item.trend.scores[change_of(item.trend, answers.raw)]
    chosen = answers.chosen[item.code]
    return sum((option.score for option in item.options if option.code in chosen), _ZERO)


def _band_score(item: Item, numerator: Decimal, denominator: Decimal) -> Decimal:
    for band in item.bands:
        if band.up_to is None or numerator <= band.up_to * denominator:
            return band.score
    raise ValueError(f"{item.code} has no last band")


def change_of(trend: Trend, raw: Mapping[str, str]) -> str:
    """`worse`, `same` or `better`: the two figures are compared crosswise, so that nothing is divided or rounded."""
    last_over, last_under = figure_of(trend.last, raw)
    previous_over, previous_under = figure_of(trend.previous, raw)
    last, previous = last_over * previous_under, previous_over * last_under
    if abs(last - previous) <= trend.same_within * previous:
        return "same"
    return "better" if (last > previous) == (trend.better == "up") else "worse"


def _highest(levels: Iterable[int]) -> int:
    return max(levels, default=LOWEST)
