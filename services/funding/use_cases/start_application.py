"""Somebody begins to ask for an award (奖补申请): an enterprise, a provider or an institution, as the pack says."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from contracts.actor import Actor
from contracts.refusal import Invalid, NotFound, Problem, Refusal
from policy.pack import Pack
from services.funding.domain.application_rules import ApplicationRules, must_ask_for_money
from services.funding.domain.application_shown import application_shown
from services.funding.domain.applying import start
from services.funding.domain.known import KnownProject
from services.funding.domain.refusals import ApplicationNotOpen
from services.funding.use_cases.load import (
    applicant_of,
    milestones_of,
    own_project,
    pack_in_force,
    pack_of_project,
    rules_for,
)
from services.funding.use_cases.ports import Clock, Packs, Unit


def start_application(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    *,
    stage: str,
    programme_year: str | None,
    project_id: UUID | None,
) -> dict[str, Any]:
    """A draft under the pack of the project where it is about one, else under the pack in force.

    `Invalid` for a stage by which nothing is asked for, without the project that it needs or with one that it does not;
    ApplicationNotOpen outside its time and that of its programme, for an applicant that it is not for, with the
    article, and for a project whose contract is still to come where the stage waits for something; HonourOnly for one
    that needs no funds.
    """
    applicant = applicant_of(uow, actor)
    project = own_project(uow, actor, project_id) if project_id is not None else None
    rules = rules_for(_pack(uow, packs, clock, programme_year, project, stage=stage), stage)
    _must_be_about(rules, project_id)
    if project_id is not None and project is None:
        raise _not_known(rules, project_id, at=clock.now())
    if project_id is not None:
        must_ask_for_money(rules, uow.honours.of_project(project_id))
    organisation = uow.facts.organisation(applicant.id)
    known = {
        "organisation.name": organisation.name,
        "organisation.credit_code": organisation.credit_code,
        "organisation.division": organisation.division,
        "organisation.size_class": organisation.size_class,
    }
    application = start(
        uuid4(),
        rules,
        applicant,
        city=uow.city,
        division=organisation.division,
        milestones=milestones_of(uow, project_id),
        at=clock.now(),
        answers=rules.form.prefilled(known),
        project_id=project_id,
        case_id=project.case_id if project is not None else None,
    )
    uow.applications.add(application)
    uow.audit.record(actor, "start", application, stage=stage, pack=rules.pack.ref.text)
    return application_shown(application, rules, actor)


def _pack(
    uow: Unit, packs: Packs, clock: Clock, programme_year: str | None, project: KnownProject | None, *, stage: str
) -> Pack:
    if project is None:
        return pack_in_force(uow, packs, clock, programme_year, stage=stage)
    pack = pack_of_project(uow, packs, project)
    if programme_year not in (None, pack.programme_year):
        inputs = {"options": [pack.programme_year]}
        raise Invalid(problems=[Problem(code="not_an_option", field="programme_year", inputs=inputs)])
    return pack


def _must_be_about(rules: ApplicationRules, project_id: UUID | None) -> None:
    if rules.is_about_project != (project_id is not None):
        code = "required" if rules.is_about_project else "not_applicable"
        raise Invalid(problems=[Problem(code=code, field="project_id")])


def _not_known(rules: ApplicationRules, project_id: UUID, *, at: datetime) -> Refusal:
    """Funding knows a project from its contract on: before that nothing of what the stage waits for has happened."""
    problems = rules.closed(frozenset(), at)
    if problems:
        return ApplicationNotOpen(problems=problems, stage=rules.stage.name)
    return NotFound(kind="project", id=str(project_id))
