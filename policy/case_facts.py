"""What worked cases are written in: facts as text, answers of forms, codes as lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.money import Money
from contracts.refusal import Problem
from policy.facts import Catalogue, FactType, Kind
from policy.pack import Pack

Given = Mapping[str, Any]
_READERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.MONEY: Money.yuan,
    Kind.WHOLE: int,
    Kind.DECIMAL: Decimal,
    Kind.DATE: date.fromisoformat,
    Kind.CHOICES: frozenset,
}


def read_facts(given: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """Facts as a case writes them: money as text in yuan, numbers and dates as text. KeyError for an unknown name."""
    return {name: _read_fact(value, catalogue[name]) for name, value in given.items()}


def _read_fact(value: Any, kind: FactType) -> Any:
    if value is None:
        return None
    if kind.kind is Kind.ROWS:
        return tuple(read_facts(row, kind.columns) for row in value)
    return _READERS.get(kind.kind, lambda same: same)(value)


def facts_of(pack: Pack, given: Given) -> dict[str, Any]:
    """The facts of a case, those of its form answers among them."""
    facts = read_facts(given.get("facts", {}), pack.catalogue)
    for form, answers in given.get("answers", {}).items():
        facts |= pack.form(form).facts(answers)
    return facts


def codes_of(problems: Iterable[Problem]) -> list[str]:
    """The codes in order, as a case expects them."""
    return sorted(problem.code for problem in problems)
