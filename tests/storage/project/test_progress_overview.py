"""The progress overview on PostgreSQL (XB8)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from contracts.actor import Actor
from gateway.schemas.project.spot_checks import ProgressOverview
from services.project.storage.progress_overview import progress_overview
from tests.builders_declaration import somebody
from tests.builders_project import DISTRICT, NOON, OFFICER, a_report
from tests.storage.project.conftest import RealDesk, as_answer


def overview(desk: RealDesk, actor: Actor, days: int = 0) -> list[dict[str, Any]]:
    today = NOON.date() + timedelta(days=days)
    items: list[dict[str, Any]] = as_answer(ProgressOverview, progress_overview(desk.reading, actor, today=today))[
        "items"
    ]
    return items


def test_the_overview_counts_by_division_stage_and_state(desk: RealDesk) -> None:
    desk.report(desk.enrolled(), a_report(30))

    group = {"division": "210202", "stage": "filing", "state": "enrolled", "projects": 1}
    assert overview(desk, OFFICER) == [group | {"average_percent": 30, "overdue": 0}]
    assert overview(desk, DISTRICT) == overview(desk, OFFICER)
    assert overview(desk, somebody("district_reviewer", division="210203")) == []


def test_a_draft_is_not_counted(desk: RealDesk) -> None:
    desk.draft()

    assert overview(desk, OFFICER) == []


def test_a_step_is_overdue_after_its_last_day(desk: RealDesk) -> None:
    desk.submit(desk.draft())

    assert [each["overdue"] for each in overview(desk, OFFICER)] == [0]
    assert [each["overdue"] for each in overview(desk, OFFICER, days=60)] == [1]
