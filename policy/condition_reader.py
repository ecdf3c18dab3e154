"""Reads conditions and types them: a fact that nobody supplies or an operand of another kind is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from contracts.money import Money
from policy.conditions import Comparison, Condition, Group, Operand, Rows
from policy.conditions_rows import Consecutive, Count
from policy.dated import Dated
from policy.facts import Catalogue, FactType, Kind
from policy.operators import OPERATORS, Operator

Values = Mapping[str, Dated]
Keys = tuple[str | int, ...]


class ConditionError(ValueError):
    """A condition that does not fit the facts: `keys` inside the condition, `code` and `facts` of the problem."""

    def __init__(self, keys: Keys, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.keys, self.code, self.facts = keys, code, facts

    def within(self, *keys: str | int) -> ConditionError:
        return ConditionError((*keys, *self.keys), self.code, **self.facts)


def read_condition(spec: Mapping[str, Any], catalogue: Catalogue, values: Values) -> Condition:
    """A condition from its compiled form; `values` are the dated values that it may name. Raises ConditionError."""
    for quantifier in ("all", "any", "none"):
        if quantifier in spec:
            members = tuple(
                _within((quantifier, index), member, catalogue, values) for index, member in enumerate(spec[quantifier])
            )
            return Group(quantifier, members)
    for quantifier in ("every", "some"):
        if quantifier in spec:
            table, member = _table(spec, (quantifier,), (), catalogue, values)
            return Rows(quantifier, spec[quantifier], table, member)
    for quantifier in ("count", "consecutive"):
        if quantifier in spec:
            return _read_counted(quantifier, spec[quantifier], catalogue, values)
    return _read_comparison(spec, catalogue, values)


def _table(
    spec: Mapping[str, Any], name: Keys, inside: Keys, catalogue: Catalogue, values: Values
) -> tuple[FactType, Condition]:
    """The table that the member `name[-1]` of the spec names, and the condition on its rows."""
    table = _type_of(spec[str(name[-1])], name, catalogue)
    if table.kind is not Kind.ROWS:
        raise ConditionError(name, "operator_kind", operator=name[0], name=table.title, kind=table.kind)
    columns = {**catalogue, **table.columns}
    return table, _within((*inside, "satisfies"), spec["satisfies"], columns, values)


def _read_counted(quantifier: str, spec: Mapping[str, Any], catalogue: Catalogue, values: Values) -> Count:
    table, member = _table(spec, (quantifier, "rows"), (quantifier,), catalogue, values)
    if quantifier == "count":
        return Count(quantifier, spec["rows"], table, member, spec["at_least"])
    by = spec.get("by")
    if by is not None and (by not in table.columns or table.columns[by].kind is not Kind.DATE):
        raise ConditionError((quantifier, "by"), "unknown_fact", name=by)
    return Consecutive(quantifier, spec["rows"], table, member, spec["at_least"], by)


def _within(keys: Keys, spec: Mapping[str, Any], catalogue: Catalogue, values: Values) -> Condition:
    try:
        return read_condition(spec, catalogue, values)
    except ConditionError as error:
        raise error.within(*keys) from None


def _type_of(name: str, keys: Keys, catalogue: Catalogue) -> FactType:
    if name not in catalogue:
        raise ConditionError(keys, "unknown_fact", name=name)
    return catalogue[name]


def _read_comparison(spec: Mapping[str, Any], catalogue: Catalogue, values: Values) -> Comparison:
    found = _type_of(spec["field"], ("field",), catalogue)
    names = [name for name in spec if name not in ("field", "unknown")]
    if len(names) != 1 or names[0] not in OPERATORS:
        raise ConditionError((), "operator_count", found=", ".join(names) or "-")
    operator = OPERATORS[names[0]]
    if found.kind not in operator.kinds:
        raise ConditionError(
            (operator.name,), "operator_kind", operator=operator.name, name=spec["field"], kind=found.kind
        )
    try:
        operand = _read_operand(spec[operator.name], operator, found, catalogue, values)
    except (ValueError, TypeError, KeyError, InvalidOperation) as error:
        if isinstance(error, ConditionError):
            raise (error if error.keys else error.within(operator.name)) from None
        value = spec[operator.name]
        raise ConditionError((operator.name,), "operand_kind", name=spec["field"], value=value) from None
    return Comparison(spec["field"], found, operator, operand, spec.get("unknown") == "passes")


def _read_operand(raw: Any, operator: Operator, found: FactType, catalogue: Catalogue, values: Values) -> Operand:
    wanted = operator.kind_beside(found.kind)
    if isinstance(raw, dict) and "value" in raw:
        if raw["value"] not in values:
            raise ConditionError((operator.name, "value"), "unknown_reference", name=raw["value"], kind="value / 数值")
        _check_value(values[raw["value"]], wanted, operator, found)
        return Operand(value=raw["value"])
    if isinstance(raw, dict) and "field" in raw:
        other = _type_of(raw["field"], (operator.name, "field"), catalogue)
        if not _fits(other.kind, wanted):
            raise TypeError
        return Operand(fact=raw["field"], fact_title=other.title)
    if operator.name in ("is_true", "is_filled"):
        return Operand(_exactly(bool, raw))
    if operator.takes_list:
        members = raw if isinstance(raw, list) else [raw]
        return Operand(tuple(_read_literal(member, Kind.TEXT, found) for member in members))
    return Operand(_read_literal(raw, wanted, found))


def _check_value(dated: Dated, wanted: Kind, operator: Operator, found: FactType) -> None:
    if not _fits(dated.kind, wanted):
        raise TypeError
    if not found.options or operator.name == "starts_with":
        return
    for period in dated.periods:
        for word in period.value if operator.takes_list else (period.value,):
            if word not in found.options:
                raise ConditionError((operator.name,), "not_an_option", value=word, options=", ".join(found.options))


def _fits(kind: Kind, wanted: Kind) -> bool:
    words, numbers = {Kind.TEXT, Kind.CHOICE}, {Kind.WHOLE, Kind.DECIMAL}
    return kind is wanted or {kind, wanted} <= words or {kind, wanted} <= numbers


def _read_literal(raw: Any, kind: Kind, found: FactType) -> Any:
    if kind is Kind.MONEY:
        return _read_money(raw)
    text: str = _exactly(str, raw)
    if kind in _READERS:
        return _READERS[kind](text)
    if found.options and text not in found.options:
        raise ConditionError((), "not_an_option", value=text, options=", ".join(found.options))
    return text


_READERS: dict[Kind, Callable[[str], Any]] = {Kind.DATE: date.fromisoformat, Kind.WHOLE: int, Kind.DECIMAL: Decimal}


def _read_money(raw: Any) -> Money:
    if not isinstance(raw, dict) or len(raw) != 1:
        raise TypeError
    return Money.yuan(raw["yuan"]) if "yuan" in raw else Money.wan_yuan(raw["wan_yuan"])


def _exactly(kind: type, raw: Any) -> Any:
    if type(raw) is not kind:
        raise TypeError
    return raw
