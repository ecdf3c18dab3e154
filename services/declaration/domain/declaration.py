"""The declaration (申报): one applicant's in one round, a dossier under a pinned pack."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from casework.desks import next_actor
from casework.divisions import DivisionPath
from casework.dossier import Dossier
from casework.states import State
from contracts.actor import Actor
from contracts.codes import case_id_of
from contracts.events.base import Event
from contracts.events.declaration import Applicant, DeclarationChanged, PilotChanged
from services.declaration.domain.pilot_list import PilotPlace

SERVICE: Final = "declaration"
STAGE: Final = "declaration"
"""What `casework.desks` is told: whose permissions, and what is absent."""


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """The points of the lines of the pack that it met when it was submitted last."""

    points: int = 0
    codes: tuple[str, ...] = ()


Told = TypeVar("Told", bound=DeclarationChanged | PilotChanged)


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """`division` is the applicant's (six digits), `division_path` leads upwards from it: who reviews it, step by step.

    `assigner` is the role that picks the institution for the step it is in, None where the step needs none;
    `assignee_id` is the institution that was picked. `exclusive_key` names the programmes of which the applicant is
    in one at a time, from the submission on (XA11); `ranking` is what officers sort the round by.
    """

    id: UUID
    city: str
    version: int
    case_id: UUID
    call_id: UUID
    programme_year: str
    batch: str
    applicant: Applicant
    division: str
    dossier: Dossier
    division_path: DivisionPath = ()
    assigner: str | None = None
    assignee_id: UUID | None = None
    place: PilotPlace = field(default_factory=PilotPlace)
    exclusive_key: str | None = None
    ranking: Ranking = field(default_factory=Ranking)

    @property
    def state(self) -> State:
        return self.dossier.state

    @property
    def stage(self) -> str:
        """The pack's name of what it is."""
        return STAGE

    @property
    def is_filed(self) -> bool:
        """Whether it was ever submitted: before that it concerns nobody but the applicant."""
        return bool(self.dossier.filings)

    def changed(self, **members: Any) -> Declaration:
        """The next version."""
        return replace(self, version=self.version + 1, **members)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a rule decided: the declaration as it is from now on, and what to tell the others."""

    declaration: Declaration
    events: tuple[Event, ...] = ()


def draft(
    *, declaration_id: UUID, city: str, call_id: UUID, batch: str, applicant: Applicant, division: str, dossier: Dossier
) -> Declaration:
    """The first version. The case is computed, so that nobody has to ask for it."""
    programme_year = dossier.pack.programme_year
    return Declaration(
        id=declaration_id,
        city=city,
        version=1,
        case_id=case_id_of(city, programme_year, batch, applicant.credit_code),
        call_id=call_id,
        programme_year=programme_year,
        batch=batch,
        applicant=applicant,
        division=division,
        dossier=dossier,
    )


def announced(kind: type[Told], declaration: Declaration, *, at: datetime, by: Actor, **more: Any) -> Told:
    """The event that says how the declaration is now; `more` are the members that its kind adds."""
    dossier, who = declaration.dossier, next_actor(declaration)
    if issubclass(kind, DeclarationChanged):
        more |= {
            "state": dossier.state.value,
            "step": dossier.step.index if dossier.step else None,
            "due_on": dossier.due_on,
            "acting_division": who.division,
            "acting_role": who.role,
            "acting_institution_id": who.institution_id,
        }
    else:
        more |= {"state": declaration.place.state.value, "scale": declaration.place.scale}
    return kind(
        city=declaration.city,
        case_id=declaration.case_id,
        aggregate_id=declaration.id,
        sequence=declaration.version,
        at=at,
        actor=by.account_id,
        applicant=declaration.applicant,
        division=declaration.division,
        pack=dossier.pack.text,
        pack_sha256=dossier.pack.sha256,
        batch=declaration.batch,
        **more,
    )
