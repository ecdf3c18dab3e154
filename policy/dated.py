"""Dated values: what a rule was worth on a day, and which article says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.money import Money
from contracts.refusal import Refusal
from policy.facts import Kind
from policy.refs import Basis

READERS: dict[str, Callable[[Any], Any]] = {
    "yuan": Money.yuan,
    "wan_yuan": Money.wan_yuan,
    "/1": Decimal,
    "score": Decimal,
    "date": date.fromisoformat,
    "text": str,
    "list": tuple,
    "shares": dict,
}

KINDS: dict[str, Kind] = {
    "yuan": Kind.MONEY,
    "wan_yuan": Kind.MONEY,
    "/1": Kind.DECIMAL,
    "score": Kind.DECIMAL,
    "date": Kind.DATE,
    "text": Kind.TEXT,
    "list": Kind.CHOICES,
}


class NoValueOn(Refusal):
    """The pack says nothing about this value on that day: facts `value`, `title`, `on`."""

    code = "no_value_on"


@dataclass(frozen=True)
class Period:
    """`value` holds from `since` (None: ever) to `until`, both days included (None: without end)."""

    since: date | None
    until: date | None
    value: Any
    basis: Basis

    def covers(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Dated:
    """A value of the pack. `unit` decides its type: Money, Decimal (`/1`, `score`), date, text, list, or int.

    `by` is the name of the date that it is looked up by (`contract_on`).
    """

    key: str
    title: str
    unit: str
    by: str
    periods: tuple[Period, ...]

    @property
    def kind(self) -> Kind:
        """How conditions see the value."""
        return KINDS.get(self.unit, Kind.WHOLE)


def value_on(dated: Dated, on: date) -> Any:
    """What `dated` is worth on the day; NoValueOn when no period covers it."""
    return period_on(dated, on).value


def period_on(dated: Dated, on: date) -> Period:
    """The one period that covers the day, with its basis; NoValueOn when there is none."""
    for period in dated.periods:
        if period.covers(on):
            return period
    raise NoValueOn(value=dated.key, title=dated.title, on=on.isoformat())


def read_dated(key: str, spec: Mapping[str, Any], sources: Mapping[str, str]) -> Dated:
    """A dated value from its compiled form. A period without `until` ends the day before the next one begins."""
    read = READERS.get(spec["unit"], int)
    begins = [_day(period.get("from")) for period in spec["values"]]
    periods = []
    for index, period in enumerate(spec["values"]):
        following = begins[index + 1] if index + 1 < len(begins) else None
        until = _day(period.get("until")) or (date.fromordinal(following.toordinal() - 1) if following else None)
        periods.append(Period(begins[index], until, read(period["value"]), Basis.read(period, sources)))
    return Dated(key, spec["title"], spec["unit"], spec["by"], tuple(periods))


def read_values(compiled: Mapping[str, Any], sources: Mapping[str, str]) -> dict[str, Dated]:
    """The dated values that conditions and windows may name: those of conditions.yaml and of acceptance.yaml."""
    specs = {**compiled["conditions"]["values"], **compiled["acceptance"]["values"]}
    return {key: read_dated(key, spec, sources) for key, spec in specs.items()}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
