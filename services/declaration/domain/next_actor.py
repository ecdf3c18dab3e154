"""Who has to act next, and until when: what people ask most ("where is my case?")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from casework.states import State
from services.declaration.domain.declaration import Declaration
from services.declaration.domain.pilot_list import PilotState
from services.declaration.domain.rights import DISTRICT_LEVELS


class Party(StrEnum):
    APPLICANT = "applicant"
    REVIEWER = "reviewer"
    ASSIGNER = "assigner"
    NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class NextActor:
    """`role` is the pack's; `division` where a district acts; `institution_id` where one was assigned.

    `since` is when it came to them, or came back.
    """

    party: Party
    role: str | None = None
    division: str | None = None
    institution_id: UUID | None = None
    since: datetime | None = None
    due_on: date | None = None
    is_provisional: bool = False

    @property
    def desk(self) -> str:
        """Where it waits: a division, an institution, or the city's desk (empty)."""
        return self.division or (str(self.institution_id) if self.institution_id else "")


def next_actor(declaration: Declaration) -> NextActor:
    """Nobody once it has ended."""
    dossier = declaration.dossier
    if dossier.is_open_for_changes:
        return NextActor(party=Party.APPLICANT)
    if dossier.state is not State.IN_REVIEW or dossier.step is None:
        return NextActor(party=Party.NOBODY)
    step = dossier.step
    needs_institution = declaration.assigner is not None and declaration.assignee_id is None
    return NextActor(
        party=Party.ASSIGNER if needs_institution else Party.REVIEWER,
        role=declaration.assigner if needs_institution else step.role,
        division=declaration.division if step.division_level in DISTRICT_LEVELS and not declaration.assigner else None,
        institution_id=declaration.assignee_id if declaration.assigner else None,
        since=step.clock.runs[-1].started_at,
        due_on=dossier.due_on,
        is_provisional=dossier.is_provisional,
    )


def awaits_listing(declaration: Declaration) -> bool:
    """Whether it was approved and is not on the pilot list yet."""
    return declaration.state is State.APPROVED and declaration.place.state is PilotState.UNLISTED
