"""What would raise the level fastest: the conditions that the next level still lacks, and the least that closes them.

Least means fewest items, then fewest levels of scenarios; where two are worth the same, the order of the edition
decides, so the same answers always get the same advice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from policy.assessment import LOWEST, Edition, Item, Scenario
from policy.assessment_answers import Answers
from policy.assessment_scores import LevelCheck, Scored

_ZERO = Decimal(0)
CHANGES = {"worse": "变差", "same": "持平", "better": "变好"}


@dataclass(frozen=True, kw_only=True)
class ItemRaise:
    """An item to improve: its score now and then, and in words what would do it."""

    item: Item
    score: Decimal
    target: Decimal
    how: tuple[str, ...]

    @property
    def gain(self) -> Decimal:
        return self.target - self.score


@dataclass(frozen=True, kw_only=True)
class ScenarioRaise:
    """A scenario to lift to the next level; `how` is what that level looks like."""

    scenario: Scenario
    level: int
    target: int
    how: str


@dataclass(frozen=True, kw_only=True)
class Advice:
    """`check` is the next level with what it lacks; `room` what every item could still gain, the most first."""

    check: LevelCheck
    items: tuple[ItemRaise, ...]
    scenarios: tuple[ScenarioRaise, ...]
    room: tuple[ItemRaise, ...]

    @property
    def missing_score(self) -> Decimal:
        return max(self.check.rule.score - self.check.reached.score, _ZERO)

    @property
    def missing_scenarios(self) -> int:
        return max(self.check.rule.scenarios - self.check.reached.scenarios, 0)

    @property
    def missing_binding(self) -> int:
        return max(self.check.rule.binding - self.check.reached.binding, 0)


def advise(edition: Edition, answers: Answers, scored: Scored, *, stage: str) -> Advice | None:
    """How to reach the next level; None at the highest one."""
    check = next((each for each in scored.checks if each.rule.level > scored.level), None)
    if check is None:
        return None
    room = sorted(_room(edition, answers, scored, stage), key=lambda each: -each.gain)
    return Advice(
        check=check,
        items=tuple(_items(room, answers, check.rule.score - scored.total)),
        scenarios=tuple(_scenarios(edition, answers.scenarios, check)),
        room=tuple(room),
    )


def _room(edition: Edition, answers: Answers, scored: Scored, stage: str) -> Iterator[ItemRaise]:
    for item in edition.items:
        if not answers.skips(item, stage) and scored.items[item.code] < item.full:
            yield _raised(item, answers, scored.items[item.code], item.full - scored.items[item.code])


def _items(room: list[ItemRaise], answers: Answers, missing: Decimal) -> Iterator[ItemRaise]:
    """The largest gains until the score is reached; the last of them only as far as it has to go."""
    for each in room:
        if missing <= 0:
            return
        raised = _raised(each.item, answers, each.score, missing)
        missing -= raised.gain
        yield raised


def _raised(item: Item, answers: Answers, now: Decimal, missing: Decimal) -> ItemRaise:
    """The item raised by `missing`, or as near as it gets: the next score that suffices, else its full one."""
    if item.kind == "multi":
        return _more_options(item, answers.chosen.get(item.code, ()), now, missing)
    steps = [(each, how) for each, how in _steps(item) if each > now]
    target, how = next(((each, how) for each, how in steps if each - now >= missing), steps[-1])
    return ItemRaise(item=item, score=now, target=target, how=(how,))


def _more_options(item: Item, chosen: tuple[str, ...], now: Decimal, missing: Decimal) -> ItemRaise:
    open_options = [each for each in item.options if each.code not in chosen and each.score > 0]
    target, how = now, []
    for option in sorted(open_options, key=lambda each: -each.score):
        if target - now >= missing:
            break
        target += option.score
        how.append(option.title)
    return ItemRaise(item=item, score=now, target=target, how=tuple(how))


def _steps(item: Item) -> list[tuple[Decimal, str]]:
    """Every score that the item can have, from the least, with what it takes."""
    if item.trend is not None:
        return [(item.trend.scores[name], title) for name, title in CHANGES.items()]
    if item.bands:
        lower = [_ZERO, *(band.up_to for band in item.bands if band.up_to is not None)]
        return [(band.score, f"比率高于{_percent(lower[index])}") for index, band in enumerate(item.bands)]
    return [(option.score, option.title) for option in item.options]


def _scenarios(edition: Edition, levels: Mapping[str, int], check: LevelCheck) -> Iterator[ScenarioRaise]:
    """Binding ones first as far as they are lacking, then whichever are nearest to the level."""
    target = check.rule.level
    below = [each for each in edition.scenarios if levels.get(each.code, LOWEST) < target]
    below.sort(key=lambda each: target - levels.get(each.code, LOWEST))
    missing = max(check.rule.binding - check.reached.binding, 0)
    picked = [each for each in below if each.is_binding][:missing]
    others = [each for each in below if each not in picked]
    picked += others[: max(check.rule.scenarios - check.reached.scenarios - len(picked), 0)]
    for scenario in picked:
        now = levels.get(scenario.code, LOWEST)
        yield ScenarioRaise(scenario=scenario, level=now, target=target, how=scenario.levels[target - 1])


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}%"
