"""A project is started (新增项目备案): in the case of a pilot enterprise, or under a call where no list comes first."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from chassis.clock import Clock
from contracts.actor import Actor
from contracts.codes import case_id_of
from contracts.events.declaration import Applicant
from contracts.refusal import Invalid, NotAllowed, Problem, Refusal
from policy.packs import Packs, UnknownPack
from policy.refs import PackRef
from services.project.domain.errors import CaseIsFull, PilotNotListed, StageNotOpen
from services.project.domain.project import Project
from services.project.domain.rulebook import Rulebook
from services.project.domain.shown_project import Shown, shown_project
from services.project.domain.starting import opening_problems, started
from services.project.use_cases.ports import Unit

PLACES: Final = "projects_of_case"
"""The counter of a case's projects: whoever draws from it holds the case until the transaction ends."""


def start_project(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, *, case_id: UUID | None = None, call_id: UUID | None = None
) -> Shown:
    """A draft under the pack that the case is judged by, or under the one of the call's programme that is valid today.

    PilotNotListed or StageNotOpen with the article, CaseIsFull where the pack limits the projects of a case.
    """
    if actor.organisation_id is None:
        raise NotAllowed(permission="project.start")
    if (case_id is None) == (call_id is None):
        raise Invalid(problems=[Problem(code="one_of_both", field="call_id", inputs={"names": ["case_id", "call_id"]})])
    if case_id is not None:
        project, book = _of_pilot(uow, packs, clock, case_id, actor.organisation_id)
    else:
        project, book = _under_call(uow, packs, clock, call_id, actor.organisation_id)
    known, at = uow.known.around(project), clock.now()
    problems = opening_problems(project, book.first, known, at=at, stage=project.first)
    if problems:
        reason = known.pilot.reason if known.pilot else ""
        refusal: type[Refusal] = StageNotOpen if call_id else PilotNotListed
        raise refusal(problems=problems, reason=reason, stage=project.first.name)
    _must_have_room(uow, project, book)
    uow.projects.add(project)
    uow.audit.record(actor, "start", project, pack=project.pack.text, pack_sha256=project.pack.sha256)
    return shown_project(project, book, known, actor, at=at)


def _of_pilot(uow: Unit, packs: Packs, clock: Clock, case_id: UUID, organisation_id: UUID) -> tuple[Project, Rulebook]:
    pilot = uow.known.pilot_of_case(case_id)
    if pilot is None or pilot.applicant_id != organisation_id:
        raise PilotNotListed(problems=_unlisted(uow, packs, clock))
    book = Rulebook(packs.get(pilot.ref))
    applicant = Applicant(
        kind=pilot.applicant_kind, id=pilot.applicant_id, credit_code=pilot.credit_code, name=pilot.applicant_name
    )
    project = started(
        uow.city, book, applicant, pilot.division, case_id=case_id, batch=pilot.batch, at=clock.now(), pilot_id=pilot.id
    )
    return project, book


def _under_call(
    uow: Unit, packs: Packs, clock: Clock, call_id: UUID | None, organisation_id: UUID
) -> tuple[Project, Rulebook]:
    call, organisation = uow.known.call(call_id), uow.facts.organisation(organisation_id)
    book = _book_of_today(uow, packs, clock, PackRef.parse(call.pack, "").programme_year)
    if not book.begins_a_case:
        raise PilotNotListed(problems=book.first.problems((), clock.now()))
    applicant = Applicant(
        kind=organisation.kind, id=organisation.id, credit_code=organisation.credit_code, name=organisation.name
    )
    case_id = case_id_of(uow.city, book.pack.programme_year, call.batch, organisation.credit_code)
    project = started(
        uow.city,
        book,
        applicant,
        organisation.division,
        case_id=case_id,
        batch=call.batch,
        at=clock.now(),
        call_id=call.id,
    )
    return project, book


def _book_of_today(uow: Unit, packs: Packs, clock: Clock, programme_year: str) -> Rulebook:
    """The rules that are valid today. Another process may have heard of their release, so the copies are read."""
    for known in uow.facts.packs():
        ref = PackRef.parse(known.pack, known.sha256)
        if ref.programme_year == programme_year:
            packs.release(ref)
    return Rulebook(packs.current(uow.city, programme_year, on=clock.today()))


def _must_have_room(uow: Unit, project: Project, book: Rulebook) -> None:
    at_most = book.first.stage.projects_per_case
    if at_most is None:
        return
    uow.numbers.draw(PLACES, str(project.case_id))
    if uow.projects.standing_in_case(project.case_id) >= at_most:
        raise CaseIsFull(at_most=at_most)


def _unlisted(uow: Unit, packs: Packs, clock: Clock) -> list[Problem]:
    """Why somebody who is on no list cannot file, by the newest released pack that knows of filing after a list."""
    for known in sorted(uow.facts.packs(), key=lambda each: PackRef.parse(each.pack, each.sha256).order, reverse=True):
        try:
            book = Rulebook(packs.get(PackRef.parse(known.pack, known.sha256)))
        except UnknownPack:
            continue
        if book.stages and not book.begins_a_case:
            return book.first.problems((), clock.now())
    return [Problem(code="stage_not_reached", inputs={"stage": "filing"})]
