"""An assessment begins: the enterprise's own, its provider's pre-check, or an assigned institution's."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from casework.days import local_date
from casework.desks import absent
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.refusal import ActionNotAllowed, Invalid, Problem
from policy.packs import Pack, Packs
from services.acceptance.domain.assessment import Assessment, Method, Stage
from services.acceptance.domain.assessment_request import RequestState
from services.acceptance.domain.assessment_rights import REQUEST_KIND
from services.acceptance.domain.assessment_rules import applicant_of, assessor_of, must_be_between, must_be_enterprise
from services.acceptance.domain.assessment_shown import Shown, shown_assessment
from services.acceptance.domain.assessment_starting import Subject, started
from services.acceptance.domain.known import Surroundings
from services.acceptance.use_cases.check_institution import check_institution
from services.acceptance.use_cases.find_pack import find_pack
from services.acceptance.use_cases.ports import AssessmentUnit as Unit


def start_assessment(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    *,
    stage: Stage = Stage.AFTER,
    programme_year: str | None = None,
    project_id: UUID | None = None,
    request_id: UUID | None = None,
    assessed_on: date | None = None,
) -> Shown:
    """A draft under the edition in force on the day. Who begins decides the method.

    Of a request: the assigned institution. Of a project: its enterprise itself, or the provider that it contracted.
    Of a programme alone: the enterprise itself, before it has a project (XA6). Only an institution may have been there
    on an earlier day than today, and not before it was asked for.
    """
    day = assessed_on or clock.today()
    if request_id is None:
        must_be_between(day, clock.today(), clock.today())
    if request_id is not None:
        draft = _of_request(uow, packs, clock, actor, request_id, day)
    elif project_id is not None:
        draft = _of_project(uow, packs, clock, actor, project_id, stage=stage, day=day)
    elif programme_year is not None:
        draft = _of_programme(uow, packs, clock, actor, programme_year, stage=stage, day=day)
    else:
        raise Invalid(problems=[Problem(code="required", field="programme_year")])
    uow.assessments.add(draft)
    uow.audit.record(actor, "start", draft, method=draft.method, stage=draft.stage, edition=draft.edition)
    return shown_assessment(draft, packs.get(draft.pack), actor)


def _of_request(uow: Unit, packs: Packs, clock: Clock, actor: Actor, request_id: UUID, day: date) -> Assessment:
    request = uow.assessment_requests.get(request_id)
    if actor.organisation_id is None or request.institution_id != actor.organisation_id:
        raise absent(REQUEST_KIND, request_id)
    if request.state is not RequestState.ASSIGNED:
        raise ActionNotAllowed(state=request.state.value, action="assess")
    must_be_between(day, local_date(request.requested_at), clock.today())
    around = uow.projects.around(request.project_id)
    pack = packs.get(around.project.ref)
    institution = check_institution(
        uow, pack, actor.organisation_id, applicant=request.applicant, purpose=request.purpose
    )
    return started(
        Subject(
            applicant=request.applicant,
            division=request.division,
            division_path=request.division_path,
            project=around.project,
            request=request,
        ),
        pack,
        stage=request.purpose.stage,
        method=request.purpose.method,
        assessor=assessor_of(institution),
        assessed_on=day,
        city=uow.city,
        at=clock.now(),
    )


def _of_project(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, project_id: UUID, *, stage: Stage, day: date
) -> Assessment:
    around = uow.projects.around(project_id)
    method = _method(actor, around)
    if method is None or actor.organisation_id is None:
        raise absent("project", project_id)
    pack: Pack = packs.get(around.project.ref)
    applicant = around.organisation
    return started(
        Subject(
            applicant=around.project.applicant,
            division=applicant.division,
            division_path=around.division_path,
            project=around.project,
        ),
        pack,
        stage=stage,
        method=method,
        assessor=assessor_of(uow.facts.organisation(actor.organisation_id)),
        assessed_on=day,
        city=uow.city,
        at=clock.now(),
    )


def _of_programme(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, programme_year: str, *, stage: Stage, day: date
) -> Assessment:
    if actor.organisation_id is None:
        raise absent("organisation", actor.account_id)
    own = uow.facts.organisation(actor.organisation_id)
    must_be_enterprise(own)
    return started(
        Subject(
            applicant=applicant_of(own), division=own.division, division_path=uow.facts.division_path(own.division)
        ),
        find_pack(uow, packs, programme_year, clock.today()),
        stage=stage,
        method=Method.SELF,
        assessor=assessor_of(own),
        assessed_on=day,
        city=uow.city,
        at=clock.now(),
    )


def _method(actor: Actor, around: Surroundings) -> Method | None:
    """The enterprise assesses itself, its provider checks beforehand; nobody else begins of a project."""
    if actor.organisation_id == around.project.applicant.id:
        return Method.SELF
    contract = around.project.contract
    is_provider = contract is not None and contract.provider_id == actor.organisation_id
    return Method.PROVIDER_PRECHECK if is_provider else None
