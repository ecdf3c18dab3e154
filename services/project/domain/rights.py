"""Whose project somebody sees: once a stage of it was handed in, whoever has to do with one of its stages."""

from __future__ import annotations

from casework.desks import absent, may_see
from contracts.actor import Actor
from services.project.domain.project import Project
from services.project.domain.rulebook import SERVICE


def must_see(actor: Actor, project: Project) -> None:
    """NotFound unless it is the actor's own, or was submitted and concerns its institution, division or city."""
    if not any(may_see(actor, project.on_desk(time), service=SERVICE) for time in project.times):
        raise absent(SERVICE, project.id)
