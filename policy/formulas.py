"""Formulas of a tier: exactly one of these, and a cap.

    tiers:                               # the first whose `when` holds; only the last may be without one
      - when: {field: acceptance.level, at_least: "3"}
        rate: <dated, unit /1>           # × the base
        cap: <dated, money>
      - flat: <dated, money>             # a fixed sum
      - per_unit: {count: training.person_days, amount: <dated, money>}    # amount × a fact that counts
      - bands:                           # by a score: the first step that is reached, from the top down
          fact: evaluation.score
          title: 评价得分
          steps:
            - {at_least: "90", flat: <dated, money>}
            - {at_least: "80", rate: <dated, /1>, cap: <dated, money>}
      - nothing: {title: 参照现行政策执行, source: …}        # nothing is due here, and that is no mistake

A cap of a tier runs over everything that its scope was awarded by this line before (`scope` of the line).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from policy.conditions import Condition
from policy.dated import Dated
from policy.reading import Reading
from policy.refs import Basis

FORMULAS = ("rate", "flat", "per_unit", "bands", "nothing")


@dataclass(frozen=True)
class PerUnit:
    """`amount` for each unit of `count`, a fact that is a whole number or a decimal."""

    count: str
    title: str
    amount: Dated


@dataclass(frozen=True)
class Nothing:
    """Nothing is due here, and an article says so."""

    title: str
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class Formula:
    """Exactly one of rate, flat, per_unit, bands and nothing; `cap` None: no limit of its own."""

    title: str = ""
    rate: Dated | None = None
    flat: Dated | None = None
    per_unit: PerUnit | None = None
    bands: Bands | None = None
    nothing: Nothing | None = None
    cap: Dated | None = None


@dataclass(frozen=True, kw_only=True)
class Step(Formula):
    """What a score of `at_least` brings."""

    at_least: Decimal


@dataclass(frozen=True)
class Bands:
    """Steps by a score, the highest first."""

    fact: str
    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Tier(Formula):
    """A formula, and the condition under which it is the one."""

    when: Condition | None = None


def read_tier(spec: Mapping[str, Any], key: str, reading: Reading) -> Tier:
    """A tier from its compiled form; `key` is its path."""
    return Tier(when=reading.when(spec), **_formula(spec, key, reading))


def _formula(spec: Mapping[str, Any], key: str, reading: Reading) -> dict[str, Any]:
    found: dict[str, Any] = {name: reading.dated_in(spec, name, key) for name in ("rate", "flat", "cap")}
    found["title"] = spec.get("title", "")
    if "per_unit" in spec:
        unit = spec["per_unit"]
        title = reading.catalogue[unit["count"]].title
        found["per_unit"] = PerUnit(unit["count"], title, reading.dated(f"{key}.per_unit.amount", unit["amount"]))
    if "nothing" in spec:
        found["nothing"] = Nothing(spec["nothing"]["title"], reading.basis(spec["nothing"]))
    if "bands" in spec:
        bands = spec["bands"]
        steps = tuple(
            Step(at_least=Decimal(step["at_least"]), **_formula(step, f"{key}.bands.steps.{number}", reading))
            for number, step in enumerate(bands["steps"])
        )
        found["bands"] = Bands(bands["fact"], bands["title"], steps)
    return found
