"""Spot checks on PostgreSQL: drawn among the running projects, kept with their results, announced as findings."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.actor import Actor
from contracts.events.registry import DivisionChanged
from contracts.refusal import NotFound
from gateway.schemas.project import spot_checks as schemas
from services.project.domain.errors import NothingToDraw
from services.project.domain.findings import Found
from services.project.domain.spot_check import Outcome
from services.project.storage.spot_checks import get_spot_check, list_spot_checks
from services.project.use_cases.draw_spot_check import draw_spot_check
from services.project.use_cases.record_spot_check_result import record_spot_check_result
from tests.builders_declaration import OTHER_DISTRICT
from tests.builders_project import DISTRICT, ENTERPRISE, NOON, OFFICER, PROVIDER
from tests.storage.project.conftest import RealDesk, as_answer, heard
from tests.storage.project.test_reading import read


def drawn(desk: RealDesk, **criteria: str) -> dict[str, Any]:
    answer: dict[str, Any] = desk.act(
        OFFICER, lambda uow: draw_spot_check(uow, desk.clock, OFFICER, size=3, criteria=criteria, seed=None)
    )
    return answer


def test_a_finding_of_a_drawn_project_stands_with_the_project_and_the_draw(desk: RealDesk) -> None:
    project = desk.enrolled()
    check = drawn(desk, division="210202", provider_id=str(PROVIDER))
    found = Found(
        found_on=NOON.date(), place="车间", text="设备未到场", severity="major", spot_check_id=UUID(check["id"])
    )
    ids = UUID(check["id"]), UUID(project["id"])

    desk.act(
        OFFICER,
        lambda uow: record_spot_check_result(uow, desk.clock, OFFICER, *ids, outcome=Outcome.FINDING, found=found),
    )

    kept = as_answer(schemas.SpotCheck, get_spot_check(desk.reading, OFFICER, ids[0]))
    (finding,) = read(desk, ENTERPRISE, project)["findings"]
    assert kept["candidates"] == [project["id"]]
    assert (finding["severity"], finding["spot_check_id"]) == ("major", check["id"])
    assert kept["lines"][0]["finding_id"] == finding["id"]
    assert (kept["seed"], kept["candidates_sha256"]) == (check["seed"], check["candidates_sha256"])
    assert [each["checked"] for each in list_spot_checks(desk.reading, OFFICER, limit=5, after=None)["items"]] == [1]


def test_only_running_projects_that_meet_the_criteria_are_drawn(desk: RealDesk) -> None:
    with pytest.raises(NothingToDraw):
        drawn(desk)

    desk.enrolled()

    with pytest.raises(NothingToDraw):
        drawn(desk, division="210203")
    assert len(drawn(desk)["lines"]) == 1


def test_a_draw_of_a_division_is_among_all_projects_below_it(desk: RealDesk) -> None:
    for code, level, parent in (("210200", "league", None), ("210202", "district", "210200")):
        told = DivisionChanged(**heard(), code=code, name=code, level=level, parent=parent)
        desk.hear("facts.keep_division", told)
    below = desk.enrolled()

    drawn_below = drawn(desk, division="210200")

    assert [each["project_id"] for each in drawn_below["lines"]] == [below["id"]]


def test_a_district_sees_and_records_what_was_drawn_of_its_own(desk: RealDesk) -> None:
    project = desk.enrolled()
    check = drawn(desk)
    ids = UUID(check["id"]), UUID(project["id"])
    found = Found(found_on=NOON.date(), place="车间", text="设备在用")

    def record(actor: Actor) -> dict[str, Any]:
        answer: dict[str, Any] = desk.act(
            actor,
            lambda uow: record_spot_check_result(uow, desk.clock, actor, *ids, outcome=Outcome.IN_ORDER, found=found),
        )
        return answer

    with pytest.raises(NotFound):
        record(OTHER_DISTRICT)
    assert [each["outcome"] for each in record(DISTRICT)["lines"]] == ["in_order"]

    assert [each["id"] for each in list_spot_checks(desk.reading, DISTRICT, limit=5, after=None)["items"]] == [
        check["id"]
    ]
    assert list_spot_checks(desk.reading, OTHER_DISTRICT, limit=5, after=None)["items"] == []
    assert len(get_spot_check(desk.reading, DISTRICT, ids[0])["lines"]) == 1
    with pytest.raises(NotFound):
        get_spot_check(desk.reading, OTHER_DISTRICT, ids[0])


def test_the_list_of_spot_checks_goes_on_where_it_stopped(desk: RealDesk) -> None:
    desk.enrolled()
    ids = {drawn(desk)["id"] for _ in range(3)}

    first = list_spot_checks(desk.reading, OFFICER, limit=2, after=None)
    rest = list_spot_checks(desk.reading, OFFICER, limit=2, after=first["next"])

    assert {each["id"] for each in (*first["items"], *rest["items"])} == ids
    assert rest["next"] is None
    with pytest.raises(NotFound):
        get_spot_check(desk.reading, OFFICER, uuid4())
