"""What an applicant does: start, save, confirm, attach, submit, withdraw."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chassis.runtime import Runtime
from chassis.service import command
from contracts.actor import Actor
from policy.packs import Packs
from services.declaration.adapters.uploads import kept
from services.declaration.domain.uploads import UploadedFile
from services.declaration.storage.unit import DeclarationUnit
from services.declaration.use_cases.attach_file import attach_file
from services.declaration.use_cases.confirm_statement import confirm_statement
from services.declaration.use_cases.remove_attachment import remove_attachment
from services.declaration.use_cases.save_answers import save_answers
from services.declaration.use_cases.start_declaration import start_declaration
from services.declaration.use_cases.submit_declaration import submit_declaration
from services.declaration.use_cases.withdraw_declaration import withdraw_declaration

Shown = dict[str, Any]


class DraftMethods:
    """DL2 to DL4, the side of the enterprise."""

    runtime: Runtime[DeclarationUnit]
    packs: Packs

    @command("declaration.start")
    def start(
        self,
        uow: DeclarationUnit,
        actor: Actor,
        call_id: UUID,
        prefill: dict[str, Any] | None = None,
        statement_version: str | None = None,
    ) -> Shown:
        """Start a declaration under a call; `prefill` is registry data by the names that the form's fields know."""
        return start_declaration(
            uow,
            self.packs,
            self.runtime.clock,
            self.runtime.sealer,
            actor,
            call_id=call_id,
            prefill=prefill or {},
            statement_version=statement_version,
        )

    @command("declaration.save")
    def save_answers(
        self,
        uow: DeclarationUnit,
        actor: Actor,
        declaration_id: UUID,
        *,
        page: str,
        answers: dict[str, Any],
        expected_version: int | None = None,
    ) -> Shown:
        """Save one page of the form."""
        return save_answers(
            uow,
            self.packs,
            self.runtime.sealer,
            actor,
            declaration_id,
            page=page,
            answers=answers,
            expected_version=expected_version,
        )

    @command("declaration.save")
    def confirm_statement(
        self,
        uow: DeclarationUnit,
        actor: Actor,
        declaration_id: UUID,
        text_version: str,
        expected_version: int | None = None,
    ) -> Shown:
        """Confirm the truthfulness statement."""
        return confirm_statement(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            declaration_id,
            text_version=text_version,
            expected_version=expected_version,
        )

    @command("declaration.save")
    def attach(
        self,
        uow: DeclarationUnit,
        actor: Actor,
        declaration_id: UUID,
        *,
        slot: str,
        file: UploadedFile,
        replaces: tuple[UUID, ...] = (),
        print_code: str | None = None,
        expected_version: int | None = None,
    ) -> Shown:
        """Put an uploaded file into a slot."""
        return attach_file(
            uow,
            self.packs,
            self.runtime.clock,
            self.runtime.sealer,
            actor,
            declaration_id,
            slot=slot,
            file=kept(self.runtime.blobs, actor.city, file),
            replaces=replaces,
            print_code=print_code,
            expected_version=expected_version,
        )

    @command("declaration.save")
    def remove_attachment(
        self,
        uow: DeclarationUnit,
        actor: Actor,
        declaration_id: UUID,
        attachment_id: UUID,
        expected_version: int | None = None,
    ) -> Shown:
        """Take a file out."""
        return remove_attachment(
            uow, self.packs, actor, declaration_id, attachment_id=attachment_id, expected_version=expected_version
        )

    @command("declaration.submit")
    def submit(
        self, uow: DeclarationUnit, actor: Actor, declaration_id: UUID, expected_version: int | None = None
    ) -> Shown:
        """Hand it in; all problems at once."""
        return submit_declaration(
            uow, self.packs, self.runtime.clock, actor, declaration_id, expected_version=expected_version
        )

    @command("declaration.withdraw")
    def withdraw(
        self,
        uow: DeclarationUnit,
        actor: Actor,
        declaration_id: UUID,
        text: str = "",
        expected_version: int | None = None,
    ) -> Shown:
        """Take it back before it is decided."""
        return withdraw_declaration(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            declaration_id,
            text=text,
            expected_version=expected_version,
        )
