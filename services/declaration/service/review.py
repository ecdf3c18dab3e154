"""What the authorities and their institutions do with a declaration."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from casework.dossier import CorrectionItem, Verdict
from casework.reviews import Judgement
from chassis.runtime import Runtime
from chassis.service import command
from contracts.actor import Actor
from policy.packs import Packs
from services.declaration.storage.unit import DeclarationUnit
from services.declaration.use_cases.assign_institution import assign_institution
from services.declaration.use_cases.move_case_to_pack import move_case_to_pack
from services.declaration.use_cases.record_finding import record_finding
from services.declaration.use_cases.review_declaration import review_declaration
from services.declaration.use_cases.void_declaration import void_declaration

Shown = dict[str, Any]


class ReviewMethods:
    """DL4, the side of districts, institutions and the city."""

    runtime: Runtime[DeclarationUnit]
    packs: Packs

    @command("declaration.review")
    def review(
        self,
        uow: DeclarationUnit,
        actor: Actor,
        declaration_id: UUID,
        *,
        verdict: Verdict,
        opinion: str = "",
        items: tuple[CorrectionItem, ...] = (),
        reason_code: str | None = None,
        step: str | None = None,
        expected_version: int | None = None,
    ) -> Shown:
        """Decide the step that it is in: approved, returned with items to correct, or rejected."""
        judgement = Judgement(verdict=verdict, opinion=opinion, items=items, reason_code=reason_code, step=step)
        return review_declaration(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            declaration_id,
            judgement=judgement,
            expected_version=expected_version,
        )

    @command("declaration.record_finding")
    def record_finding(
        self,
        uow: DeclarationUnit,
        actor: Actor,
        declaration_id: UUID,
        *,
        found_on: date,
        place: str,
        text: str,
        expected_version: int | None = None,
    ) -> Shown:
        """Record what a check off-line found."""
        return record_finding(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            declaration_id,
            found_on=found_on,
            place=place,
            text=text,
            expected_version=expected_version,
        )

    @command("declaration.assign")
    def assign(
        self,
        uow: DeclarationUnit,
        actor: Actor,
        declaration_id: UUID,
        institution_id: UUID,
        expected_version: int | None = None,
    ) -> Shown:
        """Assign an institution to the step that asks for one."""
        return assign_institution(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            declaration_id,
            institution_id=institution_id,
            expected_version=expected_version,
        )

    @command("declaration.void")
    def void(
        self,
        uow: DeclarationUnit,
        actor: Actor,
        declaration_id: UUID,
        *,
        reason_code: str,
        text: str,
        expected_version: int | None = None,
    ) -> Shown:
        """Declare it void."""
        return void_declaration(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            declaration_id,
            reason_code=reason_code,
            text=text,
            expected_version=expected_version,
        )

    @command("declaration.move_to_pack")
    def move_to_pack(
        self,
        uow: DeclarationUnit,
        actor: Actor,
        declaration_id: UUID,
        *,
        pack: str,
        reason: str,
        expected_version: int | None = None,
    ) -> Shown:
        """Judge it by another version of its pack from now on."""
        return move_case_to_pack(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            declaration_id,
            pack=pack,
            reason=reason,
            expected_version=expected_version,
        )
