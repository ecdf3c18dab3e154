"""A trial of handing in an award application (自查)."""

from __future__ import annotations

from typing import Any

from casework.shown import shown_check
from services.funding.domain.applying import check
from services.funding.domain.award_application import AwardApplication
from services.funding.use_cases.load import rules_of, standpoint_of
from services.funding.use_cases.ports import Clock, KnownUnit, Packs


def check_application(known: KnownUnit, packs: Packs, clock: Clock, application: AwardApplication) -> dict[str, Any]:
    """Every problem at once, each with its article where a rule of the pack says it. Nothing is changed."""
    standpoint = standpoint_of(known, clock, application)
    return shown_check(check(application, rules_of(packs, application), standpoint, at=clock.now()))
