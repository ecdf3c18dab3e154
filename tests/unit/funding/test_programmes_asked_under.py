"""Under which programme an award is asked for, and what is said once its time is over (XB25)."""

from __future__ import annotations

from datetime import datetime

import pytest

from chassis.testing import a_clock
from contracts.refusal import Invalid
from services.funding.domain.refusals import ApplicationNotOpen
from services.funding.use_cases.start_application import start_application
from tests.desk_applications import XIAMEN_NOON, Counter, an_asker, xiamen
from tests.desk_funding import Desk

JIA = an_asker("甲")


@pytest.fixture
def counter() -> Counter:
    return Counter(Desk(xiamen(), at=XIAMEN_NOON))


@pytest.mark.shows("XB25", "ALL4")
@pytest.mark.parametrize("programme_year", ["sme-digital-2023", None])
def test_after_the_plan_s_last_day_who_asks_is_told_when_it_ended_and_where_that_stands(
    counter: Counter, programme_year: str | None
) -> None:
    by, desk = counter.knows(JIA, is_pilot=True), counter.desk

    def ask(noon: str) -> None:
        desk.clock = a_clock(datetime.fromisoformat(noon))
        start_application(
            desk.uow, desk.packs, desk.clock, by,
            stage="cloud_application", programme_year=programme_year, project_id=None,
        )  # fmt: skip

    ask("2025-12-31T12:00:00+08:00")
    with pytest.raises(ApplicationNotOpen) as refused:
        ask("2026-01-01T12:00:00+08:00")

    (problem,) = refused.value.problems
    assert (problem.code, problem.article) == ("pack_expired", "工作方案 七、附则")
    assert "2025-12-31" in problem.requirement


def test_a_programme_that_there_is_not_is_refused_with_those_that_there_are(counter: Counter) -> None:
    by, desk = counter.knows(JIA), counter.desk

    with pytest.raises(Invalid) as refused:
        start_application(
            desk.uow, desk.packs, desk.clock, by,
            stage="cloud_application", programme_year="sme-digital-2019", project_id=None,
        )  # fmt: skip

    (problem,) = refused.value.problems
    assert (problem.code, problem.inputs) == ("not_an_option", {"options": ["sme-digital-2023"]})
