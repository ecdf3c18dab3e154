"""The states of the declaration service and their moves, in one place to look at; `docs/states/` is generated from it.

A declaration itself moves by the dossier's table (`casework.states`).
"""

from __future__ import annotations

from casework.states import state_diagram
from services.declaration.domain.calls import CALL_TRANSITIONS, CallState
from services.declaration.domain.pilot_list import PILOT_TRANSITIONS, PilotState


def diagrams() -> dict[str, str]:
    """Title -> Mermaid."""
    return {
        "Call (申报通知)": state_diagram(CALL_TRANSITIONS, CallState.PLANNED),
        "Place on the pilot list (试点企业名单)": state_diagram(PILOT_TRANSITIONS, PilotState.UNLISTED),
    }
