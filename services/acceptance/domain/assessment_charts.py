"""The radar charts of a report, as numbers: each axis with a title, a text, and a share of the whole per series.

Shares are thousandths, whole numbers: what is drawn is nowhere decided by.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from policy.assessment import LOWEST, Edition
from services.acceptance.domain.assessment import Assessment

Shown = dict[str, Any]
Told = Sequence[tuple[str, Assessment]]
"""Series with their titles, the assessment itself first."""


def dimension_chart(edition: Edition, told: Told) -> Shown:
    """The scored dimensions by score, and the scenarios by their average level."""
    axes = []
    for code, title in edition.dimensions.items():
        full = edition.full_of(code)
        scores = [_score(each, code) for _, each in told]
        axes.append(_axis(title, f"{_plain(scores[0])}/{_plain(full)}", [_share(score, full) for score in scores]))
    codes = [each.code for each in edition.scenarios]
    axes.append(_level_axis(edition, edition.scenario_dimension, codes, told))
    return {"title": "四个维度", "series": [title for title, _ in told], "axes": axes}


def scenario_chart(edition: Edition, told: Told) -> Shown:
    """The domains by the average level of their scenarios."""
    axes = [
        _level_axis(edition, title, [each.code for each in edition.scenarios if each.domain == domain], told)
        for domain, title in edition.domains.items()
    ]
    return {"title": "场景（按领域平均等级）", "series": [title for title, _ in told], "axes": axes}


def _level_axis(edition: Edition, title: str, codes: Sequence[str], told: Told) -> Shown:
    full = len(codes) * edition.highest
    sums = [sum(each.answers.scenarios.get(code, LOWEST) for code in codes) for _, each in told]
    average = (Decimal(sums[0]) / len(codes)).quantize(Decimal("0.1"))
    return _axis(title, f"平均{average}级", [_share(Decimal(each), Decimal(full)) for each in sums])


def _score(assessment: Assessment, code: str) -> Decimal:
    assert assessment.outcome is not None
    return assessment.outcome.dimensions.get(code, Decimal(0))


def _share(part: Decimal, whole: Decimal) -> int:
    return int(part * 1000 / whole)


def _axis(title: str, text: str, shares: list[int]) -> Shown:
    return {"title": title, "text": text, "shares": shares}


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
