"""What a city promised to reach (绩效考核指标): rows with a value for each period and in all, and what is counted.

targets = read_targets(pack.compiled, pack.sources)
row = targets.row("pilots_above_scale_share")
reached(row, Decimal(185)).value        # Decimal("44.36"), of 417
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any, Final

from policy.refs import Basis

ASPECTS: Final = ("transformation", "replication", "innovation", "typical_practices", "use_of_funds")
"""The five aspects of the self-evaluation: 数字化改造、复制推广、中小企业创新能力提升、典型经验做法、财政资金使用."""

REPORTED: Final = "reported"
MEASURES: Final = (
    "pilots_listed", "diagnoses_confirmed", "contracts_filed_fen", "projects_accepted", "levels_reached",
    "training_person_days", "benchmarks_chosen", "providers_enrolled", "products_listed", "awards_computed_fen",
    "tranches_paid_fen", "recoveries_settled_fen", REPORTED,
)  # fmt: skip
"""What can be counted for a row. Closed: oversight knows how to count each; what an officer reports is `reported`."""

HUNDREDTH: Final = Decimal("0.01")


@dataclass(frozen=True)
class Period:
    """A part of the plan's time; without `since` it reaches back to the beginning."""

    code: str
    title: str
    since: date | None
    until: date
    basis: Basis


@dataclass(frozen=True)
class ShareOf:
    """What a share is a share of: how many there are, and where that is known from."""

    title: str
    count: Decimal
    basis: Basis


@dataclass(frozen=True)
class Target:
    """One row. `values` by period, empty where only the whole is promised; `due` is then its last day.

    `scale` and `at_least_level` narrow what is counted; with `share_of` the row is a percentage of it. With
    `also_reported` an officer may add what no event tells (数字化车间 beside 四级企业).
    """

    code: str
    title: str
    aspect: str
    unit: str
    measure: str
    scale: str | None
    at_least_level: int | None
    share_of: ShareOf | None
    also_reported: bool
    values: Mapping[str, Decimal]
    total: Decimal
    due: date | None
    basis: Basis

    @property
    def takes_reports(self) -> bool:
        """Whether an officer's report adds to it."""
        return self.also_reported or self.measure == REPORTED


@dataclass(frozen=True)
class Targets:
    """What targets.yaml says; empty for a pack without it."""

    periods: tuple[Period, ...] = ()
    rows: tuple[Target, ...] = ()

    def row(self, code: str) -> Target:
        """KeyError where there is none."""
        return {row.code: row for row in self.rows}[code]

    def period(self, code: str) -> Period:
        """KeyError where there is none."""
        return {period.code: period for period in self.periods}[code]


@dataclass(frozen=True)
class Reached:
    """`value` in the row's unit; a share has what it was divided from."""

    value: Decimal
    numerator: Decimal
    denominator: Decimal | None


def reached(row: Target, counted: Decimal) -> Reached:
    """A share is rounded to the nearest hundredth of a percent, as the annex does; anything else is as counted."""
    if row.share_of is None:
        return Reached(counted, counted, None)
    share = (counted * 100 / row.share_of.count).quantize(HUNDREDTH, ROUND_HALF_UP)
    return Reached(share, counted, row.share_of.count)


def rate_of(value: Decimal, promised: Decimal) -> Decimal | None:
    """How much of what was promised is reached, in percent, rounded down; None where nothing was promised."""
    return (value * 100 / promised).quantize(HUNDREDTH, ROUND_DOWN) if promised else None


def read_targets(compiled: Mapping[str, Any], sources: Mapping[str, str]) -> Targets:
    """From the compiled pack."""
    spec = compiled.get("targets")
    if spec is None:
        return Targets()
    return Targets(
        tuple(
            Period(
                each["code"],
                each["title"],
                date.fromisoformat(each["from"]) if "from" in each else None,
                date.fromisoformat(each["until"]),
                Basis.read(each, sources),
            )
            for each in spec["periods"]
        ),
        tuple(_row(each, sources) for each in spec["rows"]),
    )


def _row(spec: Mapping[str, Any], sources: Mapping[str, str]) -> Target:
    of = spec.get("share_of")
    return Target(
        code=spec["code"],
        title=spec["title"],
        aspect=spec["aspect"],
        unit=spec["unit"],
        measure=spec["measure"],
        scale=spec.get("scale"),
        at_least_level=int(spec["at_least_level"]) if "at_least_level" in spec else None,
        share_of=ShareOf(of["title"], Decimal(of["count"]), Basis.read(of, sources)) if of else None,
        also_reported=spec.get("also_reported", False),
        values={period: Decimal(value) for period, value in spec.get("values", {}).items()},
        total=Decimal(spec["total"]),
        due=date.fromisoformat(spec["due"]) if "due" in spec else None,
        basis=Basis.read(spec, sources),
    )
