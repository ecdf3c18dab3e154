"""The states of a project beside those of its filing, in one place to look at; `docs/states/` is generated from it.

The filing itself moves by the dossier's table (`casework.states`): approved there is enrolled here.
"""

from __future__ import annotations

from casework.states import state_diagram
from services.project.domain.project import PROJECT_TRANSITIONS, ProjectState


def diagrams() -> dict[str, str]:
    """Title -> Mermaid."""
    return {"Enrolled project (已立项项目)": state_diagram(PROJECT_TRANSITIONS, ProjectState.ENROLLED)}
