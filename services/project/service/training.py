"""Trainings: recorded, corrected, confirmed, read (XB5, ZS5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from casework.dossier import CorrectionItem, Verdict
from casework.reviews import Judgement
from casework.uploads import kept
from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from policy.packs import Packs
from services.project.storage import read_trainings as read
from services.project.storage.read_trainings import WantedTrainings
from services.project.storage.unit import ProjectUnit
from services.project.use_cases.correct_training import correct_training
from services.project.use_cases.record_training import TrainingInput, record_training
from services.project.use_cases.report_progress import SlotFile
from services.project.use_cases.review_training import review_training

Shown = dict[str, Any]
Seen = int | None


class TrainingMethods:
    """By the enterprise, or by the institution that held it; confirmed along the pack's route."""

    runtime: Runtime[ProjectUnit]
    packs: Packs

    @command("project.record_training")
    def record_training(
        self,
        uow: ProjectUnit,
        actor: Actor,
        project_id: UUID,
        *,
        answers: dict[str, Any],
        files: tuple[SlotFile, ...] = (),
    ) -> Shown:
        """Record a training of a project."""
        training, clock, sealer = self._input(actor, answers, files), self.runtime.clock, self.runtime.sealer
        return record_training(uow, self.packs, clock, sealer, actor, project_id=project_id, training=training)

    @command("project.record_training")
    def correct_training(
        self,
        uow: ProjectUnit,
        actor: Actor,
        training_id: UUID,
        *,
        answers: dict[str, Any],
        files: tuple[SlotFile, ...] = (),
        expected_version: Seen = None,
    ) -> Shown:
        """Hand in anew what was returned."""
        training, clock, sealer = self._input(actor, answers, files), self.runtime.clock, self.runtime.sealer
        about: dict[str, Any] = {"training_id": training_id, "expected_version": expected_version}
        return correct_training(uow, self.packs, clock, sealer, actor, training=training, **about)

    @command("project.review_training")
    def review_training(
        self,
        uow: ProjectUnit,
        actor: Actor,
        training_id: UUID,
        *,
        verdict: Verdict,
        opinion: str = "",
        items: tuple[CorrectionItem, ...] = (),
        reason_code: str | None = None,
        step: str | None = None,
        expected_version: Seen = None,
    ) -> Shown:
        """Confirm it, return it, or refuse it."""
        judgement = Judgement(verdict=verdict, opinion=opinion, items=items, reason_code=reason_code, step=step)
        about: dict[str, Any] = {"training_id": training_id, "expected_version": expected_version}
        return review_training(uow, self.packs, self.runtime.clock, actor, judgement=judgement, **about)

    @query("project.read")
    def get_training(self, reading: Reading, actor: Actor, training_id: UUID) -> Shown:
        """One record."""
        return read.get_training(reading, self.packs, actor, training_id)

    @query("project.read")
    def list_trainings(
        self,
        reading: Reading,
        actor: Actor,
        *,
        project_id: UUID | None = None,
        state: str | None = None,
        division: str | None = None,
        institution_id: UUID | None = None,
        text: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """One's own, those that one recorded, or those that one serves; newest first."""
        wanted = WantedTrainings(
            project_id=project_id, state=state, division=division, institution_id=institution_id, text=text
        )
        return read.list_trainings(reading, actor, wanted, limit=limit, after=after)

    @query("project.read")
    def list_waiting_trainings(
        self, reading: Reading, actor: Actor, limit: int = 50, after: str | None = None
    ) -> Shown:
        """What waits for this actor, longest first (待办)."""
        return read.list_waiting_trainings(reading, actor, limit=limit, after=after)

    @query("project.read")
    def file_of_training(self, reading: Reading, actor: Actor, training_id: UUID, attachment_id: UUID) -> Shown:
        """The permission to download a proof."""
        return read.file_of_training(reading, actor, training_id, attachment_id)

    def _input(self, actor: Actor, answers: dict[str, Any], files: tuple[SlotFile, ...]) -> TrainingInput:
        stored = [replace(each, file=kept(self.runtime.blobs, actor.city, each.file)) for each in files]
        return TrainingInput(answers=answers, files=stored)
