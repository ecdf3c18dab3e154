"""What an enterprise does: start, save, attach, submit, withdraw."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.uploads import UploadedFile, kept
from chassis.runtime import Runtime
from chassis.service import command
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.storage.unit import AcceptanceUnit
from services.acceptance.use_cases.attach_file import attach_file
from services.acceptance.use_cases.remove_attachment import remove_attachment
from services.acceptance.use_cases.save_answers import save_answers
from services.acceptance.use_cases.start_acceptance import start_acceptance
from services.acceptance.use_cases.submit_acceptance import submit_acceptance
from services.acceptance.use_cases.withdraw_acceptance import withdraw_acceptance

Shown = dict[str, Any]


class RequestMethods:
    """DL8, the side of the enterprise."""

    runtime: Runtime[AcceptanceUnit]
    packs: Packs

    @command("acceptance.request")
    def start(self, uow: AcceptanceUnit, actor: Actor, project_id: UUID) -> Shown:
        """Begin to ask for acceptance of a project."""
        return start_acceptance(uow, self.packs, self.runtime.clock, actor, project_id)

    @command("acceptance.request")
    def save_answers(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        acceptance_id: UUID,
        *,
        page: str,
        answers: dict[str, Any],
        expected_version: int | None = None,
    ) -> Shown:
        """Save one page of the request."""
        return save_answers(
            uow,
            self.packs,
            self.runtime.sealer,
            actor,
            acceptance_id,
            page=page,
            answers=answers,
            expected_version=expected_version,
        )

    @command("acceptance.request")
    def attach(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        acceptance_id: UUID,
        *,
        slot: str,
        file: UploadedFile,
        replaces: tuple[UUID, ...] = (),
        expected_version: int | None = None,
    ) -> Shown:
        """Put an uploaded file into a slot."""
        return attach_file(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            acceptance_id,
            slot=slot,
            file=kept(self.runtime.blobs, actor.city, file),
            replaces=replaces,
            expected_version=expected_version,
        )

    @command("acceptance.request")
    def remove_attachment(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        acceptance_id: UUID,
        attachment_id: UUID,
        expected_version: int | None = None,
    ) -> Shown:
        """Take a file out."""
        return remove_attachment(
            uow, self.packs, actor, acceptance_id, attachment_id=attachment_id, expected_version=expected_version
        )

    @command("acceptance.request")
    def submit(
        self, uow: AcceptanceUnit, actor: Actor, acceptance_id: UUID, expected_version: int | None = None
    ) -> Shown:
        """Ask for acceptance; all problems at once."""
        return submit_acceptance(
            uow, self.packs, self.runtime.clock, actor, acceptance_id, expected_version=expected_version
        )

    @command("acceptance.request")
    def withdraw(
        self,
        uow: AcceptanceUnit,
        actor: Actor,
        acceptance_id: UUID,
        text: str = "",
        expected_version: int | None = None,
    ) -> Shown:
        """Take it back before it is decided."""
        return withdraw_acceptance(
            uow, self.packs, self.runtime.clock, actor, acceptance_id, text=text, expected_version=expected_version
        )
