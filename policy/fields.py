"""Fields of a form: when they are shown, when they are required, what is wrong with an answer.

Everything is compiled once, when the pack is loaded; checking a form then walks tuples and calls
functions. Paths in problems are those of the answers: `answers.needs.scenarios.0.description`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.refusal import Problem
from policy.conditions import Condition, Situation
from policy.facts import FactType, Kind
from policy.field_types import Fault, Read

_SEALED_MEMBERS = frozenset({"key_id", "box", "last4"})


@dataclass(frozen=True)
class Field:
    """One question of a form. `read` turns an answer into a fact; `columns` are the fields of a repeated group,

    `distinct` the column in which no two rows may say the same.
    """

    key: str
    path: str
    title: str
    type: str
    fact: FactType
    requirement: str
    read: Read | None
    is_required: bool
    required_when: Condition | None = None
    visible_when: Condition | None = None
    is_sealed: bool = False
    is_locked: bool = False
    unit: str | None = None
    prefill: str | None = None
    article: str | None = None
    columns: tuple[Field, ...] = ()
    min_rows: int = 0
    max_rows: int = 100
    distinct: str | None = None

    @property
    def is_conditional(self) -> bool:
        return self.visible_when is not None or self.required_when is not None

    def problem(self, code: str, at: str, **inputs: Any) -> Problem:
        """A problem with this field at a path of the answers."""
        return Problem(
            code=code, field=at, article=self.article, requirement=f"{self.title}：{self.requirement}", inputs=inputs
        )

    def is_visible(self, situation: Situation) -> bool:
        return self.visible_when is None or self.visible_when.holds(situation) is True

    def is_needed(self, situation: Situation) -> bool:
        """Whether a complete form must answer it."""
        if not self.is_visible(situation):
            return False
        return self.is_required or (self.required_when is not None and self.required_when.holds(situation) is True)

    def fact_of(self, answer: Any) -> Any:
        """The answer as a fact; None for no answer, and for one that cannot be read."""
        if is_empty(answer):
            return None
        if self.read is None:
            if type(answer) is not list or any(type(row) is not dict for row in answer):
                return None
            return tuple({column.key: column.fact_of(row.get(column.key)) for column in self.columns} for row in answer)
        try:
            return self.read(answer)
        except Fault:
            return None

    def shown(self, answer: Any) -> Any:
        """The answer as JSON the way the printed form shows it: two answers that print alike are alike here."""
        if is_empty(answer):
            return None
        if self.is_sealed:
            return f"****{last_four(answer)}"
        fact = self.fact_of(answer)
        if fact is None:
            return str(answer)
        if self.read is None:
            return [[column.shown(row.get(column.key)) for column in self.columns] for row in answer]
        return _PRINTED.get(self.fact.kind, lambda same: same)(fact)


_PRINTED: dict[Kind, Callable[[Any], Any]] = {
    Kind.MONEY: lambda amount: amount.fen,
    Kind.DECIMAL: lambda number: f"{number.normalize():f}",
    Kind.DATE: lambda day: day.isoformat(),
    Kind.CHOICES: sorted,
}


def is_empty(answer: Any) -> bool:
    """Whether nothing was answered: null, blank text, an empty list."""
    return answer is None or answer == [] or (type(answer) is str and not answer.strip())


def is_sealed_value(answer: Any) -> bool:
    """Whether the answer is the wire of a sealed value."""
    return (
        type(answer) is dict and answer.keys() == _SEALED_MEMBERS and all(type(part) is str for part in answer.values())
    )


def sealed_reader(read: Read) -> Read:
    """Reads a plain value or the wire of a sealed one, and never says what was typed."""

    def read_sealed(answer: Any) -> Any:
        if is_sealed_value(answer):
            return answer
        try:
            return read(answer)
        except Fault as fault:
            raise Fault(fault.code) from None

    return read_sealed


def last_four(answer: Any) -> str:
    """The last four characters of a sealed or still plain value; they stay in clear (`contracts.sealed`)."""
    return str(answer["last4"] if is_sealed_value(answer) else answer)[-4:]


def problems_of(
    fields: tuple[Field, ...], answers: Mapping[str, Any], at: str, situation: Situation, complete: bool
) -> Iterator[Problem]:
    """What is wrong with the answers to a page or a row of a table; `at` is its path."""
    known = 0
    for field in fields:
        answer = answers.get(field.key)
        known += field.key in answers
        if is_empty(answer):
            if complete and field.is_needed(situation):
                yield field.problem("required", f"{at}.{field.key}")
        elif complete and field.visible_when is not None and not field.is_visible(situation):
            yield field.problem("not_visible", f"{at}.{field.key}")
        elif field.read is None:
            yield from _row_problems(field, answer, f"{at}.{field.key}", situation, complete)
        else:
            try:
                field.read(answer)
            except Fault as fault:
                yield field.problem(fault.code, f"{at}.{field.key}", **fault.inputs)
    if known < len(answers):
        yield from _unknown_fields(fields, answers, at)


def _unknown_fields(fields: tuple[Field, ...], answers: Mapping[str, Any], at: str) -> Iterator[Problem]:
    known = {field.key for field in fields}
    for key in answers:
        if key not in known:
            yield Problem(code="unknown_field", field=f"{at}.{key}", inputs={"known": sorted(known)})


def _row_problems(table: Field, rows: Any, at: str, situation: Situation, complete: bool) -> Iterator[Problem]:
    if type(rows) is not list:
        yield table.problem("wrong_type", at, expected="list of rows")
        return
    if len(rows) > table.max_rows:
        yield table.problem("too_many_rows", at, found=len(rows), at_most=table.max_rows)
        return
    if complete and len(rows) < table.min_rows:
        yield table.problem("too_few_rows", at, found=len(rows), at_least=table.min_rows)
    yield from _twin_problems(table, rows, at)
    is_conditional = any(column.is_conditional for column in table.columns)
    for index, row in enumerate(rows):
        if type(row) is not dict:
            yield table.problem("wrong_type", f"{at}.{index}", expected="row")
            continue
        inside = situation
        if is_conditional:
            inside = situation.in_row({column.key: column.fact_of(row.get(column.key)) for column in table.columns})
        yield from problems_of(table.columns, row, f"{at}.{index}", inside, complete)


def _twin_problems(table: Field, rows: list[Any], at: str) -> Iterator[Problem]:
    """`row_repeated` for every row that says in the distinct column what an earlier one says."""
    if table.distinct is None:
        return
    seen: dict[str, int] = {}
    for index, row in enumerate(rows):
        answer = row.get(table.distinct) if type(row) is dict else None
        if is_empty(answer):
            continue
        first = seen.setdefault(str(answer), index)
        if first != index:
            yield table.problem("row_repeated", f"{at}.{index}.{table.distinct}", row=index + 1, first=first + 1)
