"""A project on PostgreSQL: what is written comes back, in few round trips, nothing personal in clear."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import psycopg2
import pytest

from casework.refusals import DossierIncomplete
from chassis.db.errors import Duplicate, LostUpdate
from chassis.db.pool import Pool
from chassis.db.transaction import Reading
from chassis.units import Units
from contracts.actor import Actor
from contracts.refusal import NotFound
from services.project.domain.errors import ContractAlreadyFiled, PilotNotListed
from services.project.domain.project import Project
from services.project.storage.projects import by_id
from services.project.storage.tables import CONTRACT_INDEX
from services.project.storage.unit import ProjectUnit
from services.project.use_cases.follow_division import follow_division
from services.project.use_cases.follow_pack import follow_pack
from services.project.use_cases.recompute_deadlines import recompute_deadlines
from services.project.use_cases.submit_project import submit_projects
from tests.builders_declaration import XIGANG_DISTRICT, a_pack
from tests.builders_project import (
    CITY,
    DISTRICT,
    ENTERPRISE,
    OTHER_PHONE,
    PHONE,
    a_pilot,
    a_report,
    a_return,
    an_organisation,
    packs_with,
)
from tests.desk_project import Desk
from tests.fakes_project import FakeUnit
from tests.storage.project.conftest import (
    ACCOUNT_NUMBER,
    RealDesk,
    moved_to_pack,
    organisation_changed,
    pilot_delisted,
    pilot_listed,
    product_listed,
    product_withdrawn,
    provider_enrolled,
    provider_suspended,
)

SYSTEM = Actor.system(CITY)


def test_what_was_saved_comes_back_as_it_was(desk: RealDesk) -> None:
    shown = desk.enrolled()
    shown = desk.find(desk.report(shown, a_report(30)))

    stored = desk.project(shown)

    assert (stored.state, stored.version) == ("enrolled", shown["version"])
    assert stored.contract is not None
    assert [line.price.fen for line in stored.contract.lines] == [10_000_000, 8_000_050]
    assert stored.filing_number == shown["filing_number"] == "DLBA202600001"
    assert [finding.text for finding in stored.findings] == ["设备未到场"]
    assert stored.progress.percent == 30
    desk.terminate(shown)
    assert desk.project(shown).termination is not None


def test_submitting_and_reviewing_cost_two_round_trips_and_the_number_one_more(desk: RealDesk) -> None:
    shown = desk.submit(desk.draft())
    submitting = desk.round_trips
    shown = desk.review(shown, DISTRICT)
    reviewing = desk.round_trips
    from tests.builders_project import ASSESSOR

    desk.review(desk.assign(shown), ASSESSOR)

    assert (submitting, reviewing, desk.round_trips) == (2, 2, 3)


def test_a_correction_is_stored_and_submitted_again(desk: RealDesk) -> None:
    returned = desk.review(desk.submit(desk.draft()), DISTRICT, a_return("basic.content"))
    content = returned["answers"]["basic"] | {"content": "补充说明"}

    again = desk.submit(desk.save(returned, "basic", **content))

    assert len(desk.project(again).first.dossier.filings) == 2


def test_each_change_has_one_audit_row_and_its_events_one_outbox_row_each(desk: RealDesk, url: str) -> None:
    shown = desk.enrolled()

    versions = _all(url, "select version from audit where aggregate_id = %s order by version", shown["id"])
    assert [version for (version,) in versions] == list(range(1, shown["version"] + 1))
    names = _all(url, "select name, sequence from outbox order by seq")
    last = shown["version"]
    assert names[-2:] == [("project_enrolled", last), ("contract_filed", last)]
    announced = _all(url, "select cardinality(event_ids) from audit where version = %s", last)
    assert announced == [(3,)]


def test_no_phone_and_no_account_number_stands_anywhere_in_clear(desk: RealDesk, url: str) -> None:
    desk.enrolled()

    for table in ("project", "outbox", "audit", "idempotency", "known_payee"):
        text = str(_all(url, f"select {table}::text from {table}"))  # names from this list
        assert not any(secret in text for secret in (PHONE, OTHER_PHONE, ACCOUNT_NUMBER)), table


@pytest.fixture(params=["fake", "real"])
def any_desk(request: pytest.FixtureRequest) -> Desk:
    """The fakes and PostgreSQL in turn."""
    if request.param == "fake":
        return Desk()
    found: RealDesk = request.getfixturevalue("desk")
    return found


def test_what_was_changed_by_somebody_else_is_not_overwritten(any_desk: Desk) -> None:
    stored = any_desk.project(any_desk.start())
    any_desk.act(ENTERPRISE, lambda uow: uow.projects.save(stored.changed()))

    with pytest.raises(LostUpdate):
        any_desk.act(ENTERPRISE, lambda uow: uow.projects.save(stored.changed()))


def test_what_is_not_there_is_not_found(any_desk: Desk) -> None:
    with pytest.raises(NotFound):
        any_desk.act(ENTERPRISE, lambda uow: uow.projects.get(uuid4()))
    with pytest.raises(NotFound):
        any_desk.act(ENTERPRISE, lambda uow: uow.projects.with_known(uuid4()))


def test_the_same_is_found_by_applicant_by_case_by_deadline_and_by_id(any_desk: Desk) -> None:
    stored = any_desk.project(any_desk.submit(any_desk.draft()))

    def found(uow: Any) -> list[list[Any]]:
        lists = (
            uow.projects.active_of_applicant(stored.applicant.id),
            uow.projects.active_of_pilot(stored.case_id, a_pilot().id),
            uow.projects.due_from(stored.first.dossier.due_on),
            uow.projects.get_all([stored.id, stored.id, uuid4()]),
        )
        return [[each.id for each in listed] for listed in lists]

    assert any_desk.act(ENTERPRISE, found) == [[stored.id]] * 4


def test_the_same_is_known_around_a_project(any_desk: Desk) -> None:
    stored = any_desk.project(any_desk.draft())

    def around(uow: Any) -> list[Any]:
        return [uow.known.around(stored), uow.projects.with_known(stored.id)[1]]

    for known in any_desk.act(ENTERPRISE, around):
        expected = FakeUnit().known.around(stored)
        assert replace(known, calendar=expected.calendar) == expected
        assert known.calendar.confirmed_years == expected.calendar.confirmed_years


def test_numbers_are_drawn_by_name_and_scope(any_desk: Desk) -> None:
    def draw(uow: Any) -> list[int]:
        return [uow.numbers.draw("filing", scope) for scope in ("2025", "2025", "2026")]

    assert any_desk.act(ENTERPRISE, draw) == [1, 2, 1]
    assert any_desk.act(ENTERPRISE, draw) == [3, 4, 2]


def test_the_database_holds_one_project_per_contract_whatever_happens_at_once(desk: RealDesk) -> None:
    filed = desk.project(desk.submit(desk.draft()))
    twin = replace(filed, id=uuid4(), stages={"filing": filed.first.but(id=uuid4())})

    with pytest.raises(Duplicate) as duplicate:
        desk.act(ENTERPRISE, lambda uow: uow.projects.add(twin))

    assert duplicate.value.constraint == CONTRACT_INDEX
    assert isinstance(ProjectUnit.refusal_for(CONTRACT_INDEX), ContractAlreadyFiled)


def test_parallel_drawing_gives_no_number_twice(desk: RealDesk) -> None:
    def draw(_: int) -> int:
        number: int = desk.act(ENTERPRISE, lambda uow: uow.numbers.draw("filing", "2026"))
        return number

    with ThreadPoolExecutor(4) as threads:
        drawn = sorted(threads.map(draw, range(20)))

    assert drawn == list(range(1, 21))


def test_a_number_that_was_given_is_not_given_again(desk: RealDesk) -> None:
    enrolled = desk.project(desk.enrolled())
    stage, contract = enrolled.first, enrolled.contract
    assert contract is not None
    other = stage.but(id=uuid4(), contract=replace(contract, number="HT-2"))

    with pytest.raises(Duplicate) as duplicate:
        desk.act(ENTERPRISE, lambda uow: uow.projects.add(replace(enrolled, id=uuid4(), stages={stage.name: other})))

    assert duplicate.value.constraint == "project_filing_number_key"


def test_progress_reports_are_never_changed(desk: RealDesk, url: str) -> None:
    desk.report(desk.enrolled(), a_report())

    with pytest.raises(psycopg2.Error, match="progress_report"):
        _all(url, "update progress_report set percent = 99 returning id")


def test_without_a_city_and_in_another_one_there_is_nothing(desk: RealDesk, url: str) -> None:
    project_id = UUID(desk.start()["id"])
    pool = Pool(url.format(role="project"), size=1)

    assert Reading(pool, "xiamen").first(by_id, id=project_id) is None
    pool.close()
    with (
        psycopg2.connect(url.format(role="project")) as connection,
        connection.cursor() as cursor,
        pytest.raises(psycopg2.Error),
    ):
        cursor.execute("select * from project")


def test_older_news_changes_nothing(desk: RealDesk) -> None:
    desk.hear("known.keep_pilot", pilot_delisted(sequence=3))
    desk.hear("known.keep_pilot", pilot_listed(sequence=2))

    with pytest.raises(PilotNotListed) as refusal:
        desk.start()

    assert refusal.value.facts["reason"] == "虚假改造"


def test_news_of_pool_and_catalogue_reach_the_gate(desk: RealDesk) -> None:
    from services.project.domain.known import ProviderState

    shown = desk.draft()
    desk.hear("known.keep_provider", provider_suspended(), ProviderState.SUSPENDED)
    desk.hear("known.keep_provider", provider_enrolled(), ProviderState.ENROLLED)
    desk.hear("known.keep_product", product_withdrawn("software"))
    desk.hear("known.keep_product", product_listed("gateway box", sequence=2, ceiling_fen=1))

    with pytest.raises(DossierIncomplete) as refusal:
        desk.submit(shown)

    codes = {problem.code for problem in refusal.value.problems}
    assert codes == {"provider_enrolled", "products_listed", "prices_within_ceiling"}


def test_several_are_handed_in_together(desk: RealDesk) -> None:
    good, unfinished = desk.draft(), desk.start()
    ids = [UUID(good["id"]), UUID(unfinished["id"])]

    results = desk.act(ENTERPRISE, lambda uow: submit_projects(uow, desk.packs, desk.clock, ENTERPRISE, ids))

    assert [each["is_submitted"] for each in results["items"]] == [True, False]
    assert desk.project(good).state == "in_review"
    assert desk.project(unfinished).state == "draft"


def test_a_project_follows_division_calendar_and_pack(desk: RealDesk, units: Units[ProjectUnit]) -> None:
    newer = a_pack(version="2")
    desk.packs = packs_with(newer)
    shown = desk.submit(desk.draft())
    moved = organisation_changed(an_organisation(division=XIGANG_DISTRICT), sequence=2)
    desk.hear("facts.keep_organisation", moved)

    desk.act(SYSTEM, lambda uow: follow_division(uow, desk.clock, moved.aggregate_id))
    desk.act(SYSTEM, lambda uow: recompute_deadlines(uow, year=2026))
    desk.act(SYSTEM, lambda uow: follow_pack(uow, desk.packs, moved_to_pack(newer.ref)))

    stored: Project = desk.project(shown)
    assert (stored.division, stored.first.dossier.pack) == (XIGANG_DISTRICT, newer.ref)
    assert desk.start()["pack"] == newer.ref.text


def _all(url: str, statement: str, *parameters: Any) -> list[Any]:
    """Read as the auditor, who sees all cities; writing as the owner."""
    role = "project_auditor" if statement.startswith("select") else "project_owner"
    with psycopg2.connect(url.format(role=role)) as connection, connection.cursor() as cursor:
        cursor.execute("select set_config('app.city', %s, true)", (CITY,))
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
