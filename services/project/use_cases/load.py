"""How every use case begins: the project, locked; whether this actor may have it; its rules and what is around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from casework.desks import absent, must_own
from casework.mandates import acts_for, agency
from casework.versions import must_be_version
from contracts.actor import Actor
from contracts.refusal import NotFound
from policy.packs import Packs
from services.project.domain.known import Known
from services.project.domain.project import Project
from services.project.domain.rights import must_see
from services.project.domain.rulebook import SERVICE, Rulebook, StageRules
from services.project.domain.shown_project import Shown, shown_project
from services.project.domain.shown_stage import shown_stage
from services.project.domain.stage import StageDossier
from services.project.use_cases.ports import Unit


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which project somebody asks for, and the version that was on the screen.

    `stage` None: the one that began the project. The answer shows what was asked for, the project or the stage.
    """

    actor: Actor
    project_id: UUID
    stage: str | None = None
    expected_version: int | None = None


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A locked project, its rules, and what is known around it."""

    project: Project
    book: Rulebook
    known: Known
    asked: Asked

    @property
    def stage(self) -> StageDossier:
        """The stage that was asked for; NotFound where it was not begun."""
        name = self.asked.stage or self.project.first.name
        if name not in self.project.stages:
            raise NotFound(kind="stage", id=name)
        return self.project.stages[name]

    @property
    def rules(self) -> StageRules:
        """The rules of that stage."""
        return self.book.of(self.stage)

    @property
    def agency(self) -> Mapping[str, Any]:
        """What an audit row says of an agent that acts for the applicant."""
        return agency(self.asked.actor, self.project.applicant.id)

    def around(self, uow: Unit, changed: Project) -> Known:
        """What is known around the changed project, which may name another provider, account or product."""
        return self.known if changed.named == self.project.named else uow.known.around(changed)

    def shown(self, project: Project, *, at: datetime, known: Known | None = None) -> Shown:
        """The answer of a command."""
        actor, known = self.asked.actor, known or self.known
        if self.asked.stage is None:
            return shown_project(project, self.book, known, actor, at=at)
        stage = project.stages[self.asked.stage]
        return shown_stage(project, stage, self.book.of(stage), known, actor, at=at)


def own(uow: Unit, packs: Packs, asked: Asked) -> Loaded:
    """For what the applicant alone does. NotFound for anybody else, StaleVersion when it was changed meanwhile."""
    project, known = uow.projects.with_known(asked.project_id)
    must_own(asked.actor, project.on_desk(project.first), service=SERVICE)
    return _loaded(packs, asked, project, known)


def acted(uow: Unit, packs: Packs, asked: Asked, *, stage: str | None = None) -> Loaded:
    """For what the applicant does, or who has its mandate for the stage that was asked for, or for this one.

    NotFound for anybody else, StaleVersion when it was changed meanwhile.
    """
    project, known = uow.projects.with_known(asked.project_id)
    must_act(asked.actor, project, stage or asked.stage or project.first.name)
    return _loaded(packs, asked, project, known)


def must_act(actor: Actor, project: Project, stage: str) -> None:
    """NotFound unless it belongs to the applicant, or may act for it in this stage, begun or not."""
    if not acts_for(actor, project.applicant.id, project.programme_year, stage):
        raise absent(SERVICE, project.id)


def seen(uow: Unit, packs: Packs, asked: Asked) -> Loaded:
    """For what an authority does. NotFound for what it does not serve, StaleVersion when it was changed meanwhile."""
    project, known = uow.projects.with_known(asked.project_id)
    must_see(asked.actor, project)
    return _loaded(packs, asked, project, known)


def _loaded(packs: Packs, asked: Asked, project: Project, known: Known) -> Loaded:
    must_be_version(project, asked.expected_version)
    return Loaded(project=project, book=Rulebook(packs.get(project.pack)), known=known, asked=asked)
