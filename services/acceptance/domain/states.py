"""The states of assessments and of the requests for them, in one place; `docs/states/` is generated from it.

An acceptance itself moves by the dossier's table (`casework.states`).
"""

from __future__ import annotations

from casework.states import state_diagram
from services.acceptance.domain.assessment import ASSESSMENT_TRANSITIONS, AssessmentState
from services.acceptance.domain.assessment_request import REQUEST_TRANSITIONS, RequestState


def diagrams() -> dict[str, str]:
    """Title -> Mermaid."""
    return {
        "Assessment (测评)": state_diagram(ASSESSMENT_TRANSITIONS, AssessmentState.DRAFT),
        "Request for an assessment (评测需求)": state_diagram(REQUEST_TRANSITIONS, RequestState.REQUESTED),
    }
