"""A spot check as it is shown: with all that it takes to draw it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contracts.wire import to_json
from services.project.domain.spot_check import Line, SpotCheck

Shown = dict[str, Any]


def shown_spot_check(check: SpotCheck, lines: Sequence[Line]) -> Shown:
    """The seed, the candidates and those of its lines that are shown, in the order of the draw."""
    return {
        **shown_head(check),
        "candidates": [str(each) for each in check.candidates],
        "lines": [_line(each) for each in lines],
    }


def shown_head(check: SpotCheck) -> Shown:
    """In a list."""
    return {
        "id": str(check.id),
        "version": check.version,
        "drawn_at": to_json(check.drawn_at),
        "seed": check.seed,
        "size": check.size,
        "criteria": dict(check.criteria),
        "candidates_count": len(check.candidates),
        "candidates_sha256": check.digest,
        "drawn": len(check.lines),
        "checked": sum(each.result is not None for each in check.lines),
    }


def _line(line: Line) -> Shown:
    result = line.result
    return {
        "project_id": str(line.project_id),
        "state": line.state.value,
        "outcome": result.outcome.value if result else None,
        "checked_on": to_json(result.checked_on) if result else None,
        "place": result.place if result else None,
        "text": result.text if result else None,
        "finding_id": to_json(result.finding_id) if result else None,
    }
