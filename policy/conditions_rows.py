"""Conditions that count the rows of a table: so many of them, or so many months in a row (XB17).

    {count: {rows: platform.enterprises, at_least: 6, satisfies: condition}}
    {consecutive: {rows: identifier.months, by: month, at_least: 3, satisfies: condition}}

`by` names the column with the date of a row: rows of adjacent calendar months follow on each other, in
whatever order they were handed in; of two rows of one month both have to satisfy. Without `by` the rows
follow on each other as they stand. Rows whose member is unknown never let anything pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from policy.conditions import Comparison, Rows, Situation

Verdict = bool | None
_MONTHS = 12


@dataclass(frozen=True)
class Count(Rows):
    """At least so many rows satisfy the member."""

    at_least: int = 1

    def holds(self, situation: Situation) -> Verdict:
        if situation.facts.get(self.field) is None:
            return None
        verdicts = [self.member.holds(inside) for inside in self.rows_in(situation)]
        if verdicts.count(True) >= self.at_least:
            return True
        return None if len(verdicts) - verdicts.count(False) >= self.at_least else False

    def failing(self, situation: Situation) -> Iterator[tuple[Comparison, Situation]]:
        if self.holds(situation) is not True:
            for inside in self.rows_in(situation) or [situation.in_row({}, self.field, self.type.columns)]:
                yield from self.member.failing(inside)


@dataclass(frozen=True)
class Consecutive(Count):
    """So many rows that follow on each other satisfy the member."""

    by: str | None = None

    def holds(self, situation: Situation) -> Verdict:
        if situation.facts.get(self.field) is None:
            return None
        verdicts = self._by_position(situation)
        if _longest(verdicts, lambda verdict: verdict is True) >= self.at_least:
            return True
        return None if _longest(verdicts, lambda verdict: verdict is not False) >= self.at_least else False

    def _by_position(self, situation: Situation) -> dict[int, Verdict]:
        """What holds at each position; a row without its date stands nowhere."""
        found: dict[int, Verdict] = {}
        for index, inside in enumerate(self.rows_in(situation)):
            position = index if self.by is None else _month(inside.facts.get(self.by))
            if position is not None:
                verdict = self.member.holds(inside)
                found[position] = _both(found[position], verdict) if position in found else verdict
        return found


def _month(day: date | None) -> int | None:
    return None if day is None else day.year * _MONTHS + day.month


def _both(one: Verdict, other: Verdict) -> Verdict:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _longest(verdicts: dict[int, Verdict], counts: Callable[[Verdict], bool]) -> int:
    """The length of the longest run of adjacent positions that count."""
    longest = run = 0
    previous: int | None = None
    for position in sorted(verdicts):
        follows = previous is not None and position == previous + 1
        run = (run if follows else 0) + 1 if counts(verdicts[position]) else 0
        longest, previous = max(longest, run), position
    return longest
