"""An award application (奖补申请): somebody asks for an award, along a stage of the pack (XB13, ZS8)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from casework.divisions import DivisionPath
from casework.dossier import Dossier
from casework.states import State
from contracts.events.declaration import Applicant

SERVICE: Final = "funding"
PAYEE: Final = ("request", "payee_account")
"""Page and field in which a form asks for the account that is paid to."""


@dataclass(frozen=True, kw_only=True)
class AwardApplication:
    """`project_id` where it is about a project, whose case it then belongs to; else it is a case of its own.

    `stage` is the pack's; its steps belong to divisions or the city, never to an institution.
    """

    id: UUID
    city: str
    version: int
    case_id: UUID
    stage: str
    applicant: Applicant
    division: str
    dossier: Dossier
    project_id: UUID | None = None
    division_path: DivisionPath = ()

    assigner: None = None
    assignee_id: None = None

    @property
    def state(self) -> State:
        return self.dossier.state

    def asked_at(self, now: datetime) -> datetime:
        """When it was handed in first, whatever was corrected since; `now` while it was not."""
        filings = self.dossier.filings
        return filings[0].at if filings else now

    @property
    def payee_account_id(self) -> UUID | None:
        """The account that the applicant names; None where the form does not ask, or nothing was said yet."""
        page, name = PAYEE
        said = (self.dossier.answers.get(page) or {}).get(name)
        try:
            return UUID(said) if isinstance(said, str) else None
        except ValueError:
            return None

    def changed(self, **members: Any) -> AwardApplication:
        """The next version."""
        return replace(self, version=self.version + 1, **members)
