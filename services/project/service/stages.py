"""The stages of a project, one as the other: begun, filled in, handed in, reviewed, read, printed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.dossier import CorrectionItem, Verdict
from casework.reviews import Judgement
from casework.uploads import UploadedFile, kept
from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from policy.packs import Packs
from services.project.storage import read_prints
from services.project.storage import read_project as one
from services.project.storage.unit import ProjectUnit
from services.project.use_cases.assign_institution import assign_institution
from services.project.use_cases.attach_file import attach_file
from services.project.use_cases.confirm_undertaking import confirm_undertaking
from services.project.use_cases.load import Asked
from services.project.use_cases.remove_attachment import remove_attachment
from services.project.use_cases.review_project import review_project
from services.project.use_cases.save_answers import save_answers
from services.project.use_cases.start_stage import start_stage
from services.project.use_cases.submit_project import submit_project
from services.project.use_cases.withdraw_project import withdraw_project

Shown = dict[str, Any]
Seen = int | None


def _asked(actor: Actor, project_id: UUID, stage: str, expected_version: Seen) -> Asked:
    return Asked(actor=actor, project_id=project_id, stage=stage, expected_version=expected_version)


class StageMethods:
    """ZS1, ZS3 to ZS5: the same acts as on the stage that began the project, on any of them by its name."""

    runtime: Runtime[ProjectUnit]
    packs: Packs

    @command("project.start")
    def start_stage(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        stage: str,
        reason: str = "",
        expected_version: Seen = None,
    ) -> Shown:
        """Begin a further stage, or with a reason an amendment of what was approved."""
        asked = _asked(actor, project_id, stage, expected_version)
        return start_stage(uow, self.packs, self.runtime.clock, asked, reason=reason)

    @command("project.save")
    def save_stage_answers(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        stage: str,
        page: str,
        answers: dict[str, Any],
        expected_version: Seen = None,
    ) -> Shown:
        """Save one page."""
        asked = _asked(actor, project_id, stage, expected_version)
        clock, sealer = self.runtime.clock, self.runtime.sealer
        return save_answers(uow, self.packs, clock, sealer, asked, page=page, answers=answers)

    @command("project.save")
    def confirm_stage_undertaking(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        stage: str,
        text_version: str,
        expected_version: Seen = None,
    ) -> Shown:
        """Confirm the undertaking that goes with it."""
        asked = _asked(actor, project_id, stage, expected_version)
        return confirm_undertaking(uow, self.packs, self.runtime.clock, asked, text_version=text_version)

    @command("project.save")
    def attach_to_stage(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        stage: str,
        slot: str,
        file: UploadedFile,
        replaces: tuple[UUID, ...] = (),
        print_code: str | None = None,
        expected_version: Seen = None,
    ) -> Shown:
        """Put an uploaded file into a slot."""
        asked = _asked(actor, project_id, stage, expected_version)
        clock, sealer = self.runtime.clock, self.runtime.sealer
        kept_file = kept(self.runtime.blobs, actor.city, file)
        given: dict[str, Any] = {"slot": slot, "file": kept_file, "replaces": replaces, "print_code": print_code}
        return attach_file(uow, self.packs, clock, sealer, asked, **given)

    @command("project.save")
    def remove_from_stage(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        stage: str,
        attachment_id: UUID,
        expected_version: Seen = None,
    ) -> Shown:
        """Take a file out."""
        asked = _asked(actor, project_id, stage, expected_version)
        return remove_attachment(uow, self.packs, self.runtime.clock, asked, attachment_id=attachment_id)

    @command("project.submit")
    def submit_stage(
        self, uow: ProjectUnit, actor: Actor, project_id: UUID, *, stage: str, expected_version: Seen = None
    ) -> Shown:
        """Hand it in; all problems at once."""
        return submit_project(uow, self.packs, self.runtime.clock, _asked(actor, project_id, stage, expected_version))

    @command("project.withdraw")
    def withdraw_stage(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        stage: str,
        text: str = "",
        expected_version: Seen = None,
    ) -> Shown:
        """Take it back before it is decided."""
        asked = _asked(actor, project_id, stage, expected_version)
        return withdraw_project(uow, self.packs, self.runtime.clock, asked, text=text)

    @command("project.review")
    def review_stage(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        stage: str,
        verdict: Verdict,
        opinion: str = "",
        items: tuple[CorrectionItem, ...] = (),
        reason_code: str | None = None,
        step: str | None = None,
        expected_version: Seen = None,
    ) -> Shown:
        """Decide the step that it is in; its last approval yields what the pack says."""
        asked = _asked(actor, project_id, stage, expected_version)
        judgement = Judgement(verdict=verdict, opinion=opinion, items=items, reason_code=reason_code, step=step)
        return review_project(uow, self.packs, self.runtime.clock, asked, judgement=judgement)

    @command("project.assign")
    def assign_stage(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        stage: str,
        institution_id: UUID,
        expected_version: Seen = None,
    ) -> Shown:
        """Assign an institution to the step that asks for one."""
        asked = _asked(actor, project_id, stage, expected_version)
        return assign_institution(uow, self.packs, self.runtime.clock, asked, institution_id=institution_id)

    @query("project.read")
    def get_stage(self, reading: Reading, actor: Actor, project_id: UUID, stage: str) -> Shown:
        """One stage, with the times before that it was gone through."""
        return one.get_stage(reading, self.packs, actor, project_id, stage, at=self.runtime.clock.now())

    @query("project.read")
    def form_of_stage(self, reading: Reading, actor: Actor, project_id: UUID, stage: str) -> Shown:
        """What it asks for, begun or not."""
        return one.form_of(reading, self.packs, actor, project_id, stage=stage)

    @query("project.read")
    def check_stage(self, reading: Reading, actor: Actor, project_id: UUID, stage: str) -> Shown:
        """What submitting it would refuse now, and what is needed."""
        return one.check_project(reading, self.packs, actor, project_id, stage=stage, at=self.runtime.clock.now())

    @query("project.read")
    def corrections_of_stage(self, reading: Reading, actor: Actor, project_id: UUID, stage: str) -> Shown:
        """What differs from the version that was judged last."""
        return one.changes_of(reading, actor, project_id, stage=stage)

    @query("project.read")
    def print_of_stage(self, reading: Reading, actor: Actor, project_id: UUID, stage: str) -> Shown:
        """What is stamped of it as it is printed: its undertaking, or its form."""
        return read_prints.print_of(reading, self.packs, self.runtime.sealer, actor, project_id, stage=stage)
