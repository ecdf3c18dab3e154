"""What districts, the city and the third party do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.dossier import CorrectionItem, Verdict
from casework.reviews import Judgement
from casework.uploads import UploadedFile, kept
from chassis.runtime import Runtime
from chassis.service import command
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.storage.unit import AcceptanceUnit
from services.acceptance.use_cases.assign_institution import assign_institution
from services.acceptance.use_cases.attach_report import attach_report
from services.acceptance.use_cases.propose_special_audit import propose_special_audit
from services.acceptance.use_cases.remove_report import remove_report
from services.acceptance.use_cases.review_acceptance import review_acceptance
from services.acceptance.use_cases.save_paper import save_paper
from services.acceptance.use_cases.void_acceptance import void_acceptance

Shown = dict[str, Any]


class AssessmentMethods:
    """DL8, the side of districts, institutions and the city."""

    runtime: Runtime[AcceptanceUnit]
    packs: Packs

    @command("acceptance.assign")
    def assign(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        acceptance_id: UUID,
        institution_id: UUID,
        expected_version: int | None = None,
    ) -> Shown:
        """Assign the third party."""
        return assign_institution(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            acceptance_id,
            institution_id=institution_id,
            expected_version=expected_version,
        )

    @command("acceptance.assess")
    def save_paper(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        acceptance_id: UUID,
        *,
        form: str,
        page: str,
        answers: dict[str, Any],
        expected_version: int | None = None,
    ) -> Shown:
        """Write a page of the evaluation or of the special audit."""
        return save_paper(
            uow,
            self.packs,
            self.runtime.sealer,
            actor,
            acceptance_id,
            form=form,
            page=page,
            answers=answers,
            expected_version=expected_version,
        )

    @command("acceptance.assess")
    def propose_special_audit(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        acceptance_id: UUID,
        *,
        replaces: bool = False,
        expected_version: int | None = None,
    ) -> Shown:
        """Fill in the lines of the special audit from the evidence."""
        return propose_special_audit(
            uow,
            self.packs,
            self.runtime.sealer,
            actor,
            acceptance_id,
            replaces=replaces,
            expected_version=expected_version,
        )

    @command("acceptance.assess")
    def attach_report(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        acceptance_id: UUID,
        *,
        slot: str,
        file: UploadedFile,
        expected_version: int | None = None,
    ) -> Shown:
        """Attach a report."""
        return attach_report(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            acceptance_id,
            slot=slot,
            file=kept(self.runtime.blobs, actor.city, file),
            expected_version=expected_version,
        )

    @command("acceptance.assess")
    def remove_report(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        acceptance_id: UUID,
        attachment_id: UUID,
        expected_version: int | None = None,
    ) -> Shown:
        """Take a report out again."""
        return remove_report(
            uow, self.packs, actor, acceptance_id, attachment_id=attachment_id, expected_version=expected_version
        )

    @command("acceptance.review")
    def review(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        acceptance_id: UUID,
        *,
        verdict: Verdict,
        opinion: str = "",
        items: tuple[CorrectionItem, ...] = (),
        reason_code: str | None = None,
        step: str | None = None,
        expected_version: int | None = None,
    ) -> Shown:
        """Decide the step: approved or returned, passed or failed (to be improved)."""
        judgement = Judgement(verdict=verdict, opinion=opinion, items=items, reason_code=reason_code, step=step)
        return review_acceptance(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            acceptance_id,
            judgement=judgement,
            expected_version=expected_version,
        )

    @command("acceptance.void")
    def void(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        acceptance_id: UUID,
        *,
        reason_code: str,
        text: str,
        expected_version: int | None = None,
    ) -> Shown:
        """End it for good."""
        return void_acceptance(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            acceptance_id,
            reason_code=reason_code,
            text=text,
            expected_version=expected_version,
        )
