"""Before and after side by side (改造前后对比): level, scores, scenarios, and the differences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from policy.assessment import LOWEST, Edition, score_text
from services.acceptance.domain.assessment import Assessment, Method, Stage
from services.acceptance.domain.assessment_shown import summary

Shown = dict[str, Any]

_WEIGHT: Final = (Method.THIRD_PARTY, Method.INSTITUTION, Method.IMPORTED, Method.SELF, Method.PROVIDER_PRECHECK)
"""Whose word is preferred where there are several of one stage."""


def counterpart(assessment: Assessment, others: Iterable[Assessment]) -> Assessment | None:
    """The one of the opposite stage that it is compared with: of the weightiest method, the newest; None for none."""
    wanted = Stage.BEFORE if assessment.stage is not Stage.BEFORE else Stage.AFTER
    fitting = [
        each
        for each in others
        if each.is_settled
        and each.stage is wanted
        and (None in (each.project_id, assessment.project_id) or each.project_id == assessment.project_id)
    ]
    return min(fitting, key=_preference, default=None)


def in_order(one: Assessment, other: Assessment | None) -> tuple[Assessment | None, Assessment | None]:
    """(before, after)."""
    return (one, other) if one.stage is Stage.BEFORE else (other, one)


def comparison(before: Assessment | None, after: Assessment | None, edition: Edition) -> Shown:
    """What was found on both sides. Scores compare only under one edition; `edition` is that of either side."""
    is_comparable = before is not None and after is not None and before.edition == after.edition
    return {
        "before": summary(before) if before else None,
        "after": summary(after) if after else None,
        "is_same_edition": is_comparable,
        "total": _scores(before, after, "total") if is_comparable else None,
        "dimensions": list(_parts(before, after, "dimensions", edition.dimensions)) if is_comparable else [],
        "items": list(_parts(before, after, "items", _titles(edition))) if is_comparable else [],
        "scenarios": list(_scenarios(before, after, edition)) if is_comparable else [],
    }


def _preference(assessment: Assessment) -> tuple[int, int, int]:
    settled = assessment.settled_at.timestamp() if assessment.settled_at else 0
    return _WEIGHT.index(assessment.method), -assessment.assessed_on.toordinal(), -int(settled)


def _titles(edition: Edition) -> dict[str, str]:
    return {item.code: f"{item.number} {item.title}" for item in edition.items}


def _parts(before: Any, after: Any, part: str, titles: Any) -> Iterable[Shown]:
    """Only what was found on both sides: imported values have no items."""
    old, new = getattr(before.outcome, part), getattr(after.outcome, part)
    for code, title in titles.items():
        if code in old and code in new:
            yield {"code": code, "title": title, **_difference(old[code], new[code])}


def _scores(before: Any, after: Any, part: str) -> Shown:
    return _difference(getattr(before.outcome, part), getattr(after.outcome, part))


def _difference(old: Decimal, new: Decimal) -> Shown:
    gain = new - old
    return {
        "before": score_text(old),
        "after": score_text(new),
        "difference": f"{gain:+.3f}" if gain else score_text(gain),
    }


def _scenarios(before: Any, after: Any, edition: Edition) -> Sequence[Shown]:
    old, new = before.answers.scenarios, after.answers.scenarios
    if not old or not new:
        return []
    return [
        {
            "code": each.code,
            "title": each.title,
            "is_binding": each.is_binding,
            "before": old.get(each.code, LOWEST),
            "after": new.get(each.code, LOWEST),
        }
        for each in edition.scenarios
    ]
