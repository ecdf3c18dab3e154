"""Who has the honour only asks for no completion award (ZS8): the pack closes the stage, and the honour says why."""

from __future__ import annotations

import pytest

from services.acceptance.domain.errors import AcceptanceNotOpen
from tests.builders_benchmark import zhongshan
from tests.desk_acceptance import Desk

LEVEL_TWO = frozenset({"project_enrolled", "level_confirmed"})


@pytest.fixture
def in_zhongshan(desk: Desk) -> Desk:
    """An enrolled project of Zhongshan's programme that is found to be at level two."""
    pack = zhongshan()
    desk.shelve(pack)
    desk.uow.projects.change(pack=pack.ref.text, pack_sha256=pack.ref.sha256, reached=LEVEL_TWO)
    return desk


@pytest.mark.shows("ZS8")
def test_a_project_that_has_the_honour_only_asks_for_no_completion_award(in_zhongshan: Desk) -> None:
    in_zhongshan.uow.projects.change(reached=LEVEL_TWO | {"honour_granted"})

    with pytest.raises(AcceptanceNotOpen) as refused:
        in_zhongshan.start()

    (problem,) = refused.value.problems
    assert (problem.code, problem.article) == ("honour_only", "流程图 流程8")
    assert problem.requirement == "不需要奖补资金支持的，获得试点企业荣誉"


def test_one_that_has_no_honour_asks_for_it(in_zhongshan: Desk) -> None:
    assert in_zhongshan.stored(in_zhongshan.start()).state == "draft"
