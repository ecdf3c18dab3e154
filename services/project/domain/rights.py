"""Whose project somebody sees: once a stage of it was handed in, whoever has to do with one of its stages."""

from __future__ import annotations

from casework.desks import absent, may_see
from casework.mandates import mandated_programmes
from contracts.actor import Actor
from services.project.domain.project import Project
from services.project.domain.rulebook import SERVICE


def must_see(actor: Actor, project: Project) -> None:
    """NotFound unless it is the actor's own, or was submitted and concerns its institution, division or city.

    Who acts for the applicant in one of its stages sees a project that was handed in, and drafts of its stages.
    """
    seen = any(may_see(actor, project.on_desk(time), service=SERVICE) for time in project.times)
    if not seen and not (_is_filed(project) and _is_agent(actor, project)):
        raise absent(SERVICE, project.id)


def _is_filed(project: Project) -> bool:
    return any(time.dossier.filings for time in project.times)


def _is_agent(actor: Actor, project: Project) -> bool:
    return project.programme_year in mandated_programmes(actor, project.applicant.id, None)
