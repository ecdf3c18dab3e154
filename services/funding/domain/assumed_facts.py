"""Facts that somebody assumes for a trial, read from JSON and typed by the pack, or refused one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from contracts.money import Money
from contracts.refusal import Problem
from policy.facts import Catalogue, FactType, Kind

EXPECTED: Final[Mapping[Kind, str]] = {
    Kind.TEXT: "文本",
    Kind.CHOICE: "选项代码",
    Kind.CHOICES: "选项代码的列表",
    Kind.MONEY: "以分为单位的整数",
    Kind.WHOLE: "整数",
    Kind.DECIMAL: "写成文本的小数",
    Kind.DATE: "日期 YYYY-MM-DD",
    Kind.FLAG: "true 或 false",
    Kind.ROWS: "明细行的列表",
}


def read_facts(catalogue: Catalogue, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """The facts by their types, and everything that is none: an unknown name, or a value of another kind."""
    facts: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in given.items():
        if name not in catalogue:
            problems.append(Problem(code="not_an_option", field=f"facts.{name}", inputs={"options": sorted(catalogue)}))
            continue
        try:
            facts[name] = _read(catalogue[name], value)
        except (TypeError, ValueError, ArithmeticError):
            problems.append(Problem(code="malformed", field=f"facts.{name}", requirement=_expected(catalogue[name])))
    return facts, problems


def _expected(fact: FactType) -> str:
    sign = ("，可为负" if fact.may_be_negative else "，不得为负") if fact.kind in (Kind.MONEY, Kind.DECIMAL) else ""
    return f"{EXPECTED[fact.kind]}{sign}"


def _read(fact: FactType, value: Any) -> Any:
    """ValueError or TypeError for a value of another kind; null is unknown, as a fact that is not given."""
    return None if value is None else _READERS[fact.kind](fact, value)


def _plain(kind: type) -> Callable[[FactType, Any], Any]:
    def read(fact: FactType, value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(kind.__name__)
        return value

    return read


def _choice(fact: FactType, value: Any) -> str:
    if type(value) is not str or (fact.options and value not in fact.options):
        raise ValueError(value)
    return value


def _choices(fact: FactType, value: Any) -> frozenset[str]:
    if type(value) is not list:
        raise TypeError("list")
    return frozenset(_choice(fact, each) for each in value)


def _money(fact: FactType, value: Any) -> Money:
    if type(value) is not int or (value < 0 and not fact.may_be_negative):
        raise ValueError(value)
    return Money(value)


def _decimal(fact: FactType, value: Any) -> Decimal:
    if type(value) is not str or len(value) > 30:
        raise ValueError(value)
    digits = value.removeprefix("-") if fact.may_be_negative else value
    if not digits.replace(".", "", 1).isdecimal():
        raise ValueError(value)
    return Decimal(value)


def _date(fact: FactType, value: Any) -> date:
    if type(value) is not str:
        raise TypeError("str")
    return date.fromisoformat(value)


def _rows(fact: FactType, value: Any) -> tuple[dict[str, Any], ...]:
    if type(value) is not list or not all(isinstance(row, dict) for row in value):
        raise TypeError("rows")
    if any(name not in fact.columns for row in value for name in row):
        raise ValueError("column")
    return tuple({name: _read(fact.columns[name], cell) for name, cell in row.items()} for row in value)


_READERS: Final[Mapping[Kind, Callable[[FactType, Any], Any]]] = {
    Kind.TEXT: _plain(str),
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.MONEY: _money,
    Kind.WHOLE: _plain(int),
    Kind.DECIMAL: _decimal,
    Kind.DATE: _date,
    Kind.FLAG: _plain(bool),
    Kind.ROWS: _rows,
}
