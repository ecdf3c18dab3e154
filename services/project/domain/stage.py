"""One stage of a project (阶段) as it is gone through: a dossier of its own, on a desk of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from casework.divisions import DivisionPath
from casework.dossier import Dossier
from services.project.domain.contract import Contract


@dataclass(frozen=True, kw_only=True)
class StageDossier:
    """`name` is the pack's. `number` counts from 1 how often the stage is gone through: once more after a withdrawal,

    or to amend what was approved, and then `reason` says why. `begun_in` and `version` are the versions of the
    project in which it was begun and changed last: the order of stages is that of their beginnings.
    `contract` is as it was filed here. `assigner` is the role that picks the institution for the step it is in,
    `assignee_id` the one that was picked.
    """

    id: UUID
    name: str
    number: int
    dossier: Dossier
    begun_in: int = 0
    version: int = 0
    reason: str = ""
    assigner: str | None = None
    assignee_id: UUID | None = None
    contract: Contract | None = None

    @property
    def is_amendment(self) -> bool:
        return bool(self.reason)

    def but(self, **members: Any) -> StageDossier:
        """The same, but for these members."""
        return replace(self, **members)


@dataclass(frozen=True, kw_only=True)
class StageOnDesk:
    """A stage as `casework.desks` knows cases: `id` and divisions are the project's."""

    id: UUID
    stage: str
    division: str
    division_path: DivisionPath
    dossier: Dossier
    assigner: str | None
    assignee_id: UUID | None
