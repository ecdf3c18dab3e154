"""A call of a programme that begins with projects (ZS1): its window is the filing's, and nobody declares under it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from services.declaration.domain.calls import CallState
from services.declaration.domain.errors import CallNotOpen
from services.declaration.domain.shown_call import shown_call
from services.declaration.use_cases.release_pack import readable_pack
from tests.builders_declaration import NOON
from tests.builders_staged import staged
from tests.desk_declaration import Desk

OPENS = datetime.fromisoformat("2026-11-01T09:00:00+08:00")


def test_the_call_opens_and_closes_by_the_window_of_the_filing() -> None:
    desk = Desk(staged(), at=OPENS - timedelta(seconds=1))

    desk.turn_calls()
    before = desk.uow.calls.get(desk.call_id).state
    desk.clock.advance(timedelta(seconds=1))
    desk.turn_calls()

    call = desk.uow.calls.get(desk.call_id)
    assert (before, call.state, call.opens_at) == (CallState.PLANNED, CallState.OPEN, OPENS)
    assert desk.uow.outbox.events[-1].NAME == "call_opened"


def test_the_call_shows_what_it_begins_with_and_asks_for() -> None:
    desk = Desk(staged(), at=NOON)

    shown = shown_call(desk.uow.calls.get(desk.call_id), staged(), at=NOON)

    assert (shown["begins_with"], shown["is_open"], shown["statement"]) == ("project", True, None)
    assert [step["name"] for step in shown["steps"]] == ["town_review", "bureau_review"]
    assert readable_pack(desk.shelf[staged().ref.sha256]).ref == staged().ref


def test_nothing_is_declared_under_it() -> None:
    desk = Desk(staged(), at=NOON)

    with pytest.raises(CallNotOpen) as refusal:
        desk.start()

    assert [problem.code for problem in refusal.value.problems] == ["no_declaration"]
