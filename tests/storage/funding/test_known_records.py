"""What funding keeps of trainings, providers, passed projects and benchmarks, on PostgreSQL as in the fakes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from contracts.events.acceptance import AcceptanceFailed
from contracts.events.declaration import Applicant
from contracts.events.project import BenchmarkChosen, ProjectTerminated, TrainingRecorded
from contracts.events.registry import ProviderEnrolled, ProviderSuspended
from services.funding.domain.known import AboutOrganisation, AboutProject
from services.funding.domain.known_facts import organisation_facts
from tests import builders_funding as build
from tests.builders_funding import OFFICER
from tests.desk_funding import Desk

LEADER = build.an_id("chain leader")
SCHOOL = build.an_id("training institution")


def a_training(name: str, person_days: str, *, of: Applicant | None = None, **members: Any) -> TrainingRecorded:
    return TrainingRecorded(
        **build.heard(build.an_id(f"training {name}")),
        applicant=of or build.an_applicant(),
        course="数字化车间",
        held_on=date(2025, 3, 3),
        persons=1,
        days="1",
        person_days=person_days,
        **members,
    )


def about(desk: Desk, organisation_id: UUID) -> AboutOrganisation:
    found: AboutOrganisation = desk.act(OFFICER, lambda uow: uow.known.about_organisation(organisation_id))
    return found


def about_project(desk: Desk, applicant: Applicant, project: str = "1") -> AboutProject:
    project_id = build.a_project_id(applicant, project)
    found: AboutProject = desk.act(OFFICER, lambda uow: uow.known.about_project(project_id, applicant.id))
    return found


def test_person_days_are_summed_for_the_project_and_for_the_institution_and_a_record_counts_once(
    any_desk: Desk,
) -> None:
    project_id = build.a_project_id(build.an_applicant())
    for each in (
        a_training("1", "12.5", project_id=project_id, institution_id=SCHOOL),
        a_training("1", "12.5", project_id=project_id, institution_id=SCHOOL),
        a_training("2", "0.125", project_id=project_id),
        a_training("3", "7", of=build.an_applicant("乙"), institution_id=SCHOOL),
    ):
        any_desk.hear(each)

    assert about_project(any_desk, build.an_applicant()).person_days == Decimal("12.625")
    assert about(any_desk, SCHOOL).person_days == Decimal("19.5")
    assert about(any_desk, build.an_applicant().id).person_days == Decimal("0.125")
    assert about(any_desk, LEADER).person_days == 0


def test_a_chain_leader_completed_each_enterprise_once_whose_project_it_sold_or_led(any_desk: Desk) -> None:
    led = {"group_lead_id": LEADER}
    filed = [
        replace(build.a_contract(build.an_applicant("甲")), provider_id=LEADER),
        replace(build.a_contract(build.an_applicant("甲"), "2"), provider_id=LEADER),
        replace(build.a_contract(build.an_applicant("乙")), **led),
        replace(build.a_contract(build.an_applicant("丙")), provider_id=LEADER),
        build.a_contract(build.an_applicant("丁")),
    ]
    for contract in filed:
        any_desk.hear(contract)
    for name, project in (("甲", "1"), ("甲", "2"), ("乙", "1"), ("丁", "1")):
        any_desk.hear(build.an_acceptance(build.an_applicant(name), project))

    assert about(any_desk, LEADER).completed_enterprises == 2


@pytest.mark.shows("XB14")
def test_an_enterprise_of_a_group_purchase_counts_for_the_lead_of_the_group_and_not_for_the_seller_as_well(
    any_desk: Desk,
) -> None:
    seller, applicant = build.an_id("another chain leader"), build.an_applicant("甲")
    any_desk.hear(replace(build.a_contract(applicant), provider_id=seller, group_lead_id=LEADER))
    any_desk.hear(build.an_acceptance(applicant))

    assert [about(any_desk, leader).completed_enterprises for leader in (LEADER, seller)] == [1, 0]


def test_a_provider_has_its_kinds_while_it_is_in_the_pool(any_desk: Desk) -> None:
    place = {"credit_code": "x", "name": "链主", "kinds": ("chain_leader", "integrator")}
    any_desk.hear(ProviderEnrolled(**build.heard(LEADER), **place))
    enrolled = organisation_facts(about(any_desk, LEADER))
    any_desk.hear(ProviderSuspended(**build.heard(LEADER, 2), **place))
    suspended = organisation_facts(about(any_desk, LEADER))

    assert enrolled["provider.kinds"] == {"chain_leader", "integrator"}
    assert (suspended["provider.is_enrolled"], suspended["provider.kinds"]) == (False, frozenset())
    assert organisation_facts(about(any_desk, SCHOOL))["provider.is_enrolled"] is False


def test_other_projects_of_the_applicant_count_until_they_end(any_desk: Desk) -> None:
    applicant = build.an_applicant()
    for project in "123":
        any_desk.hear(build.a_contract(applicant, project))
    any_desk.hear(build.a_contract(build.an_applicant("乙")))
    any_desk.hear(ProjectTerminated(**build.heard(build.a_project_id(applicant, "3"), 9), reason="停产"))

    assert about_project(any_desk, applicant).other_projects == 1
    assert about_project(any_desk, applicant, "3").is_ended


def test_the_newest_choice_says_what_kind_of_benchmark_a_project_is(any_desk: Desk) -> None:
    applicant = build.an_applicant()
    project_id = build.a_project_id(applicant)
    any_desk.hear(replace(build.a_contract(applicant), pack="dalian/x@1", pack_sha256="0" * 64, division="210211"))
    for kind, on in (("digital_workshop", date(2025, 5, 1)), ("intelligent_workshop", date(2025, 6, 1))):
        chosen = build.heard(build.an_id(kind))
        any_desk.hear(BenchmarkChosen(**chosen, applicant=applicant, project_id=project_id, kind=kind, chosen_on=on))

    assert about_project(any_desk, applicant).benchmark_kind == "intelligent_workshop"
    known = any_desk.act(OFFICER, lambda uow: uow.known.project(project_id))
    assert (known.applicant, known.division, known.case_id) == (applicant, "210211", build.a_case_id(applicant))
    assert any_desk.act(OFFICER, lambda uow: uow.known.project(build.an_id("no project"))) is None


@pytest.mark.shows("XB20")
def test_an_institution_assessed_the_enterprises_whose_acceptance_rests_on_what_it_found(any_desk: Desk) -> None:
    one, other, failed = (build.an_applicant(name) for name in "甲乙丙")
    for each in (
        build.an_acceptance(one, assessor_id=SCHOOL),
        build.an_acceptance(one, "2", assessor_id=SCHOOL),
        build.an_acceptance(other),
        AcceptanceFailed(
            **build.heard(build.an_id("failed")),
            project_id=build.a_project_id(failed),
            applicant=failed,
            division="210211",
            pack=build.dalian().ref.text,
            pack_sha256=build.dalian().ref.sha256,
            state="voided",
            assessor_id=SCHOOL,
        ),
    ):
        any_desk.hear(each)

    found = any_desk.act(OFFICER, lambda uow: uow.known.assessed_by(SCHOOL))
    assert found == {one.credit_code, failed.credit_code}
