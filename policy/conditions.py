"""Conditions: structured, typed, and three-valued; the only way in which a pack decides yes or no.

    condition := {all: [condition…]} | {any: [condition…]} | {none: [condition…]}
               | {every: <rows>, satisfies: condition} | {some: <rows>, satisfies: condition}
               | {count: {rows, at_least, satisfies}} | {consecutive: {rows, by, at_least, satisfies}}
               | {field: <fact>, <operator>: <operand>}            (operators: `operators.py`)
    operand   := "text" | ["text", …] | true | {yuan: "1"} | {wan_yuan: "1"}
               | {value: <dated value of the pack>} | {field: <another fact>}

Inside `satisfies` the fields are the columns of the row. A fact that is unknown makes its comparison
unknown, and unknown is not true: nothing passes for lack of knowledge, unless the comparison itself
says `unknown: passes`. Reading and typing is `condition_reader`,
counting rows is `conditions_rows`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from policy.dated import Dated, NoValueOn, Period, period_on
from policy.facts import Facts, FactType
from policy.operators import Operator


@dataclass(frozen=True)
class Situation:
    """What a condition is judged by: the facts, and the pack's dated values, looked up by the dates among the facts.

    Inside a table `row` is the path of the row (`contract.lines.0`) and `columns` what belongs to it.
    """

    facts: Facts
    values: Mapping[str, Dated] = field(default_factory=dict)
    row: str = ""
    columns: Collection[str] = ()

    def value(self, key: str) -> Any:
        """The dated value on its date; None when the date is unknown or no period covers it."""
        period = self.period(key)
        return None if period is None else period.value

    def period(self, key: str) -> Period | None:
        """The period of a dated value that its date falls into, if there is one."""
        dated = self.values[key]
        on = self.facts.get(dated.by)
        if on is None:
            return None
        try:
            return period_on(dated, on)
        except NoValueOn:
            return None

    def name_of(self, fact: str) -> str:
        """The full name of a fact: with the path of its row, where it is a column of one."""
        return f"{self.row}.{fact}" if fact in self.columns else fact

    def in_row(self, row: Mapping[str, Any], path: str = "", columns: Collection[str] = ()) -> Situation:
        """The same with the columns of one row in front."""
        return Situation(_Row(row, self.facts), self.values, path, columns)


class _Row(Mapping[str, Any]):
    """The columns of one row, and around them everything else."""

    def __init__(self, row: Mapping[str, Any], around: Facts) -> None:
        self._row, self._around = row, around

    def __getitem__(self, name: str) -> Any:
        return self._row[name] if name in self._row else self._around[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._around, **self._row})

    def __len__(self) -> int:
        return len({**self._around, **self._row})


@dataclass(frozen=True)
class Operand:
    """Exactly one of: a literal, the key of a dated value, the name of another fact with its title."""

    literal: Any = None
    value: str | None = None
    fact: str | None = None
    fact_title: str = ""

    def in_situation(self, situation: Situation) -> Any:
        if self.value is not None:
            return situation.value(self.value)
        return self.literal if self.fact is None else situation.facts.get(self.fact)


class Condition(Protocol):
    """True, False, or None for unknown; `failing` gives the comparisons that keep it from being true."""

    def holds(self, situation: Situation) -> bool | None: ...

    def failing(self, situation: Situation) -> Iterator[tuple[Comparison, Situation]]: ...


@dataclass(frozen=True)
class Comparison:
    """One fact against one operand."""

    field: str
    type: FactType
    operator: Operator
    operand: Operand
    unknown_passes: bool = False

    def holds(self, situation: Situation) -> bool | None:
        found, wanted = situation.facts.get(self.field), self.operand.in_situation(situation)
        if self.operator.name == "is_filled":
            return self.operator.test(found, wanted)
        if found is None or wanted is None:
            return True if self.unknown_passes else None
        return self.operator.test(found, wanted)

    def failing(self, situation: Situation) -> Iterator[tuple[Comparison, Situation]]:
        if self.holds(situation) is not True:
            yield self, situation


@dataclass(frozen=True)
class Group:
    """`all`, `any` or `none` of the members."""

    quantifier: str
    members: tuple[Condition, ...]

    def holds(self, situation: Situation) -> bool | None:
        verdicts = [member.holds(situation) for member in self.members]
        decisive = self.quantifier != "all"
        if decisive in verdicts:
            return self.quantifier == "any"
        return None if None in verdicts else self.quantifier != "any"

    def failing(self, situation: Situation) -> Iterator[tuple[Comparison, Situation]]:
        if self.holds(situation) is True:
            return
        for member in self.members:
            if self.quantifier != "none":
                yield from member.failing(situation)
            elif member.holds(situation) is not False:
                yield from _comparisons(member, situation)


@dataclass(frozen=True)
class Rows:
    """`every` or `some` row of a table satisfies the member. A table without rows satisfies neither."""

    quantifier: str
    field: str
    type: FactType
    member: Condition

    def holds(self, situation: Situation) -> bool | None:
        if situation.facts.get(self.field) is None:
            return None
        verdicts = [self.member.holds(inside) for inside in self.rows_in(situation)]
        decisive = self.quantifier == "some"
        if not verdicts or decisive in verdicts:
            return decisive and bool(verdicts)
        return None if None in verdicts else not decisive

    def failing(self, situation: Situation) -> Iterator[tuple[Comparison, Situation]]:
        if self.holds(situation) is True:
            return
        for inside in self.rows_in(situation) or [situation.in_row({}, self.field, self.type.columns)]:
            yield from self.member.failing(inside)

    def comparisons(self, situation: Situation) -> Iterator[tuple[Comparison, Situation]]:
        """Every comparison on every row."""
        for inside in self.rows_in(situation):
            yield from _comparisons(self.member, inside)

    def rows_in(self, situation: Situation) -> list[Situation]:
        """The table, row by row."""
        rows = situation.facts.get(self.field) or ()
        columns = self.type.columns
        return [situation.in_row(row, f"{self.field}.{index}", columns) for index, row in enumerate(rows)]


def _comparisons(condition: Condition, situation: Situation) -> Iterator[tuple[Comparison, Situation]]:
    if isinstance(condition, Comparison):
        yield condition, situation
    elif isinstance(condition, Group):
        for member in condition.members:
            yield from _comparisons(member, situation)
    elif isinstance(condition, Rows):
        yield from condition.comparisons(situation)


def comparisons_in(condition: Condition) -> Iterator[Comparison]:
    """Every comparison of the condition, those on rows too."""
    if isinstance(condition, Comparison):
        yield condition
    elif isinstance(condition, Group):
        for member in condition.members:
            yield from comparisons_in(member)
    elif isinstance(condition, Rows):
        yield from comparisons_in(condition.member)


def tables_in(condition: Condition) -> set[str]:
    """The names of the tables whose rows the condition looks at."""
    if isinstance(condition, Group):
        return {name for member in condition.members for name in tables_in(member)}
    return {condition.field} | tables_in(condition.member) if isinstance(condition, Rows) else set()
