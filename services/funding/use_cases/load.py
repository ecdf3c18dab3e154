"""What computing an award and asking for one take: what an event says, what was heard before, one's own application."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from casework.common_facts import NotKnownHere
from casework.days import end_of, local_date
from casework.desks import absent, must_own
from casework.versions import must_be_version
from contracts.actor import Actor
from contracts.events.acceptance import AcceptanceFailed, AcceptancePassed
from contracts.events.declaration import Applicant, PlatformRecognised
from contracts.events.project import BenchmarkChosen, ContractFiled, ProjectTerminated
from contracts.refusal import Invalid, NotFound, Problem
from policy.claims import SpendLine, platform_facts
from policy.pack import Pack
from policy.refs import PackRef
from services.funding.domain.application_rules import ApplicationRules
from services.funding.domain.applying import Standpoint
from services.funding.domain.award import Award
from services.funding.domain.award_application import SERVICE, AwardApplication
from services.funding.domain.claims import (
    applicant_facts,
    contract_facts,
    ended_facts,
    failed_facts,
    passed_facts,
    spend_of,
)
from services.funding.domain.known import AboutProject, Contract, KnownProject
from services.funding.domain.known_facts import organisation_facts, project_facts
from services.funding.domain.line_book import LineBook
from services.funding.domain.occasion import PLATFORM_AWARD, PROJECT_AWARD, Ground, Occasion
from services.funding.domain.refusals import ApplicationNotOpen
from services.funding.domain.supports import as_facts
from services.funding.domain.trial import newest_valid
from services.funding.use_cases.ports import Clock, KnownUnit, Packs, Unit

OfProject = AcceptancePassed | AcceptanceFailed | ContractFiled | BenchmarkChosen | ProjectTerminated
Due = OfProject | PlatformRecognised
"""The events that can make money due."""


def occasion_of(uow: Unit, clock: Clock, event: Due) -> Occasion | None:
    """None for an event that makes nothing due: a failure that is not final, a contract told without its pack."""
    if isinstance(event, AcceptanceFailed) and not event.final:
        return None
    if isinstance(event, PlatformRecognised):
        facts = heard_of_organisation(uow, event.applicant)
        told = platform_facts(event.rows, on=local_date(event.at))
        occasion = _occasion(event, event.aggregate_id, _told_by(event), {**facts, **told})
        return replace(occasion, subject_kind=PLATFORM_AWARD)
    return _of_project(uow, clock, event)


def heard_of_organisation(uow: KnownUnit, applicant: Applicant) -> dict[str, Any]:
    """What others told of an organisation that money goes to without a project: trainings, completed enterprises."""
    return {
        **organisation_facts(uow.known.about_organisation(applicant.id)),
        **_supports_of(uow, applicant),
        "pilot.is_listed": uow.known.is_pilot(applicant.id),
    }


def heard_of_award(uow: KnownUnit, award: Award) -> dict[str, Any]:
    """What others told by now of what an award is for, beside the event that it rests on."""
    if award.subject_kind != PROJECT_AWARD:
        return heard_of_organisation(uow, award.applicant)
    about = uow.known.about_project(award.project_id, award.applicant.id)
    return {**project_facts(about), **_supports_of(uow, award.applicant)}


def _supports_of(uow: KnownUnit, applicant: Applicant) -> dict[str, Any]:
    return {"supports.elsewhere": as_facts(uow.supports.of(applicant.credit_code))}


def _of_project(uow: Unit, clock: Clock, event: OfProject) -> Occasion | None:
    project_id = event.aggregate_id if isinstance(event, ContractFiled | ProjectTerminated) else event.project_id
    whose = _whose(uow, event, project_id)
    if whose is None:
        return None
    contract, about = uow.known.contract(project_id), uow.known.about_project(project_id, whose.applicant.id)
    if about.is_ended and not isinstance(event, ProjectTerminated):
        return None
    facts = {**contract_facts(contract), **_known_of(uow, whose, about), **_of_event(event, clock)}
    return _occasion(event, project_id, whose, facts, _spend(event, contract))


def facts_of_project(uow: KnownUnit, project_id: UUID, whose: KnownProject) -> dict[str, Any]:
    """What is known of a project today."""
    about = uow.known.about_project(project_id, whose.applicant.id)
    return {**contract_facts(uow.known.contract(project_id)), **_known_of(uow, whose, about)}


def _known_of(uow: KnownUnit, whose: KnownProject, about: AboutProject) -> dict[str, Any]:
    return {
        **project_facts(about),
        **_supports_of(uow, whose.applicant),
        "pilot.is_listed": uow.known.is_listed(whose.case_id),
    }


def _whose(uow: Unit, event: OfProject, project_id: UUID) -> KnownProject | None:
    """Whose project it is: as the event says, or as was heard before. None where nothing can be due."""
    if isinstance(event, ProjectTerminated):
        return _of_awards(uow.awards.of_project(project_id))
    if isinstance(event, BenchmarkChosen):
        found = project_of(uow, project_id, uow.awards.of_project(project_id))
        if found is None:
            raise NotKnownHere(kind="project")
        return found
    return _told_by(event) if event.pack and event.case_id is not None else None


def project_of(uow: Unit, project_id: UUID, awards: Sequence[Award]) -> KnownProject | None:
    """Whose project it is, by what was computed for it (`awards`), else by its contract; None with neither."""
    return _of_awards(awards) or uow.known.project(project_id)


def _of_awards(awards: Sequence[Award]) -> KnownProject | None:
    award = next(iter(awards), None)
    if award is None:
        return None
    return KnownProject(case_id=award.case_id, applicant=award.applicant, division=award.division, pack=award.pack)


def _told_by(event: AcceptancePassed | AcceptanceFailed | ContractFiled | PlatformRecognised) -> KnownProject:
    assert event.case_id is not None
    pack = PackRef.parse(event.pack, event.pack_sha256)
    return KnownProject(case_id=event.case_id, applicant=event.applicant, division=event.division, pack=pack)


def _of_event(event: OfProject, clock: Clock) -> dict[str, Any]:
    """What the event itself tells."""
    if isinstance(event, AcceptancePassed):
        return passed_facts(event)
    if isinstance(event, AcceptanceFailed):
        return failed_facts(event, on=clock.today())
    if isinstance(event, ProjectTerminated):
        return ended_facts(on=local_date(event.at))
    return {"benchmark.kind": event.kind} if isinstance(event, BenchmarkChosen) else {}


def _spend(event: OfProject, contract: Contract) -> tuple[SpendLine, ...]:
    return tuple(spend_of(event.lines, contract)) if isinstance(event, AcceptancePassed) else ()


def _occasion(
    event: Due, subject_id: UUID, whose: KnownProject, facts: dict[str, Any], spend: tuple[SpendLine, ...] = ()
) -> Occasion:
    return Occasion(
        ground=Ground(event=event.NAME, aggregate_id=event.aggregate_id, sequence=event.sequence),
        city=event.city,
        case_id=whose.case_id,
        project_id=subject_id,
        applicant=whose.applicant,
        division=whose.division,
        pack=whose.pack,
        facts=facts,
        spend=spend,
    )


def line_book(uow: Unit, awards: Iterable[Award]) -> LineBook:
    """What was computed of one line for one subject, with the tranches, locked."""
    by_name = {award.part.name: award for award in awards}
    return LineBook(
        by_name, {name: tranche for name, each in by_name.items() for tranche in uow.tranches.of_award(each.id)}
    )


def pack_in_force(uow: KnownUnit, packs: Packs, clock: Clock, programme_year: str | None, *, stage: str) -> Pack:
    """The newest released version of the programme that is valid today; without a programme the city's only one.

    ApplicationNotOpen with the article of the validity where its time is over or still to come, and where that of all
    is; `Invalid` with the options where the city has several, or not that one.
    """
    on = clock.today()
    released = [packs.get(PackRef.parse(each.pack, each.sha256)) for each in uow.facts.packs()]
    valid = newest_valid(released, on=on)
    asked = programme_year or (next(iter(valid)) if len(valid) == 1 else "")
    if asked in valid:
        return valid[asked]
    closed = [] if valid and not asked else _not_in_force(released, asked, on=on)
    if closed:
        raise ApplicationNotOpen(problems=closed, stage=stage)
    code, inputs = "not_an_option" if asked else "required", {"options": sorted(valid)}
    raise Invalid(problems=[Problem(code=code, field="programme_year", inputs=inputs)])


def _not_in_force(released: Iterable[Pack], programme_year: str, *, on: date) -> list[Problem]:
    """Why the newest version of the programme is not valid on the day; of each of them where none is named."""
    newest = {pack.programme_year: pack for pack in sorted(released, key=lambda pack: pack.ref.order)}
    found = [pack.validity_problem(on) for name, pack in newest.items() if programme_year in ("", name)]
    return [problem for problem in found if problem is not None]


def pack_of_project(uow: KnownUnit, packs: Packs, project: KnownProject) -> Pack:
    """The version that the project's case is judged by."""
    return packs.get(uow.known.pack_of_case(project.case_id) or project.pack)


def own_project(uow: KnownUnit, actor: Actor, project_id: UUID) -> KnownProject | None:
    """None for a foreign project, and for one whose contract is not in force yet: they look the same."""
    project = uow.known.project(project_id)
    return project if project is not None and project.applicant.id == actor.organisation_id else None


def rules_for(pack: Pack, stage: str) -> ApplicationRules:
    """The stage by which something is asked for; `Invalid` with the options for another one."""
    try:
        return ApplicationRules.of(pack, stage)
    except KeyError:
        inputs = {"value": stage, "options": [each.name for each in pack.stages if each.awards]}
        raise Invalid(problems=[Problem(code="not_an_option", field="stage", inputs=inputs)]) from None


def rules_of(packs: Packs, application: AwardApplication) -> ApplicationRules:
    """The stage of its pinned pack."""
    return ApplicationRules.of(packs.get(application.dossier.pack), application.stage)


def own_application(uow: Unit, actor: Actor, application_id: UUID, expected_version: int | None) -> AwardApplication:
    """For what the applicant does. NotFound for anybody else, StaleVersion when it was changed meanwhile."""
    application = uow.applications.get(application_id)
    must_own(actor, application, service=SERVICE)
    must_be_version(application, expected_version)
    return application


def applicant_of(uow: KnownUnit, actor: Actor) -> Applicant:
    """The organisation of whoever acts; NotFound for a person without one."""
    if actor.organisation_id is None:
        raise absent(SERVICE, actor.account_id)
    found = uow.facts.organisation(actor.organisation_id)
    return Applicant(kind=found.kind, id=found.id, credit_code=found.credit_code, name=found.name)


def standpoint_of(uow: KnownUnit, clock: Clock, application: AwardApplication) -> Standpoint:
    """What is known of the applicant, and of its project where it is about one, as of today."""
    organisation = uow.facts.organisation(application.applicant.id)
    applicant = Applicant(
        kind=organisation.kind, id=organisation.id, credit_code=organisation.credit_code, name=organisation.name
    )
    about = uow.known.organisation(organisation.id)
    standing = applicant_facts(about, kind=applicant.kind, division=about.division, on=local_date(clock.now()))
    return Standpoint(
        applicant=applicant,
        division=organisation.division,
        division_path=uow.facts.division_path(organisation.division),
        milestones=milestones_of(uow, application.project_id),
        own_accounts=uow.known.accounts_of(organisation.id),
        facts={
            **standing,
            **heard_of_application(uow, application, at=clock.now()),
            **_asked_beside(uow, clock, application),
        },
        calendar=uow.facts.calendar(),
    )


def _asked_beside(uow: KnownUnit, clock: Clock, application: AwardApplication) -> dict[str, Any]:
    """What the applicant did beside it.

    How often it asked for the same, in the year in which this was handed in first and before; and whom it assessed.
    """
    year = local_date(application.asked_at(clock.now())).year
    first, last = end_of(date(year - 1, 12, 31)), end_of(date(year, 12, 31))
    return {
        "applicant.applications_this_year": uow.known.applications_beside(application, since=first, until=last),
        "applicant.applications_in_earlier_years": uow.known.applications_beside(application, until=first),
        "institution.assessed": uow.known.assessed_by(application.applicant.id),
    }


def heard_of_application(uow: KnownUnit, application: AwardApplication, *, at: datetime) -> dict[str, Any]:
    """When it was handed in first, and what others told of what is asked for: of the project, else of the organisation.

    `at` stands for the day of one that was not handed in yet.
    """
    asked = {"declared_on": local_date(application.asked_at(at))}
    if application.project_id is None:
        return {**heard_of_organisation(uow, application.applicant), **asked}
    project = uow.known.project(application.project_id)
    if project is None:
        raise NotFound(kind="project", id=str(application.project_id))
    return {**facts_of_project(uow, application.project_id, project), **asked}


def milestones_of(uow: KnownUnit, project_id: UUID | None) -> frozenset[str]:
    """What the project has reached; without one, nothing."""
    return frozenset() if project_id is None else uow.known.milestones(project_id)
