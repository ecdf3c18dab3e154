"""How every use case begins: the project, locked; whether this actor may have it; its rules and what is around it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from casework.desks import must_own, must_see
from casework.versions import must_be_version
from contracts.actor import Actor
from policy.packs import Packs
from services.project.domain.known import Known
from services.project.domain.project import Project
from services.project.domain.rulebook import Rulebook
from services.project.domain.shown_project import Shown, shown_project
from services.project.use_cases.ports import Unit

SERVICE = "project"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which project somebody asks for, and the version that was on the screen."""

    actor: Actor
    project_id: UUID
    expected_version: int | None = None


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A locked project, its rules, and what is known around it."""

    project: Project
    rules: Rulebook
    known: Known

    def around(self, uow: Unit, changed: Project) -> Known:
        """What is known around the changed project, which may name another provider, account or product."""
        return self.known if changed.named == self.project.named else uow.known.around(changed)

    def shown(self, project: Project, actor: Actor, known: Known | None = None) -> Shown:
        """The answer of a command."""
        return shown_project(project, self.rules, known or self.known, actor)


def own(uow: Unit, packs: Packs, asked: Asked) -> Loaded:
    """For what the applicant does. NotFound for anybody else, StaleVersion when it was changed meanwhile."""
    project, known = uow.projects.with_known(asked.project_id)
    must_own(asked.actor, project, service=SERVICE)
    must_be_version(project, asked.expected_version)
    return Loaded(project=project, rules=Rulebook.of(packs.get(project.dossier.pack)), known=known)


def seen(uow: Unit, packs: Packs, asked: Asked) -> Loaded:
    """For what an authority does. NotFound for what it does not serve, StaleVersion when it was changed meanwhile."""
    project, known = uow.projects.with_known(asked.project_id)
    must_see(asked.actor, project, service=SERVICE)
    must_be_version(project, asked.expected_version)
    return Loaded(project=project, rules=Rulebook.of(packs.get(project.dossier.pack)), known=known)
