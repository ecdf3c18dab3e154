"""An order to rectify is shown until its acceptance is heard of again, in whichever order the news come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from contracts.events.acceptance import AcceptanceChanged
from tests.builders_project import ENTERPRISE, NOON
from tests.storage.project.conftest import (
    RealDesk,
    acceptance_failed,
    acceptance_passed,
    acceptance_requested,
    rectification_ordered,
)
from tests.storage.project.test_reading import read

LATER = NOON + timedelta(days=3)


@pytest.fixture
def project(desk: RealDesk) -> dict[str, Any]:
    return desk.find(desk.enrolled())


def told(desk: RealDesk, *news: AcceptanceChanged) -> None:
    for each in news:
        desk.hear("known.keep_acceptance", each)


@pytest.mark.parametrize("follow", [acceptance_requested, acceptance_passed, acceptance_failed])
@pytest.mark.parametrize("comes_first", [True, False])
def test_what_follows_an_order_closes_it_even_if_it_comes_first_or_twice(
    desk: RealDesk, project: dict[str, Any], follow: Any, comes_first: bool
) -> None:
    of = UUID(project["id"])
    order, following = rectification_ordered(of, 4), follow(of, 5)

    told(desk, *([following, order] if comes_first else [order, following]), following, order)

    assert read(desk, ENTERPRISE, project)["rectification"] is None


def test_a_request_from_before_the_order_does_not_close_it(desk: RealDesk, project: dict[str, Any]) -> None:
    of = UUID(project["id"])

    told(desk, rectification_ordered(of, 4), acceptance_requested(of, 3))

    assert read(desk, ENTERPRISE, project)["rectification"]["reason"] == "未达到二级"


def test_a_second_order_is_open_again(desk: RealDesk, project: dict[str, Any]) -> None:
    of = UUID(project["id"])

    told(desk, rectification_ordered(of, 4), acceptance_requested(of, 5), rectification_ordered(of, 6))

    assert read(desk, ENTERPRISE, project)["rectification"] is not None


def test_after_a_withdrawn_acceptance_the_next_one_counts_from_one(desk: RealDesk, project: dict[str, Any]) -> None:
    of, again = UUID(project["id"]), {"name": "another acceptance", "at": LATER}
    told(desk, rectification_ordered(of, 9))

    told(desk, acceptance_requested(of, 2, **again))
    assert read(desk, ENTERPRISE, project)["rectification"] is None

    told(desk, rectification_ordered(of, 3, **again))
    assert read(desk, ENTERPRISE, project)["rectification"] is not None
