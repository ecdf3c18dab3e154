"""Editions of the assessment indicators (《中小企业数字化水平评测指标》), read from a pack.

`packs/national/assessments/<edition>.yaml` holds each one; compiling copies them into the pack, so that an
assessment stays under the edition it was made with. Two methods:

    answers   items are scored one by one, scenarios are judged by level, both together make the level (2024)
    total     only the total score is entered, its band is the level (2022)

The kinds of items: `single` (one option), `multi` (options that add up; `is_none` excludes the others), `ratio`
(two raw figures; bands that include their upper end) and `trend` (last year against the year before: worse, same,
better). Scores are Decimals of at most three places, never floats. Assessing is `assessment_answers`,
`assessment_scores` and `assessment_gains`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from policy.refs import NO_BASIS, Basis

METHODS: Final = ("answers", "total")
KINDS: Final = ("single", "multi", "ratio", "trend")
STAGES: Final = ("before", "mid", "after")
"""Before the transformation, on the way, and after it."""
UNITS: Final = {"count": "", "wan_yuan": "万元", "tce": "吨标准煤", "percent": "%"}
DIAGNOSIS_TERMS: Final = ("diagnosis_link", "diagnosis_aim", "workshop_benchmark")
"""The national lists of options by which diagnoses are classified."""
LOWEST: Final = 0
"""The level of whatever does not reach level 1; no edition names it."""
PLACES: Final = 3
"""Decimals of a score."""


@dataclass(frozen=True, kw_only=True)
class RawDatum:
    """A figure that is asked as it is, so that rates and changes are computed and not claimed."""

    code: str
    title: str
    unit: str
    places: int
    at_most: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer of a single or multi item."""

    code: str
    title: str
    score: Decimal
    is_none: bool = False


@dataclass(frozen=True, kw_only=True)
class Band:
    """A ratio above the band before it and up to `up_to`, that included; the last band has no end."""

    up_to: Decimal | None
    score: Decimal


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A raw figure, or one per another."""

    numerator: str
    denominator: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.numerator,) if self.denominator is None else (self.numerator, self.denominator)


@dataclass(frozen=True, kw_only=True)
class Trend:
    """`same_within` is the share of the former figure by which the new one may differ and still be the same."""

    better: str
    last: Figure
    previous: Figure
    same_within: Decimal
    scores: Mapping[str, Decimal]


@dataclass(frozen=True, kw_only=True)
class Item:
    """A scored item. One of `options`, `bands` with `figure`, `trend` is there, by its kind."""

    code: str
    dimension: str
    group: str
    title: str
    full: Decimal
    kind: str
    options: tuple[Option, ...] = ()
    figure: Figure | None = None
    bands: tuple[Band, ...] = ()
    trend: Trend | None = None
    evidence: tuple[str, ...] = ()
    skipped_in: frozenset[str] = frozenset()
    skipped_score: Decimal = Decimal(0)
    basis: Basis = NO_BASIS

    @property
    def number(self) -> str:
        """As people cite it."""
        return self.code.upper()

    @property
    def raw(self) -> tuple[str, ...]:
        """The raw figures that it is computed from."""
        if self.figure is not None:
            return self.figure.names
        if self.trend is not None:
            return tuple(dict.fromkeys((*self.trend.last.names, *self.trend.previous.names)))
        return ()


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A part of the business that is judged by level; `levels` says in words what each level looks like, from 1."""

    code: str
    domain: str
    title: str
    is_binding: bool
    levels: tuple[str, ...]
    basis: Basis = NO_BASIS


@dataclass(frozen=True, kw_only=True)
class LevelRule:
    """What a level asks for: the score, and how many scenarios at that level or above, of which how many binding."""

    level: int
    score: Decimal
    scenarios: int = 0
    binding: int = 0
    basis: Basis = NO_BASIS


@dataclass(frozen=True)
class Edition:
    """One edition, complete. Names by code are in the order of the edition."""

    edition: str
    title: str
    method: str
    full: Decimal
    dimensions: Mapping[str, str]
    scenario_dimension: str
    raw: Mapping[str, RawDatum]
    items: tuple[Item, ...]
    domains: Mapping[str, str]
    scenarios: tuple[Scenario, ...]
    levels: tuple[LevelRule, ...]
    basis: Basis

    @cached_property
    def item_by_code(self) -> dict[str, Item]:
        return {item.code: item for item in self.items}

    @cached_property
    def scenario_by_code(self) -> dict[str, Scenario]:
        return {scenario.code: scenario for scenario in self.scenarios}

    @property
    def highest(self) -> int:
        """The highest level."""
        return self.levels[-1].level

    def full_of(self, dimension: str) -> Decimal:
        """The most that a dimension can score."""
        return sum((item.full for item in self.items if item.dimension == dimension), Decimal(0))

    def binding_count(self, *, is_binding: bool = True) -> int:
        """How many scenarios are binding (约束性), or guiding (指导性)."""
        return sum(scenario.is_binding is is_binding for scenario in self.scenarios)


def score_text(score: Decimal) -> str:
    """A score as it is shown and kept: three decimals."""
    return f"{score:.{PLACES}f}"


def level_text(level: int) -> str:
    """A level as people write it: 二级."""
    return f"{'〇一二三四五六七八九'[level]}级" if level else "未达到一级"


def read_editions(compiled: Mapping[str, Any]) -> dict[str, Edition]:
    """The editions of a compiled pack; none for one that was compiled before there were any."""
    return {name: read_edition(spec) for name, spec in compiled["national"].get("assessments", {}).items()}


def diagnosis_terms(compiled: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The lists by which diagnoses are classified, of a compiled pack: name -> code -> title."""
    lists = compiled["national"].get("diagnosis", {})
    return {name: {each["code"]: each["title"] for each in lists.get(name, ())} for name in DIAGNOSIS_TERMS}


def read_edition(spec: Mapping[str, Any]) -> Edition:
    """An edition from its compiled form."""
    sources = {ref: source["short"] for ref, source in spec["sources"].items()}
    return Edition(
        edition=spec["edition"],
        title=spec["title"],
        method=spec["method"],
        full=Decimal(spec["full"]),
        dimensions={each["code"]: each["title"] for each in spec.get("dimensions", ())},
        scenario_dimension=spec.get("scenario_dimension", ""),
        raw={each["code"]: _read_raw(each) for each in spec.get("raw", ())},
        items=tuple(_read_item(each, sources) for each in spec.get("items", ())),
        domains={each["code"]: each["title"] for each in spec.get("domains", ())},
        scenarios=tuple(_read_scenario(each, sources) for each in spec.get("scenarios", ())),
        levels=tuple(_read_level(each, sources) for each in spec["levels"]),
        basis=Basis.read(spec, sources),
    )


def _read_raw(spec: Mapping[str, Any]) -> RawDatum:
    return RawDatum(
        code=spec["code"],
        title=spec["title"],
        unit=spec["unit"],
        places=spec["places"],
        at_most=Decimal(spec["at_most"]) if "at_most" in spec else None,
    )


def _read_item(spec: Mapping[str, Any], sources: Mapping[str, str]) -> Item:
    skipped = spec.get("not_applicable", {})
    return Item(
        code=spec["code"],
        dimension=spec["dimension"],
        group=spec["group"],
        title=spec["title"],
        full=Decimal(spec["full"]),
        kind=spec["kind"],
        options=tuple(_read_option(each) for each in spec.get("options", ())),
        figure=Figure(numerator=spec["numerator"], denominator=spec["denominator"]) if "bands" in spec else None,
        bands=tuple(_read_band(each) for each in spec.get("bands", ())),
        trend=_read_trend(spec["trend"]) if "trend" in spec else None,
        evidence=tuple(spec.get("evidence", ())),
        skipped_in=frozenset(skipped.get("stages", ())),
        skipped_score=Decimal(skipped.get("score", "0")),
        basis=Basis.read(spec, sources),
    )


def _read_option(spec: Mapping[str, Any]) -> Option:
    return Option(
        code=spec["code"], title=spec["title"], score=Decimal(spec["score"]), is_none=spec.get("is_none", False)
    )


def _read_band(spec: Mapping[str, Any]) -> Band:
    return Band(up_to=Decimal(spec["up_to"]) if "up_to" in spec else None, score=Decimal(spec["score"]))


def _read_trend(spec: Mapping[str, Any]) -> Trend:
    return Trend(
        better=spec["better"],
        last=Figure(**spec["last"]),
        previous=Figure(**spec["previous"]),
        same_within=Decimal(spec["same_within"]["value"]),
        scores={name: Decimal(score) for name, score in spec["scores"].items()},
    )


def _read_scenario(spec: Mapping[str, Any], sources: Mapping[str, str]) -> Scenario:
    return Scenario(
        code=spec["code"],
        domain=spec["domain"],
        title=spec["title"],
        is_binding=spec["is_binding"],
        levels=tuple(spec["levels"]),
        basis=Basis.read(spec, sources),
    )


def _read_level(spec: Mapping[str, Any], sources: Mapping[str, str]) -> LevelRule:
    return LevelRule(
        level=int(spec["level"]),
        score=Decimal(spec["score"]),
        scenarios=int(spec.get("scenarios", "0")),
        binding=int(spec.get("binding", "0")),
        basis=Basis.read(spec, sources),
    )
