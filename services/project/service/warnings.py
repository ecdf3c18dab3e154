"""Warnings about enterprises: issued, lifted, read (XB8)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from services.project.domain.warning import Grounds, WarningEffect
from services.project.storage import warnings
from services.project.storage.unit import ProjectUnit
from services.project.use_cases.issue_warning import issue_warning
from services.project.use_cases.lift_warning import lift_warning

Shown = dict[str, Any]


class WarningMethods:
    """By the city's officers; the enterprise reads its own."""

    runtime: Runtime[ProjectUnit]

    @command("project.warn")
    def issue_warning(
        self,
        uow: ProjectUnit,
        actor: Actor,
        enterprise_id: UUID,
        *,
        effect: str,
        reason: str,
        article: str,
        project_id: UUID | None = None,
        finding_ids: tuple[UUID, ...] = (),
    ) -> Shown:
        """Warn an enterprise."""
        grounds = Grounds(effect=WarningEffect(effect), reason=reason, article=article, finding_ids=finding_ids)
        about: dict[str, Any] = {"enterprise_id": enterprise_id, "project_id": project_id}
        return issue_warning(uow, self.runtime.clock, actor, grounds=grounds, **about)

    @command("project.warn")
    def lift_warning(
        self, uow: ProjectUnit, actor: Actor, warning_id: UUID, *, reason: str, expected_version: int | None = None
    ) -> Shown:
        """End a warning."""
        clock = self.runtime.clock
        return lift_warning(uow, clock, actor, warning_id, reason=reason, expected_version=expected_version)

    @query("project.read_warnings")
    def list_warnings(
        self,
        reading: Reading,
        actor: Actor,
        *,
        state: str | None = None,
        enterprise_id: UUID | None = None,
        project_id: UUID | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """One's own, or those of whom one serves; newest first."""
        wanted = {"state": state, "applicant_id": enterprise_id, "project_id": project_id}
        return warnings.list_warnings(reading, actor, wanted, limit=limit, after=after)
