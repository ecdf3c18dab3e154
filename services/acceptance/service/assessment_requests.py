"""Requests for a diagnosis or an evaluation: asked for, assigned one by one or many at once, asked for again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.runtime import Runtime
from chassis.service import command
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain.assessment_request import Purpose
from services.acceptance.storage.unit import AcceptanceUnit
from services.acceptance.use_cases.assign_assessment import assign_assessment
from services.acceptance.use_cases.assign_assessments import Assignment, assign_assessments
from services.acceptance.use_cases.request_assessment import request_assessment
from services.acceptance.use_cases.submit_assessment_request import submit_assessment_request
from services.acceptance.use_cases.withdraw_assessment_request import withdraw_assessment_request

Shown = dict[str, Any]


class LevelRequestMethods:
    """ZS2, ZS6: the enterprise asks, the bureau assigns."""

    runtime: Runtime[AcceptanceUnit]
    packs: Packs

    @command("acceptance.request")
    def request_assessment(
        self, uow: AcceptanceUnit, actor: Actor, *, project_id: UUID, purpose: Purpose, wish: str = ""
    ) -> Shown:
        """Ask for an institution."""
        return request_assessment(
            uow, self.packs, self.runtime.clock, actor, project_id=project_id, purpose=purpose, wish=wish
        )

    @command("acceptance.request")
    def submit_assessment_request(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        request_id: UUID,
        *,
        wish: str = "",
        expected_version: int | None = None,
    ) -> Shown:
        """Ask again after the level fell short."""
        return submit_assessment_request(
            uow, self.runtime.clock, actor, request_id, wish=wish, expected_version=expected_version
        )

    @command("acceptance.request")
    def withdraw_assessment_request(
        self, uow: AcceptanceUnit, actor: Actor, request_id: UUID, expected_version: int | None = None
    ) -> Shown:
        """Take the request back."""
        return withdraw_assessment_request(
            uow, self.runtime.clock, actor, request_id, expected_version=expected_version
        )

    @command("acceptance.assign")
    def assign_assessment(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        request_id: UUID,
        *,
        institution_id: UUID,
        expected_version: int | None = None,
    ) -> Shown:
        """Assign an institution."""
        return assign_assessment(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            request_id,
            institution_id=institution_id,
            expected_version=expected_version,
        )

    @command("acceptance.assign")
    def assign_assessments(self, uow: AcceptanceUnit, actor: Actor, *, items: tuple[Assignment, ...]) -> Shown:
        """Assign institutions to many requests; every item has its result."""
        return assign_assessments(uow, self.packs, self.runtime.clock, actor, items)
