"""Released packs are never overwritten; calls open and close by their windows, or by an officer's hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.refusal import Invalid
from policy.canonical import canonical_json
from services.declaration.domain.calls import Call, CallState
from services.declaration.domain.errors import PackAlreadyReleased, PackNotUsable, PackOfAnotherCity
from services.declaration.use_cases.open_call import open_call
from services.declaration.use_cases.release_pack import readable_pack
from tests.builders_declaration import OFFICER, a_pack, dalian, with_window
from tests.desk_declaration import Desk

BEFORE, WITHIN = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 20, 4, tzinfo=UTC)
NOVEMBER = with_window("2026-11-01T00:00:00", "2026-11-30T23:59:59")


def call_of(desk: Desk) -> Call:
    return desk.uow.calls.get(desk.call_id)


def test_a_release_is_told_with_its_hash_and_plans_the_calls_of_the_pack() -> None:
    desk = Desk()

    [event] = desk.uow.outbox.events

    assert (event.pack, event.sha256) == ("dalian/sme-digital-2024@1", desk.pack.ref.sha256)  # type: ignore[attr-defined]
    assert call_of(desk).batch == "2024-1"
    assert desk.uow.audit.actions == ["release_pack", "plan_call"]


def test_releasing_the_same_content_again_changes_nothing() -> None:
    desk = Desk()
    before = len(desk.uow.audit.rows)

    again = desk.release(desk.pack)

    assert again["sha256"] == desk.pack.ref.sha256
    assert len(desk.uow.audit.rows) == before


def test_another_content_under_a_released_version_is_refused() -> None:
    desk = Desk()

    with pytest.raises(PackAlreadyReleased):
        desk.release(a_pack(NOVEMBER, version="1"))


def test_a_city_releases_only_its_own_packs() -> None:
    def move_away(compiled: dict[str, Any]) -> None:
        compiled["pack"]["city"] = "ningbo"

    with pytest.raises(PackOfAnotherCity):
        Desk().release(a_pack(move_away))


@pytest.mark.parametrize("content", [b"not json", b"[]", b"{}", b'{"format": 1, "pack": {}}'])
def test_a_file_that_is_no_pack_is_refused(content: bytes) -> None:
    with pytest.raises(PackNotUsable):
        readable_pack(content)


def test_a_pack_with_a_broken_part_is_never_released() -> None:
    compiled = dict(dalian().compiled) | {"split": {}}

    with pytest.raises(PackNotUsable):
        readable_pack(canonical_json(compiled))


def test_the_timer_opens_and_closes_a_call_by_its_window() -> None:
    desk = Desk(a_pack(NOVEMBER), at=BEFORE)
    desk.turn_calls()
    planned = call_of(desk).state
    desk.clock.advance(WITHIN - BEFORE)
    desk.turn_calls()
    opened = call_of(desk).state
    desk.clock.advance(timedelta(days=30))
    desk.turn_calls()

    assert (planned, opened, call_of(desk).state) == (CallState.PLANNED, CallState.OPEN, CallState.CLOSED)
    assert call_of(desk).closes_at == datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC)
    assert desk.uow.told == ["pack_released", "call_opened", "call_closed"]


def test_a_timer_that_is_late_keeps_nobody_waiting() -> None:
    desk = Desk()
    assert call_of(desk).state is CallState.PLANNED

    assert desk.start()["state"] == "draft"


def test_a_call_without_an_end_stays_open_until_an_officer_closes_it() -> None:
    desk = Desk(at=datetime(2035, 1, 1, tzinfo=UTC))
    desk.turn_calls()

    shown = desk.close_call("试点城市工作结束")

    assert (shown["state"], shown["closing_reason"]) == ("closed", "试点城市工作结束")
    assert shown["closes_at"] == "2035-01-01T00:00:00+00:00"


def test_a_newer_pack_version_extends_a_call_and_a_closed_one_stays_closed() -> None:
    desk = Desk(a_pack(NOVEMBER, version="2"))
    desk.turn_calls()
    desk.release(a_pack(with_window("2026-11-01T00:00:00", "2026-12-31T23:59:59"), version="3"))
    extended = call_of(desk)
    desk.close_call("提前结束")
    desk.release(a_pack(with_window("2026-11-01T00:00:00", None), version="10"))

    assert extended.closes_at == datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC)
    assert call_of(desk).state is CallState.CLOSED
    assert (call_of(desk).pack.version, call_of(desk).closes_at) == ("10", WITHIN)


def test_an_older_version_that_is_released_late_does_not_turn_a_call_back() -> None:
    desk = Desk(a_pack(NOVEMBER, version="2"))

    desk.release(dalian())

    assert call_of(desk).pack.version == "2"


def test_a_call_that_was_closed_by_mistake_is_opened_again_but_only_within_its_window() -> None:
    desk = Desk(a_pack(NOVEMBER))
    desk.turn_calls()
    desk.close_call("误操作")

    shown = open_call(desk.uow, desk.packs, desk.clock, OFFICER, desk.call_id, expected_version=None)
    desk.clock.advance(timedelta(days=60))
    desk.turn_calls()

    assert (shown["state"], shown["is_open"]) == ("open", True)
    with pytest.raises(Invalid) as refusal:
        open_call(desk.uow, desk.packs, desk.clock, OFFICER, desk.call_id, expected_version=None)
    assert [problem.code for problem in refusal.value.problems] == ["window_over"]


def test_a_declaration_is_judged_by_the_version_it_started_under() -> None:
    desk = Desk()
    old = desk.a_complete_draft()

    desk.release(a_pack(strict, version="2"))

    assert desk.submit(old)["pack"] == "dalian/sme-digital-2024@1"


def test_moving_a_case_to_another_version_is_an_act_with_a_reason() -> None:
    desk = Desk()
    declaration_id = desk.a_submitted()
    desk.release(a_pack(strict, version="2"))
    with pytest.raises(Invalid):
        desk.move_to_pack(declaration_id, "dalian/sme-digital-2024@2", " ")
    with pytest.raises(Invalid):
        desk.move_to_pack(declaration_id, "dalian/sme-digital-2024@3", "没有这个版本")

    shown = desk.move_to_pack(declaration_id, "dalian/sme-digital-2024@2", "适用新版要求")

    assert (shown["pack"], shown["state"]) == ("dalian/sme-digital-2024@2", "in_review")
    assert desk.uow.told[-1] == "case_moved_to_pack"
    assert desk.uow.audit.rows[-1].details["reason"] == "适用新版要求"


def strict(compiled: dict[str, Any]) -> None:
    """Asks for one attachment more."""
    slot = {**compiled["attachments"]["declaration"][1], "code": "another_proof"}
    compiled["attachments"]["declaration"].append(slot)
