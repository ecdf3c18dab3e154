"""Training records on PostgreSQL: what is written comes back, who sees and confirms them, and what they add up to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import psycopg2
import pytest

from chassis.db.errors import LostUpdate
from contracts.actor import Actor
from contracts.refusal import NotFound
from gateway.schemas.base import page_of
from gateway.schemas.project import trainings as schemas
from services.project.storage import read_trainings as read
from services.project.storage.read_trainings import WantedTrainings
from services.project.use_cases.follow_division import follow_division
from tests.builders_declaration import OTHER_DISTRICT, STRANGER, XIGANG_DISTRICT
from tests.builders_project import ASSESSOR, CITY, DISTRICT, ENTERPRISE, OFFICER, an_institution, an_organisation
from tests.desk_project import Shown
from tests.storage.project.conftest import as_answer, organisation_changed
from tests.storage.project.test_stages import StagedRealDesk

INSTITUTION = str(an_institution().id)


@pytest.fixture
def staged_desk(units: Any) -> StagedRealDesk:
    return StagedRealDesk(units)


def listed(desk: StagedRealDesk, actor: Actor, **wanted: Any) -> list[str]:
    found = read.list_trainings(desk.reading, actor, WantedTrainings(**wanted), limit=50, after=None)
    return [item["id"] for item in as_answer(page_of(schemas.TrainingSummary), found)["items"]]


def waiting(desk: StagedRealDesk, actor: Actor) -> list[str]:
    found = read.list_waiting_trainings(desk.reading, actor, limit=50, after=None)
    return [item["id"] for item in as_answer(page_of(schemas.TrainingSummary), found)["items"]]


def seen(desk: StagedRealDesk, actor: Actor, recorded: Shown) -> Shown:
    found = read.get_training(desk.reading, desk.packs, actor, UUID(recorded["id"]))
    return as_answer(schemas.TrainingRecord, found)


def test_a_record_comes_back_as_it_was_and_is_seen_by_those_concerned(staged_desk: StagedRealDesk) -> None:
    project = staged_desk.under_contract()
    recorded = staged_desk.train(project, ASSESSOR, institution=INSTITUTION)
    [proof] = recorded["attachments"]["training_proof"]

    assert seen(staged_desk, ASSESSOR, recorded) == as_answer(schemas.TrainingRecord, recorded)
    for actor in (ENTERPRISE, DISTRICT, OFFICER, ASSESSOR):
        assert listed(staged_desk, actor, project_id=UUID(project["id"])) == [recorded["id"]]
        file = read.file_of_training(staged_desk.reading, actor, UUID(recorded["id"]), UUID(proof["id"]))
        assert file["name"] == "签到表.pdf"
    for actor in (STRANGER, OTHER_DISTRICT):
        assert listed(staged_desk, actor) == []
        with pytest.raises(NotFound):
            seen(staged_desk, actor, recorded)


def test_it_waits_for_the_district_and_adds_up_once_it_counts(staged_desk: StagedRealDesk) -> None:
    project = staged_desk.under_contract()
    first, second = staged_desk.train(project), staged_desk.train(project, class_hours="1", persons=3)
    staged_desk.train(project, course="尚未确认")

    assert len(waiting(staged_desk, DISTRICT)) == 3
    assert waiting(staged_desk, OTHER_DISTRICT) == []
    for recorded in (first, second):
        staged_desk.judge_training(recorded)

    known = staged_desk.act(ENTERPRISE, lambda uow: uow.projects.with_known(UUID(project["id"]))[1])
    assert (known.trained.records, known.trained.person_days) == (2, Decimal("18.375"))
    assert len(listed(staged_desk, OFFICER, state="approved")) == 2


def test_a_version_is_saved_once_and_the_database_holds_the_product(staged_desk: StagedRealDesk, url: str) -> None:
    recorded = staged_desk.train(staged_desk.under_contract())
    stored = staged_desk.act(DISTRICT, lambda uow: uow.trainings.get(UUID(recorded["id"])))
    staged_desk.act(DISTRICT, lambda uow: uow.trainings.save(stored.changed()))

    with pytest.raises(LostUpdate):
        staged_desk.act(DISTRICT, lambda uow: uow.trainings.save(stored.changed()))
    with pytest.raises(NotFound):
        staged_desk.act(DISTRICT, lambda uow: uow.trainings.get(uuid4()))
    with psycopg2.connect(url.format(role="project")) as connection, connection.cursor() as cursor:
        cursor.execute("select set_config('app.city', %s, true)", (CITY,))
        with pytest.raises(psycopg2.Error, match="training_record_person_days_of_both"):
            cursor.execute("update training_record set person_days = 1")
        connection.rollback()


def test_it_follows_the_enterprise_to_its_division(staged_desk: StagedRealDesk) -> None:
    recorded = staged_desk.train(staged_desk.under_contract())
    moved = organisation_changed(an_organisation(division=XIGANG_DISTRICT), sequence=2)
    staged_desk.hear("facts.keep_organisation", moved)

    staged_desk.act(Actor.system(CITY), lambda uow: follow_division(uow, staged_desk.clock, moved.aggregate_id))

    assert waiting(staged_desk, DISTRICT) == []
    assert seen(staged_desk, OFFICER, recorded)["next"]["division"] == XIGANG_DISTRICT
