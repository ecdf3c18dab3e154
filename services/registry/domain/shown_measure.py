"""A measure against a provider as the API shows it, to the provider and to the bureau alike."""

from __future__ import annotations

from datetime import date
from typing import Any

from contracts.wire import to_json
from contracts.working_days import WorkingDays
from services.registry.domain.measures import TRANSITIONS, Measure, MeasureAction

Shown = dict[str, Any]


def measure_shown(measure: Measure, calendar: WorkingDays, *, today: date) -> Shown:
    """With the last day of an appeal, and whether one can be made today."""
    until = measure.appeal_until(calendar)
    in_time = until is None or today <= until.on
    return {
        "id": str(measure.id),
        "version": measure.version,
        "provider_id": str(measure.provider_id),
        "kind": measure.kind.value,
        "state": measure.state.value,
        "reason": measure.reason,
        "article": measure.article,
        "finding_ids": [str(each) for each in measure.finding_ids],
        "taken_at": to_json(measure.taken_at),
        "ended_at": to_json(measure.ended_at),
        "appeal_until": to_json(until.on) if until else None,
        "is_provisional": until is not None and until.is_provisional,
        "may_appeal": in_time and (measure.state, MeasureAction.APPEAL) in TRANSITIONS,
        "appeal": to_json(measure.appeal),
    }
