"""What computing an award takes: what an event says of its project, what was heard of it before, its other tranches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from casework.common_facts import NotKnownHere
from casework.days import local_date
from contracts.events.acceptance import AcceptanceFailed, AcceptancePassed
from contracts.events.declaration import Applicant, PlatformRecognised
from contracts.events.project import BenchmarkChosen, ContractFiled, ProjectTerminated
from policy.claims import SpendLine, platform_facts
from policy.refs import PackRef
from services.funding.domain.award import Award
from services.funding.domain.claims import (
    contract_facts,
    ended_facts,
    failed_facts,
    passed_facts,
    spend_of,
)
from services.funding.domain.known import AboutProject, Contract, KnownProject
from services.funding.domain.known_facts import organisation_facts, project_facts
from services.funding.domain.line_book import LineBook
from services.funding.domain.occasion import PROJECT_AWARD, Ground, Occasion
from services.funding.domain.supports import as_facts
from services.funding.use_cases.ports import Clock, Unit

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
        return _occasion(event, event.aggregate_id, _told_by(event), {**facts, **told})
    return _of_project(uow, clock, event)


def heard_of_organisation(uow: Unit, applicant: Applicant) -> dict[str, Any]:
    """What others told of an organisation that money goes to without a project: trainings, completed enterprises."""
    return {**organisation_facts(uow.known.about_organisation(applicant.id)), **_supports_of(uow, applicant)}


def heard_of_award(uow: Unit, award: Award) -> dict[str, Any]:
    """What others told by now of what an award is for, beside the event that it rests on."""
    if award.ground.subject_kind != PROJECT_AWARD:
        return heard_of_organisation(uow, award.applicant)
    about = uow.known.about_project(award.project_id, award.applicant.id)
    return {**project_facts(about), **_supports_of(uow, award.applicant)}


def _supports_of(uow: Unit, applicant: Applicant) -> dict[str, Any]:
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


def facts_of_project(uow: Unit, project_id: UUID, whose: KnownProject) -> dict[str, Any]:
    """What is known of a project today."""
    about = uow.known.about_project(project_id, whose.applicant.id)
    return {**contract_facts(uow.known.contract(project_id)), **_known_of(uow, whose, about)}


def _known_of(uow: Unit, whose: KnownProject, about: AboutProject) -> dict[str, Any]:
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
    by_key = {award.part.key: award for award in awards}
    return LineBook(
        by_key, {key: tranche for key, each in by_key.items() for tranche in uow.tranches.of_award(each.id)}
    )
