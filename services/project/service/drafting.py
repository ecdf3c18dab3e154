"""What an applicant does with a project: start it and its stages, save, confirm, attach, submit, withdraw."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.uploads import UploadedFile, kept
from chassis.runtime import Runtime
from chassis.service import command
from contracts.actor import Actor
from policy.packs import Packs
from services.project.domain.stage_forms import PREFIX
from services.project.storage.unit import ProjectUnit
from services.project.use_cases.attach_file import attach_file
from services.project.use_cases.confirm_undertaking import confirm_undertaking
from services.project.use_cases.load import Asked
from services.project.use_cases.remove_attachment import remove_attachment
from services.project.use_cases.save_answers import save_answers
from services.project.use_cases.start_project import start_project
from services.project.use_cases.submit_project import submit_project, submit_projects
from services.project.use_cases.withdraw_project import withdraw_project

Shown = dict[str, Any]
Seen = int | None


class DraftMethods:
    """DL6, DL12, ZS1, the side of the enterprise, on the stage that begins a project; the others are in `stages`."""

    runtime: Runtime[ProjectUnit]
    packs: Packs

    @command("project.start")
    def start(self, uow: ProjectUnit, actor: Actor, case_id: UUID | None = None, call_id: UUID | None = None) -> Shown:
        """Start a project: in the case of a pilot enterprise, or under a call where no list comes before."""
        return start_project(uow, self.packs, self.runtime.clock, actor, case_id=case_id, call_id=call_id)

    @command("project.save")
    def save_answers(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        page: str,
        answers: dict[str, Any],
        expected_version: Seen = None,
    ) -> Shown:
        """Save one page of the filing form."""
        asked = Asked(actor=actor, project_id=project_id, expected_version=expected_version)
        clock, sealer = self.runtime.clock, self.runtime.sealer
        return save_answers(uow, self.packs, clock, sealer, asked, page=page, answers=answers)

    @command("project.save")
    def save_undertaking(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        page: str,
        answers: dict[str, Any],
        expected_version: Seen = None,
    ) -> Shown:
        """Save one page of the undertaking."""
        asked = Asked(actor=actor, project_id=project_id, expected_version=expected_version)
        name, clock = f"{PREFIX}{page}", self.runtime.clock
        return save_answers(uow, self.packs, clock, self.runtime.sealer, asked, page=name, answers=answers)

    @command("project.save")
    def confirm_undertaking(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        text_version: str,
        expected_version: Seen = None,
    ) -> Shown:
        """Confirm the undertaking."""
        asked = Asked(actor=actor, project_id=project_id, expected_version=expected_version)
        return confirm_undertaking(uow, self.packs, self.runtime.clock, asked, text_version=text_version)

    @command("project.save")
    def attach(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        slot: str,
        file: UploadedFile,
        replaces: tuple[UUID, ...] = (),
        print_code: str | None = None,
        expected_version: Seen = None,
    ) -> Shown:
        """Put an uploaded file into a slot."""
        asked = Asked(actor=actor, project_id=project_id, expected_version=expected_version)
        return attach_file(
            uow,
            self.packs,
            self.runtime.clock,
            self.runtime.sealer,
            asked,
            slot=slot,
            file=kept(self.runtime.blobs, actor.city, file),
            replaces=replaces,
            print_code=print_code,
        )

    @command("project.save")
    def remove_attachment(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        attachment_id: UUID,
        expected_version: Seen = None,
    ) -> Shown:
        """Take a file out."""
        asked = Asked(actor=actor, project_id=project_id, expected_version=expected_version)
        return remove_attachment(uow, self.packs, self.runtime.clock, asked, attachment_id=attachment_id)

    @command("project.submit")
    def submit(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        expected_version: Seen = None,
    ) -> Shown:
        """Hand it in; all problems at once."""
        asked = Asked(actor=actor, project_id=project_id, expected_version=expected_version)
        return submit_project(uow, self.packs, self.runtime.clock, asked)

    @command("project.submit")
    def submit_several(
        self, uow: ProjectUnit, actor: Actor, project_ids: tuple[UUID, ...], stage: str | None = None
    ) -> Shown:
        """Hand in a stage of those that were ticked; the result of each."""
        return submit_projects(uow, self.packs, self.runtime.clock, actor, project_ids, stage=stage)

    @command("project.withdraw")
    def withdraw(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        text: str = "",
        expected_version: Seen = None,
    ) -> Shown:
        """Take it back before it is decided."""
        asked = Asked(actor=actor, project_id=project_id, expected_version=expected_version)
        return withdraw_project(uow, self.packs, self.runtime.clock, asked, text=text)
