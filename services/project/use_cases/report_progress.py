"""The applicant reports the progress of an enrolled project, with evidence (DL7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from casework.uploads import UploadedFile
from chassis.clock import Clock
from contracts.sealed import Sealer
from policy.packs import Packs
from services.project.domain import progress
from services.project.domain.progress import Told
from services.project.domain.rulebook import PROGRESS
from services.project.domain.shown_project import Shown, shown_report
from services.project.use_cases.load import Asked, acted
from services.project.use_cases.ports import Unit


@dataclass(frozen=True, kw_only=True)
class SlotFile:
    """An uploaded file and the slot of the pack that it is for."""

    slot: str
    file: UploadedFile


@dataclass(frozen=True, kw_only=True)
class Report:
    """What is reported. `explanation` is asked for when the percentage goes back."""

    answers: dict[str, Any]
    files: Sequence[SlotFile]
    explanation: str = ""


def report_progress(uow: Unit, packs: Packs, clock: Clock, sealer: Sealer, asked: Asked, *, report: Report) -> Shown:
    """The project with its newest progress, and the report. Refused with everything that is wrong at once."""
    loaded = acted(uow, packs, asked, stage=PROGRESS)
    at = clock.now()
    files = [(each.slot, each.file.attached(by=asked.actor, at=at)) for each in report.files]
    told = Told(answers=report.answers, files=files, explanation=report.explanation)
    decision, kept = progress.report_progress(
        loaded.project, loaded.book, loaded.known, told, sealer, by=asked.actor, at=at
    )
    uow.projects.save(decision.project)
    uow.projects.add_report(kept)
    uow.outbox.add(decision.events)
    about = {"number": kept.number, "percent": kept.percent}
    uow.audit.record(asked.actor, "report_progress", decision.project, **about, **loaded.agency)
    return {**loaded.shown(decision.project, at=at), "report": shown_report(kept)}
