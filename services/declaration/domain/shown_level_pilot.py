"""A pilot enterprise by its level, as the API shows it."""

from __future__ import annotations

from typing import Any

from contracts.wire import to_json
from services.declaration.domain.level_pilot import LevelPilot

Shown = dict[str, Any]


def shown_level_pilot(pilot: LevelPilot) -> Shown:
    """Who it is, by which level, and its place on the list."""
    place = pilot.place
    return {
        "id": str(pilot.id),
        "version": pilot.version,
        "case_id": str(pilot.case_id),
        "applicant": to_json(pilot.applicant),
        "division": pilot.division,
        "programme_year": pilot.programme_year,
        "batch": pilot.batch,
        "pack": pilot.pack.text,
        "level": pilot.level,
        "edition": pilot.edition,
        "place": {
            "state": place.state.value,
            "list": place.list_key,
            "scale": place.scale,
            "notice_id": None,
            "listed_at": to_json(place.listed_at),
            "delisted_at": to_json(place.delisted_at),
            "reason": place.reason,
        },
    }
