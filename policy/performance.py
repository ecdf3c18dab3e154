"""How a provider is rated: from acceptance results, punctuality, prices and satisfaction (XB3, XB9).

    performance_of(rule, projects, findings) -> Performance

Every part names its numerator, its denominator and the projects behind it. A criterion that no project
speaks of yet is left out, and the weights of the others grow in proportion. The same projects give the
same figures, in whatever order they come. Scores are from 0 to 100 with three places, rounded down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any, Final

from policy.providers import TOP_SCORE
from policy.refs import Basis

PLACES: Final = Decimal("0.001")
NOTHING: Final = Decimal(0)


@dataclass(frozen=True)
class Band:
    """A rating, from this score on."""

    code: str
    title: str
    score_from: Decimal


@dataclass(frozen=True)
class PriceBand:
    """The score of prices that are up to this share of their ceilings."""

    share_at_most: Decimal
    score: Decimal


@dataclass(frozen=True)
class Criterion:
    """One part of a rating with its weight."""

    code: str
    weight: Decimal
    basis: Basis


@dataclass(frozen=True)
class SatisfactionScale:
    """What an enterprise answers once per project: a whole number."""

    title: str
    least: int
    most: int
    basis: Basis


@dataclass(frozen=True)
class Deduction:
    """What a finding of a severity costs."""

    severity: str
    points: Decimal
    basis: Basis


@dataclass(frozen=True)
class PerformanceRule:
    """`bands` from the best down; `least_projects` judged ones are needed before anybody is rated."""

    is_public: bool
    least_projects: int
    criteria: tuple[Criterion, ...]
    bands: tuple[Band, ...]
    price_bands: tuple[PriceBand, ...]
    satisfaction: SatisfactionScale | None
    deductions: Mapping[str, Deduction]
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class ProjectRecord:
    """What is known of one project of a provider. Prices and ceilings are sums over the lines that have a ceiling.

    `is_passed` None: not judged yet; `due_on` None: the contract names no day.
    """

    project: str
    is_passed: bool | None = None
    due_on: date | None = None
    completed_on: date | None = None
    price_fen: int = 0
    ceiling_fen: int = 0
    satisfaction: int | None = None


@dataclass(frozen=True, kw_only=True)
class Part:
    """`score` None where no project speaks of it."""

    criterion: str
    weight: Decimal
    article: str | None
    assumed: str | None
    score: Decimal | None
    numerator: int
    denominator: int
    projects: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Performance:
    """`score` and `band` None while too few projects were judged; `deducted` are the points that findings cost."""

    score: Decimal | None
    band: Band | None
    judged: int
    deducted: Decimal
    parts: tuple[Part, ...]


def performance_of(
    rule: PerformanceRule, projects: Iterable[ProjectRecord], findings: Mapping[str, int] | None = None
) -> Performance:
    """The rating by these projects; `findings` counts the findings of each severity."""
    records = sorted(projects, key=lambda record: record.project)
    parts = tuple(_part(rule, criterion, records) for criterion in rule.criteria)
    judged = sum(record.is_passed is not None for record in records)
    deducted = sum(
        (rule.deductions[severity].points * count for severity, count in (findings or {}).items()
         if severity in rule.deductions),
        NOTHING,
    )  # fmt: skip
    score = _weighed(parts, deducted) if judged >= rule.least_projects else None
    band = next((band for band in rule.bands if score is not None and score >= band.score_from), None)
    return Performance(score=score, band=band, judged=judged, deducted=deducted, parts=parts)


def _weighed(parts: Sequence[Part], deducted: Decimal) -> Decimal | None:
    told = [(part.score, part.weight) for part in parts if part.score is not None and part.weight]
    if not told:
        return None
    whole = sum(weight for _, weight in told)
    score = sum((score * weight for score, weight in told), NOTHING) / whole - deducted
    return _rounded(max(score, NOTHING))


def _part(rule: PerformanceRule, criterion: Criterion, records: Sequence[ProjectRecord]) -> Part:
    score, numerator, denominator, behind = _JUDGES[criterion.code](rule, records)
    return Part(
        criterion=criterion.code,
        weight=criterion.weight,
        article=criterion.basis.article,
        assumed=criterion.basis.assumed,
        score=None if score is None else _rounded(score),
        numerator=numerator,
        denominator=denominator,
        projects=tuple(record.project for record in behind),
    )


Judged = tuple[Decimal | None, int, int, list[ProjectRecord]]


def _acceptance(rule: PerformanceRule, records: Sequence[ProjectRecord]) -> Judged:
    """Passed ones among those that were judged."""
    behind = [record for record in records if record.is_passed is not None]
    return _share(sum(record.is_passed is True for record in behind), len(behind), behind)


def _punctuality(rule: PerformanceRule, records: Sequence[ProjectRecord]) -> Judged:
    """Completed by the day of the contract, among those that were completed and have such a day."""
    behind = [record for record in records if record.due_on is not None and record.completed_on is not None]
    in_time = sum(record.completed_on <= record.due_on for record in behind)  # type: ignore[operator]  # neither is None
    return _share(in_time, len(behind), behind)


def _price(rule: PerformanceRule, records: Sequence[ProjectRecord]) -> Judged:
    """What was contracted against the ceilings: the first band that the share is within."""
    behind = [record for record in records if record.ceiling_fen > 0]
    price, ceiling = sum(record.price_fen for record in behind), sum(record.ceiling_fen for record in behind)
    if not behind:
        return None, 0, 0, behind
    bands = sorted(rule.price_bands, key=lambda band: band.share_at_most)
    within = (band.score for band in bands if Decimal(price) <= band.share_at_most * ceiling)
    return next(within, NOTHING), price, ceiling, behind


def _satisfaction(rule: PerformanceRule, records: Sequence[ProjectRecord]) -> Judged:
    """The answers, as a share of the best that could have been answered."""
    scale = rule.satisfaction
    behind = [record for record in records if record.satisfaction is not None]
    if scale is None:
        return None, 0, 0, []
    answered = sum(record.satisfaction - scale.least for record in behind if record.satisfaction is not None)
    return _share(answered, len(behind) * (scale.most - scale.least), behind)


_JUDGES: Final[Mapping[str, Callable[[PerformanceRule, Sequence[ProjectRecord]], Judged]]] = {
    "acceptance": _acceptance,
    "punctuality": _punctuality,
    "price": _price,
    "satisfaction": _satisfaction,
}


def _share(numerator: int, denominator: int, behind: list[ProjectRecord]) -> Judged:
    score = TOP_SCORE * numerator / denominator if denominator else None
    return score, numerator, denominator, behind


def _rounded(score: Decimal) -> Decimal:
    return score.quantize(PLACES, rounding=ROUND_DOWN)


def read_performance(compiled: Mapping[str, Any], sources: Mapping[str, str]) -> PerformanceRule | None:
    """From a compiled pack; None for one that rates nobody."""
    spec = compiled.get("providers", {}).get("provider_performance")
    if spec is None:
        return None
    scale = spec.get("satisfaction")
    return PerformanceRule(
        is_public=spec["is_public"],
        least_projects=spec["least_projects"],
        criteria=tuple(
            Criterion(each["criterion"], Decimal(each["weight"]), Basis.read(each, sources))
            for each in spec["criteria"]
        ),
        bands=tuple(Band(each["code"], each["title"], Decimal(each["score_from"])) for each in spec["bands"]["values"]),
        price_bands=tuple(
            PriceBand(Decimal(each["share_at_most"]), Decimal(each["score"]))
            for each in spec.get("price_bands", {}).get("values", ())
        ),
        satisfaction=SatisfactionScale(scale["title"], scale["least"], scale["most"], Basis.read(scale, sources))
        if scale
        else None,
        deductions={
            each["severity"]: Deduction(each["severity"], Decimal(each["points"]), Basis.read(each, sources))
            for each in spec.get("deductions", ())
        },
        basis=Basis.read(spec, sources),
    )
