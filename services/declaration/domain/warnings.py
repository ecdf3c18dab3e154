"""Warnings (预警) and what they do to places on lists: suspended while one is open, delisted by the gravest (XB8)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from services.declaration.domain.pilot_list import PILOT_TRANSITIONS, PilotAction, PilotState


class WarningEffect(StrEnum):
    NONE = "none"
    SUSPEND = "suspend"
    DELIST = "delist"


@dataclass(frozen=True, kw_only=True)
class OpenWarning:
    """A warning that was not lifted."""

    effect: WarningEffect
    reason: str


def move_by(state: PilotState, warnings: Collection[OpenWarning]) -> tuple[PilotAction, str] | None:
    """What the open warnings make of a place, and why; None where it stays. In whatever order they were heard."""
    reasons = {effect: [each.reason for each in warnings if each.effect is effect] for effect in WarningEffect}
    wanted: tuple[PilotAction, str] | None = None
    if reasons[WarningEffect.DELIST]:
        wanted = PilotAction.DELIST, reasons[WarningEffect.DELIST][0]
    elif reasons[WarningEffect.SUSPEND]:
        wanted = PilotAction.SUSPEND, reasons[WarningEffect.SUSPEND][0]
    elif state is PilotState.SUSPENDED:
        wanted = PilotAction.REINSTATE, ""
    return wanted if wanted is not None and (state, wanted[0]) in PILOT_TRANSITIONS else None
