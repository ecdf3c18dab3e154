"""Benchmarks and typical cases on PostgreSQL: kept, listed for everybody, files for whom they are (XB10)."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.db.errors import Duplicate
from contracts.actor import Actor
from contracts.events.project import BenchmarkChosen
from contracts.refusal import NotFound
from gateway.schemas.project import showing as schemas
from policy.benchmarks import BenchmarkKind, BenchmarkRules
from policy.refs import NO_BASIS
from services.project.domain.benchmark import Choice, chosen
from services.project.domain.typical_case import CaseAction
from services.project.storage import showing
from services.project.storage.showing_tables import BENCHMARK_ONCE
from services.project.storage.unit import ProjectUnit
from services.project.use_cases.review_typical_case import review_typical_case
from services.project.use_cases.submit_typical_case import StoryInput, submit_typical_case
from tests.builders_declaration import STRANGER
from tests.builders_project import CITY, ENTERPRISE, NOON, OFFICER, an_upload, asked
from tests.storage.project.conftest import RealDesk, as_answer

KIND = BenchmarkKind("lighthouse", "小灯塔", None, NO_BASIS)
RULES = BenchmarkRules({"lighthouse": KIND}, frozenset(), {}, NO_BASIS)
CHOICE = Choice(kind="lighthouse", subsector=None, reason="成效突出")
ANYBODY = Actor.anonymous(CITY)


def pick(desk: RealDesk, project: dict[str, Any]) -> BenchmarkChosen:
    def act(uow: ProjectUnit) -> BenchmarkChosen:
        found = uow.projects.get(UUID(project["id"]))
        benchmark, event = chosen(found, RULES, CHOICE, milestones=(), recommended_for=(), taken=0, by=OFFICER, at=NOON)
        uow.benchmarks.add(benchmark)
        return event

    event: BenchmarkChosen = desk.act(OFFICER, act)
    return event


def test_a_project_is_a_benchmark_of_a_kind_once_and_everybody_sees_it(desk: RealDesk) -> None:
    project = desk.enrolled()
    pick(desk, project)

    with pytest.raises(Duplicate, match=BENCHMARK_ONCE):
        pick(desk, project)
    wanted = {"kind": "lighthouse", "subsector": None}
    (item,) = showing.list_benchmarks(desk.reading, wanted, limit=1, after=None)["items"]

    assert as_answer(schemas.Benchmark, item)["project_id"] == project["id"]
    assert showing.list_benchmarks(desk.reading, {"kind": "other"}, limit=1, after=None)["items"] == []


def test_a_case_is_its_enterprises_and_the_citys_until_it_is_published(desk: RealDesk) -> None:
    who = asked(ENTERPRISE, desk.enrolled()["id"])
    story = StoryInput(title="设备联网的一年", text="产线数据全部接入", files=(an_upload("案例.pdf"),))
    case = desk.act(ENTERPRISE, lambda uow: submit_typical_case(uow, desk.packs, desk.clock, who, story=story))
    ids = UUID(case["id"]), UUID(case["files"][0]["id"])

    def listed(actor: Actor) -> list[str]:
        items = showing.list_typical_cases(desk.reading, actor, {}, limit=5, after=None)["items"]
        return [each["id"] for each in items]

    assert listed(ENTERPRISE) == listed(OFFICER) == [case["id"]]
    assert listed(STRANGER) == []
    assert showing.file_of_case(desk.reading, ENTERPRISE, *ids)["name"] == "案例.pdf"
    with pytest.raises(NotFound):
        showing.file_of_case(desk.reading, ANYBODY, *ids)

    about: dict[str, Any] = {"action": CaseAction.PUBLISH, "opinion": "推荐", "expected_version": 1}
    desk.act(OFFICER, lambda uow: review_typical_case(uow, desk.clock, OFFICER, ids[0], **about))

    (public,) = showing.list_published_cases(desk.reading, {}, limit=5, after=None)["items"]
    assert as_answer(schemas.TypicalCase, public)["opinion"] is None
    assert showing.file_of_case(desk.reading, ANYBODY, *ids)["name"] == "案例.pdf"
    with pytest.raises(NotFound):
        showing.file_of_case(desk.reading, OFFICER, uuid4(), ids[1])
