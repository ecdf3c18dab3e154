"""Routes, stages and windows: order is data, time is to the second."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from policy.calls import ZONE
from policy.lifecycle import open_stages, stage_problems
from policy.pack import Pack

OPENS = datetime(2024, 3, 1, 9, 0, 0, tzinfo=ZONE)
CLOSES = datetime(2024, 3, 31, 23, 59, 59, tzinfo=ZONE)


def problems(pack: Pack, stage: str, at: datetime, *milestones: str, actor: str | None = None) -> list[str]:
    found = stage_problems(pack, stage, milestones, at, call=pack.call("first"), actor=actor)
    return [problem.code for problem in found]


@pytest.mark.parametrize(
    ("at", "found"),
    [
        (OPENS - timedelta(seconds=1), ["window_not_open"]),
        (OPENS, []),
        (CLOSES, []),
        (CLOSES + timedelta(microseconds=999_999), []),
        (CLOSES + timedelta(seconds=1), ["window_over"]),
        (OPENS.astimezone(UTC), []),
    ],
)
def test_a_window_is_open_to_the_second(pack: Pack, at: datetime, found: list[str]) -> None:
    assert problems(pack, "declaration", at) == found


def test_each_actor_can_have_a_window_of_its_own(pack: Pack) -> None:
    later = datetime(2024, 4, 10, 23, 59, 59, tzinfo=ZONE)

    assert problems(pack, "declaration", later) == ["window_over"]
    assert problems(pack, "declaration", later, actor="district") == []
    assert problems(pack, "declaration", later + timedelta(seconds=1), actor="district") == ["window_over"]


def test_a_window_can_be_without_end_and_begin_with_a_dated_value(pack: Pack) -> None:
    milestones = ("project_enrolled", "contract_filed")

    assert problems(pack, "acceptance", datetime(2024, 8, 31, 23, 59, 59, tzinfo=ZONE), *milestones) == [
        "window_not_open"
    ]
    assert problems(pack, "acceptance", datetime(2024, 9, 1, tzinfo=ZONE), *milestones) == []
    assert problems(pack, "acceptance", datetime(2099, 9, 1, tzinfo=ZONE), *milestones) == []


def test_a_closed_window_cites_its_article(pack: Pack) -> None:
    (problem,) = stage_problems(pack, "declaration", [], CLOSES + timedelta(days=1), call=pack.call_of("b1"))

    assert problem.article == "办法 第四条"
    assert problem.requirement == "于2024年3月31日23:59:59截止"
    assert problem.inputs["closes_at"] == "2024-03-31T23:59:59+08:00"


def test_a_stage_waits_for_all_of_its_milestones(pack: Pack) -> None:
    at = datetime(2025, 1, 1, tzinfo=ZONE)

    (problem,) = stage_problems(pack, "acceptance", ["contract_filed"], at)

    assert (problem.code, problem.inputs["waits_for"]) == ("stage_not_reached", ["project_enrolled"])
    assert stage_problems(pack, "acceptance", ["contract_filed", "project_enrolled"], at) == []


def test_open_stages_follow_the_milestones_in_whatever_order_they_were_heard(pack: Pack) -> None:
    at = datetime(2025, 1, 1, tzinfo=ZONE)

    assert [stage.name for stage in open_stages(pack, [], at)] == ["declaration"]
    assert [stage.name for stage in open_stages(pack, ["declaration_rejected"], at)] == []
    assert [stage.name for stage in open_stages(pack, ["contract_filed", "project_enrolled"], at)] == [
        "declaration",
        "acceptance",
    ]


def test_a_route_knows_its_steps(pack: Pack) -> None:
    route = pack.route("declaration")

    assert [step.step for step in route.steps] == ["preliminary_review", "recheck"]
    assert route.step(0).working_days == 3
    assert route.step(0).basis.article == "办法 第七条"
    assert route.step(1).working_days is None
    assert route.step(1).assigned_by == "city_officer"
    assert route.next_index(0) == 1
    assert route.next_index(1) is None
    assert route.index_after_return(1) == 1
    assert route.index_of("recheck") == 1
    assert route.step(0).allows("returned")
    assert not route.step(0).allows("rejected")


@pytest.mark.parametrize("index", [-1, 2])
def test_there_is_no_step_outside_the_route(pack: Pack, index: int) -> None:
    with pytest.raises(IndexError):
        pack.route("declaration").step(index)


def test_a_notice_has_its_length_and_unit(pack: Pack) -> None:
    length = pack.notice("plan").length_on(date(2024, 5, 1))

    assert (length.days, length.unit, length.basis.article) == (7, "day", "办法 第八条")
