"""An enterprise tells of its project, for others to learn from (典型案例, XB10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.uploads import UploadedFile
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.project.domain.typical_case import Story, shown_case, submitted
from services.project.use_cases.load import Asked, own
from services.project.use_cases.ports import ShowingUnit


@dataclass(frozen=True, kw_only=True)
class StoryInput:
    """What is told, with uploaded files."""

    title: str
    text: str
    files: Sequence[UploadedFile]

    def told(self, *, by: Actor, at: datetime) -> Story:
        files = tuple(file.attached(by=by, at=at) for file in self.files)
        return Story(title=self.title.strip(), text=self.text.strip(), files=files)


def submit_typical_case(
    uow: ShowingUnit, packs: Packs, clock: Clock, asked: Asked, *, story: StoryInput
) -> dict[str, Any]:
    """NotFound for a project that is not the actor's own."""
    project, at = own(uow, packs, asked).project, clock.now()
    case = submitted(project, story.told(by=asked.actor, at=at), at=at)
    uow.typical_cases.add(case)
    uow.audit.record(asked.actor, "submit_typical_case", case, project_id=project.id)
    return shown_case(case)
