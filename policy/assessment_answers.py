"""The answers of an assessment, and everything that is wrong with them at once.

    {"chosen": {"f1": ["shop_floor_control"]}, "raw": {"production_devices": "120"},
     "scenarios": {"product_design": 2}, "not_applicable": ["r1"]}      answers one by one
    {"total": "63.5"}                                                   the total only

Each problem names its item, its rule in Chinese, and the path of the answer. A draft may be incomplete, never wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from contracts.refusal import Problem
from policy.assessment import LOWEST, PLACES, Edition, Figure, Item, RawDatum

_DIGITS: Final = 12
_AT: Final = "answers"


@dataclass(frozen=True, kw_only=True)
class Answers:
    """As they were given: options by item, raw figures and the total as text, levels by scenario."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)
    scenarios: Mapping[str, int] = field(default_factory=dict)
    not_applicable: tuple[str, ...] = ()
    total: str | None = None

    def skips(self, item: Item, stage: str) -> bool:
        """Whether the item is not applicable, and may be, at this stage."""
        return item.code in self.not_applicable and stage in item.skipped_in


def problems_of(edition: Edition, answers: Answers, *, stage: str, complete: bool = True) -> list[Problem]:
    """What is wrong, and with `complete` what is missing, in the order of the edition."""
    if edition.method == "total":
        return list(_total_problems(edition, answers, complete))
    found = [*_unknown(edition, answers)]
    if answers.total is not None:
        found.append(Problem(code="unknown_field", field=f"{_AT}.total", requirement="本版逐题计分，不录入总分"))
    for item in edition.items:
        found += _item_problems(edition, item, answers, stage, complete)
    found += _raw_problems(edition, answers, stage, complete)
    found += _scenario_problems(edition, answers, complete)
    return found


def figure_of(figure: Figure, raw: Mapping[str, str]) -> tuple[Decimal, Decimal]:
    """Numerator and denominator, 1 where there is none. KeyError for what was not given."""
    denominator = Decimal(1) if figure.denominator is None else Decimal(raw[figure.denominator])
    return Decimal(raw[figure.numerator]), denominator


def is_score(text: Any) -> bool:
    """Whether it is a score: zero or more, at most three decimals."""
    return isinstance(text, str) and re.fullmatch(rf"[0-9]{{1,3}}(\.[0-9]{{1,{PLACES}}})?", text) is not None


def _total_problems(edition: Edition, answers: Answers, complete: bool) -> Iterator[Problem]:
    where, rule = f"{_AT}.total", f"总分0至{edition.full}分，最多{PLACES}位小数"
    for name in ("chosen", "raw", "scenarios", "not_applicable"):
        if getattr(answers, name):
            yield Problem(code="total_only", field=f"{_AT}.{name}", requirement="本版只录入总分")
    if answers.total is None:
        if complete:
            yield Problem(code="required", field=where, requirement=rule)
    elif not is_score(answers.total):
        yield Problem(code="not_a_number", field=where, requirement=rule, inputs={"decimals": PLACES})
    elif Decimal(answers.total) > edition.full:
        yield Problem(code="above_maximum", field=where, requirement=rule, inputs={"at_most": str(edition.full)})


def _unknown(edition: Edition, answers: Answers) -> Iterator[Problem]:
    known: dict[str, Mapping[str, Any]] = {
        "chosen": edition.item_by_code,
        "raw": edition.raw,
        "scenarios": edition.scenario_by_code,
        "not_applicable": edition.item_by_code,
    }
    for part, names in known.items():
        for name in getattr(answers, part):
            if name not in names:
                yield Problem(code="unknown_field", field=f"{_AT}.{part}.{name[:64]}", inputs={"known": sorted(names)})


def _item_problems(edition: Edition, item: Item, answers: Answers, stage: str, complete: bool) -> Iterator[Problem]:
    if item.code in answers.not_applicable:
        yield from _skip_problems(item, answers, stage)
    elif item.kind in ("single", "multi"):
        yield from _choice_problems(item, answers.chosen.get(item.code, ()), complete)
    elif item.code in answers.chosen:
        yield _problem(item, "computed_from_raw", f"{_AT}.chosen.{item.code}", "由原始数据算出，不作选择")
    elif item.figure is not None:
        yield from _figure_problems(edition, item, item.figure, answers.raw, is_share=True)
    elif item.trend is not None:
        for figure in (item.trend.last, item.trend.previous):
            yield from _figure_problems(edition, item, figure, answers.raw, is_share=False)


def _skip_problems(item: Item, answers: Answers, stage: str) -> Iterator[Problem]:
    if stage not in item.skipped_in:
        where = f"{_AT}.not_applicable.{item.code}"
        yield _problem(item, "not_skippable", where, "本阶段须作答，不能选“不适用”", stage=stage)
    elif item.code in answers.chosen:
        yield _problem(item, "answered_and_skipped", f"{_AT}.chosen.{item.code}", "已选“不适用”，不再作答")


def _choice_problems(item: Item, chosen: tuple[str, ...], complete: bool) -> Iterator[Problem]:
    where, offered = f"{_AT}.chosen.{item.code}", {option.code: option for option in item.options}
    if not chosen and complete:
        yield _problem(item, "required", where, "多选，至少选一项" if item.kind == "multi" else "单选")
    for code in chosen:
        if code not in offered:
            rule = "可选：" + "、".join(option.title for option in item.options)
            yield _problem(item, "not_an_option", where, rule, value=code[:64], options=sorted(offered))
    if len(set(chosen)) != len(chosen):
        yield _problem(item, "duplicate_option", where, "同一选项只选一次", value=list(chosen))
    if item.kind == "single" and len(chosen) > 1:
        yield _problem(item, "one_option_only", where, "单选", value=list(chosen))
    none = [code for code in chosen if code in offered and offered[code].is_none]
    if none and len(chosen) > 1:
        rule = f"选“{offered[none[0]].title}”时不能再选其他选项"
        yield _problem(item, "none_with_others", where, rule, value=list(chosen))


def _figure_problems(
    edition: Edition, item: Item, figure: Figure, raw: Mapping[str, str], *, is_share: bool
) -> Iterator[Problem]:
    """Of the two figures together; each for itself is judged once, whichever items it serves."""
    if figure.denominator is None or not all(_is_number(edition.raw[name], raw.get(name)) for name in figure.names):
        return
    above, below = (edition.raw[name].title for name in figure.names)
    numerator, denominator = figure_of(figure, raw)
    if denominator == 0:
        where = f"{_AT}.raw.{figure.denominator}"
        yield _problem(item, "denominator_zero", where, f"{below}为分母，须大于零")
    elif is_share and numerator > denominator:
        where = f"{_AT}.raw.{figure.numerator}"
        inputs = {"numerator": raw[figure.numerator], "denominator": raw[figure.denominator]}
        yield _problem(item, "above_denominator", where, f"{above}不大于{below}", **inputs)


def _raw_problems(edition: Edition, answers: Answers, stage: str, complete: bool) -> Iterator[Problem]:
    needed: dict[str, Item] = {}
    for item in edition.items:
        if not answers.skips(item, stage):
            needed |= {name: needed.get(name, item) for name in item.raw}
    for datum in edition.raw.values():
        where, given = f"{_AT}.raw.{datum.code}", answers.raw.get(datum.code)
        if given is None:
            if complete and datum.code in needed:
                yield _problem(needed[datum.code], "required", where, _rule(datum))
        elif not _is_number(datum, given):
            places = {"decimals": datum.places}
            yield Problem(code="not_a_number", field=where, requirement=_rule(datum), inputs=places)
        elif datum.at_most is not None and Decimal(given) > datum.at_most:
            most = {"at_most": str(datum.at_most)}
            yield Problem(code="above_maximum", field=where, requirement=_rule(datum), inputs=most)


def _scenario_problems(edition: Edition, answers: Answers, complete: bool) -> Iterator[Problem]:
    for scenario in edition.scenarios:
        where, level = f"{_AT}.scenarios.{scenario.code}", answers.scenarios.get(scenario.code)
        rule = f"{scenario.title}：{LOWEST}至{edition.highest}级"
        if level is None:
            if complete:
                yield Problem(code="required", field=where, requirement=rule)
        elif type(level) is not int or not LOWEST <= level <= edition.highest:
            inputs = {"level": level, "at_most": edition.highest}
            yield Problem(code="level_out_of_range", field=where, requirement=rule, inputs=inputs)


def _problem(item: Item, code: str, where: str, rule: str, **inputs: Any) -> Problem:
    return Problem(
        code=code, field=where, requirement=f"{item.number} {item.title}：{rule}", inputs={"item": item.code, **inputs}
    )


def _is_number(datum: RawDatum, text: Any) -> bool:
    decimals = rf"(\.[0-9]{{1,{datum.places}}})?" if datum.places else ""
    return isinstance(text, str) and re.fullmatch(rf"[0-9]{{1,{_DIGITS}}}{decimals}", text) is not None


def _rule(datum: RawDatum) -> str:
    decimals = f"，最多{datum.places}位小数" if datum.places else "，整数"
    return f"{datum.title}：数字{decimals}" + (f"，不高于{datum.at_most}" if datum.at_most is not None else "")
