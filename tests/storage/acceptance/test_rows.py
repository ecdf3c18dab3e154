"""What the database holds whatever two commands do at once; the fakes of the unit tests behave the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg2
import pytest

from casework.common_facts import NotKnownHere
from casework.desks import ConflictOfInterest
from chassis.db.errors import Duplicate, LostUpdate
from chassis.db.pool import Pool
from chassis.db.transaction import Reading
from contracts.events.project import ProjectCompleted, ProjectStageApproved
from contracts.refusal import NotFound, Refusal
from services.acceptance.domain.errors import AcceptanceNotOpen, AcceptanceUnderWay
from services.acceptance.storage.acceptances import by_id
from services.acceptance.storage.tables import LIVE_INDEX
from services.acceptance.storage.unit import AcceptanceUnit
from tests.builders_acceptance import (
    CASE,
    COMPLETE,
    PROJECT,
    a_contract,
    a_failure,
    a_project,
    an_applicant,
)
from tests.builders_declaration import (
    ASSESSOR,
    ENTERPRISE,
    NOON,
    STRANGER,
    a_code,
    a_pack,
    an_id,
    an_institution,
    an_organisation,
)
from tests.desk_acceptance import Desk
from tests.storage.acceptance.conftest import RealDesk, enrolled


@pytest.fixture(params=["fake", "real"])
def any_desk(request: pytest.FixtureRequest) -> Desk:
    """The fakes and PostgreSQL in turn."""
    if request.param == "fake":
        return Desk()
    found: RealDesk = request.getfixturevalue("desk")
    return found


def test_what_was_saved_comes_back_as_it_was(any_desk: Desk) -> None:
    acceptance_id = any_desk.assessed()
    any_desk.review(acceptance_id, a_failure("request.results"), ASSESSOR)
    any_desk.submit(acceptance_id)
    any_desk.review(acceptance_id, COMPLETE)
    before = any_desk.stored(acceptance_id)

    any_desk.pass_it(acceptance_id)

    stored = any_desk.stored(acceptance_id)
    assert stored.papers == before.papers
    assert stored.dossier.filings == before.dossier.filings
    assert (stored.version, stored.state, stored.assignee_id) == (before.version + 1, "approved", before.assignee_id)
    assert stored.result is not None
    assert (stored.result.level, stored.result.edition, stored.result.audited_fen) == (2, "2024", 10_000_000)


def test_a_second_live_acceptance_of_a_project_is_refused(any_desk: Desk) -> None:
    first = any_desk.stored(any_desk.start())
    twin = replace(first, id=uuid4(), version=1)

    with pytest.raises((Duplicate, AcceptanceUnderWay)) as refused:
        any_desk.act(ENTERPRISE, lambda uow: uow.acceptances.add(twin))

    if isinstance(refused.value, Duplicate):
        assert isinstance(AcceptanceUnit.refusal_for(refused.value.constraint), AcceptanceUnderWay)


def test_what_passed_keeps_the_place_of_its_project(any_desk: Desk) -> None:
    acceptance_id = any_desk.assessed()
    any_desk.pass_it(acceptance_id)

    with pytest.raises((Duplicate, AcceptanceUnderWay)):
        any_desk.start()


@pytest.mark.parametrize("end", ["withdraw", "void"])
def test_what_was_withdrawn_or_voided_makes_room(any_desk: Desk, end: str) -> None:
    getattr(any_desk, end)(any_desk.submitted())

    assert any_desk.stored(any_desk.start()).state == "draft"


def test_what_was_changed_by_somebody_else_is_not_overwritten(any_desk: Desk) -> None:
    stored = any_desk.stored(any_desk.start())
    any_desk.act(ENTERPRISE, lambda uow: uow.acceptances.save(stored.changed()))

    with pytest.raises(LostUpdate):
        any_desk.act(ENTERPRISE, lambda uow: uow.acceptances.save(stored.changed()))


def test_what_is_not_there_is_not_found(any_desk: Desk) -> None:
    with pytest.raises(NotFound):
        any_desk.act(ENTERPRISE, lambda uow: uow.acceptances.get(uuid4()))
    with pytest.raises(NotKnownHere):
        any_desk.act(ENTERPRISE, lambda uow: uow.projects.around(uuid4()))


def test_the_same_is_found_by_applicant_and_by_case(any_desk: Desk) -> None:
    stored = any_desk.stored(any_desk.submitted())

    def found(uow: Any) -> list[list[Any]]:
        lists = (uow.acceptances.live_of(stored.applicant.id), uow.acceptances.live_of_case(CASE))
        return [[each.id for each in listed] for listed in lists]

    assert any_desk.act(ENTERPRISE, found) == [[stored.id]] * 2
    any_desk.withdraw(str(stored.id))
    assert any_desk.act(ENTERPRISE, found) == [[], []]


def test_the_same_is_known_around_a_project(any_desk: Desk) -> None:
    around = any_desk.act(ENTERPRISE, lambda uow: uow.projects.around(PROJECT))
    sellers = any_desk.act(ENTERPRISE, lambda uow: uow.projects.sellers_to(an_organisation().id))

    assert around.project == a_project()
    assert around.organisation == an_organisation()
    assert [seller.id for seller in sellers] == [an_id("provider")]


def test_of_ten_starts_at_once_one_wins(desk: RealDesk) -> None:
    def start(_: int) -> str:
        try:
            desk.start()
        except (Duplicate, Refusal) as refused:
            return getattr(refused, "constraint", None) or type(refused).__name__
        return "started"

    with ThreadPoolExecutor(5) as threads:
        results = list(threads.map(start, range(10)))

    assert sorted(set(results)) == sorted({"started", LIVE_INDEX})
    assert results.count("started") == 1


def test_submitting_and_deciding_cost_three_round_trips(desk: RealDesk) -> None:
    acceptance_id = desk.draft()

    desk.submit(acceptance_id)
    submitting = desk.round_trips
    desk.review(acceptance_id, COMPLETE)

    assert (submitting, desk.round_trips) == (3, 3)


def test_news_that_came_late_does_not_undo_newer_news(desk: RealDesk) -> None:
    desk.enrol(a_project(title="新名称"), sequence=5)

    late = enrolled(a_project(title="旧名称"), sequence=4)
    desk.hear(lambda uow: uow.projects.keep_project(late))

    around = desk.act(ENTERPRISE, lambda uow: uow.projects.around(PROJECT))
    assert around.project.title == "新名称"


def test_what_a_project_reached_is_kept_in_whatever_order_it_is_told(desk: RealDesk) -> None:
    project = a_project(id=an_id("other project"), contract=None)
    about = {name: value for name, value in vars(enrolled(project)).items() if name != "sequence"}
    desk.hear(lambda uow: uow.projects.keep_project(ProjectCompleted(**about, sequence=7, completed_on=NOON.date())))
    desk.hear(lambda uow: uow.projects.keep_project(ProjectStageApproved(**about, sequence=3, stage="filing")))

    around = desk.act(ENTERPRISE, lambda uow: uow.projects.around(project.id))

    assert around.project.milestones == {"filing_approved", "project_completed"}
    desk.enrol(a_project(id=project.id), sequence=5)
    around = desk.act(ENTERPRISE, lambda uow: uow.projects.around(project.id))
    assert around.project.milestones == {"filing_approved", "project_enrolled", "project_completed", "contract_filed"}


def test_a_terminated_project_is_not_accepted(desk: RealDesk) -> None:
    desk.terminate(PROJECT)

    with pytest.raises(AcceptanceNotOpen):
        desk.start()


def test_a_case_is_judged_by_the_pack_of_the_newest_act_whichever_news_comes_first(desk: RealDesk) -> None:
    acceptance_id, moved_back_to, moved_before = desk.submitted(), a_pack(version="2"), a_pack(version="3")
    desk.clock.advance(timedelta(minutes=1))
    desk.move_case(moved_back_to, sequence=9)
    desk.clock.advance(timedelta(seconds=-30))

    desk.move_case(moved_before, sequence=8)

    assert desk.stored(acceptance_id).dossier.pack == moved_back_to.ref
    desk.withdraw(acceptance_id)
    assert desk.stored(desk.start()).dossier.pack == moved_back_to.ref


def test_a_project_that_was_moved_alone_is_judged_by_that_and_older_news_of_it_changes_nothing(desk: RealDesk) -> None:
    newer = a_pack()
    acceptance_id = desk.submitted()

    desk.move_project(newer, sequence=9)
    desk.hear(lambda uow: uow.projects.keep_project(replace(enrolled(a_project()), sequence=8)))

    assert desk.stored(acceptance_id).dossier.pack == newer.ref
    desk.withdraw(acceptance_id)
    assert desk.stored(desk.start()).dossier.pack == newer.ref


def test_a_project_enrolled_after_the_move_brings_its_own_pack(desk: RealDesk) -> None:
    newer, newest = a_pack(), a_pack(version="3")
    desk.move_case(newer)
    desk.shelve(newest)

    event = replace(enrolled(a_project(pack=newest.ref.text, pack_sha256=newest.ref.sha256)), sequence=2)
    event = replace(event, at=NOON + timedelta(days=1))
    desk.hear(lambda uow: uow.projects.keep_project(event))

    assert desk.stored(desk.start()).dossier.pack == newest.ref


def test_whoever_sold_in_another_project_of_the_enterprise_is_refused(desk: RealDesk) -> None:
    seller = an_organisation("seller", kind="provider", credit_code=an_institution().credit_code)
    desk.know(seller)
    desk.enrol(a_project(id=an_id("older project"), contract=a_contract(provider_id=seller.id)))
    acceptance_id = desk.submitted()
    desk.review(acceptance_id, COMPLETE)

    with pytest.raises(ConflictOfInterest):
        desk.assign(acceptance_id)


def test_a_seller_to_somebody_else_may_assess(desk: RealDesk) -> None:
    other = an_organisation("stranger", credit_code=a_code(2))
    contract = a_contract(provider_id=an_institution().id)
    desk.enrol(a_project(id=an_id("other project"), applicant=an_applicant(other), contract=contract))
    acceptance_id = desk.submitted()
    desk.review(acceptance_id, COMPLETE)

    shown = desk.assign(acceptance_id)

    assert shown["assignee_id"] == str(ASSESSOR.organisation_id)
    with pytest.raises(NotFound):
        desk.start(STRANGER)


def test_another_city_sees_nothing_and_a_query_without_a_city_fails(desk: RealDesk, url: str) -> None:
    stored = desk.stored(desk.start())
    pool = Pool(url.format(role="acceptance"), size=1)

    with pool.connection() as connection, connection.cursor() as cursor, pytest.raises(psycopg2.Error):
        cursor.execute("select * from acceptance")

    assert Reading(pool, "xiamen").read(by_id, id=stored.id) == []
    pool.close()


RESULT = "edition = '2024', accepted_on = now(), completed_on = now()"
PASS = "update acceptance set state = 'approved', submitted_at = now(), ended_at = now(), ending = '{}'"


@pytest.mark.parametrize(
    "change",
    [
        "update acceptance set state = 'lost'",
        "update acceptance set version = 0",
        "update acceptance set edition = '2024'",
        PASS,
        f"{PASS}, {RESULT}, level = 5, audited_fen = 1",
        f"{PASS}, {RESULT}, level = 2, audited_fen = -1",
        f"update acceptance set {RESULT}, level = 2, audited_fen = 1",
        "update known_contract set amount_fen = -1",
        "update known_progress set percent = 101",
    ],
)
def test_what_must_never_be_false_is_refused_by_the_database(desk: RealDesk, url: str, change: str) -> None:
    desk.start()
    pool = Pool(url.format(role="acceptance"), size=1)

    with pool.connection() as connection, connection.cursor() as cursor:
        cursor.execute("begin; select set_config('app.city', 'dalian', true)")
        with pytest.raises(psycopg2.IntegrityError):
            cursor.execute(change)
    pool.close()
