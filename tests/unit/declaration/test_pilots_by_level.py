"""A level makes a pilot enterprise where the pack says so (ZS6); warnings take places off lists and give them back."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.codes import case_id_of
from contracts.events.acceptance import LevelConfirmed
from contracts.events.declaration import Applicant, PilotDelisted, PilotListed
from contracts.refusal import ActionNotAllowed
from services.declaration.domain.level_pilot import level_pilot_id
from services.declaration.domain.pilot_list import PilotState
from services.declaration.domain.warnings import OpenWarning, WarningEffect
from services.declaration.use_cases.delist_level_pilot import delist_level_pilot
from services.declaration.use_cases.follow_warnings import follow_warnings
from services.declaration.use_cases.list_by_level import list_by_level
from tests.builders_declaration import CITY, NOON, OFFICER, PROGRAMME, a_code, a_pack, an_organisation
from tests.desk_declaration import Desk

CASE = case_id_of(CITY, PROGRAMME, "2024-1", a_code())
WARNED = an_organisation().id
SUSPENDING = OpenWarning(effect=WarningEffect.SUSPEND, reason="未按合同实施")
DELISTING = OpenWarning(effect=WarningEffect.DELIST, reason="虚假改造")


def by_level(compiled: dict[str, Any]) -> None:
    """As in Zhongshan: nothing is declared, and a level of 2 makes a pilot enterprise."""
    compiled["lifecycle"] = [each for each in compiled["lifecycle"] if each["name"] != "declaration"]
    filing = next(each for each in compiled["lifecycle"] if each["name"] == "filing")
    filing |= {"has_window": True, "opens_when": []}
    window = compiled["pack"]["calls"][0]["windows"][0]
    window |= {"stage": "filing", "closes_at": "2026-12-31T23:59:59"}
    rule = {"key": "pilots", "title": "试点企业", "from": "level_confirmed", "minimum_level": "minimum_level"}
    compiled["pack"]["lists"] = [{**rule, "assumed": "测试"}]


@pytest.fixture
def desk() -> Desk:
    return Desk(a_pack(by_level))


def confirm(desk: Desk, level: int, *, case_id: UUID = CASE) -> None:
    """The acceptance service told of a level."""
    enterprise = an_organisation()
    applicant = Applicant(kind="enterprise", id=enterprise.id, credit_code=enterprise.credit_code, name=enterprise.name)
    event = LevelConfirmed(
        city=CITY,
        case_id=case_id,
        aggregate_id=uuid4(),
        sequence=3,
        at=NOON,
        actor=OFFICER.account_id,
        project_id=uuid4(),
        applicant=applicant,
        level=level,
        edition="2024",
        confirmed_on=date(2026, 11, 20),
        pack=desk.pack.ref.text,
        pack_sha256=desk.pack.ref.sha256,
    )
    list_by_level(desk.uow, desk.packs, desk.clock, event)


def test_level_2_makes_a_pilot_enterprise_and_level_1_does_not(desk: Desk) -> None:
    confirm(desk, 1)
    below = list(desk.uow.level_pilots.rows)

    confirm(desk, 2)

    [pilot] = desk.uow.level_pilots.rows.values()
    [told] = [event for event in desk.uow.outbox.events if isinstance(event, PilotListed)]
    assert below == []
    assert (pilot.id, pilot.place.state, pilot.level) == (level_pilot_id(CASE), PilotState.LISTED, 2)
    assert (told.case_id, told.batch, told.division, told.state) == (CASE, "2024-1", "210202", "listed")


def test_a_higher_level_later_is_learnt_and_told_to_nobody_anew(desk: Desk) -> None:
    confirm(desk, 2)
    confirm(desk, 3)

    [pilot] = desk.uow.level_pilots.rows.values()
    assert (pilot.level, desk.uow.told.count("pilot_listed")) == (3, 1)


def test_a_level_of_a_case_of_no_call_or_of_a_pack_without_such_a_list_is_nobodys(desk: Desk) -> None:
    confirm(desk, 4, case_id=uuid4())
    plain = Desk()
    confirm(plain, 4)

    assert (desk.uow.level_pilots.rows, plain.uow.level_pilots.rows) == ({}, {})


def test_the_officer_takes_it_off_the_list_for_good(desk: Desk) -> None:
    confirm(desk, 2)
    given: dict[str, Any] = {"reason": "主动退出", "expected_version": None}

    shown = delist_level_pilot(desk.uow, desk.clock, OFFICER, level_pilot_id(CASE), **given)
    confirm(desk, 3)

    assert shown["place"]["state"] == "delisted"
    assert desk.uow.told == ["pack_released", "pilot_listed", "pilot_delisted"]
    with pytest.raises(ActionNotAllowed):
        delist_level_pilot(desk.uow, desk.clock, OFFICER, level_pilot_id(CASE), **given)


def listed(desk: Desk) -> str:
    declaration_id = desk.an_approved()
    desk.list_pilots(declaration_id)
    return declaration_id


def state_after(desk: Desk, *warnings: OpenWarning) -> PilotState:
    """The place by declaration, once these are the open warnings."""
    desk.uow.facts.warnings[WARNED] = list(warnings)
    follow_warnings(desk.uow, desk.clock, WARNED)
    follow_warnings(desk.uow, desk.clock, WARNED)
    [declaration] = [each for each in desk.uow.declarations.rows.values() if each.applicant.id == WARNED]
    return declaration.place.state


def test_a_suspended_place_comes_back_when_the_last_warning_is_lifted() -> None:
    desk = Desk()
    listed(desk)

    states = [
        state_after(desk, *warnings) for warnings in ((SUSPENDING, SUSPENDING), (SUSPENDING,), (), (SUSPENDING,), ())
    ]

    assert [state.value for state in states] == ["suspended", "suspended", "listed", "suspended", "listed"]
    told = [event for event in desk.uow.outbox.events if isinstance(event, PilotDelisted)]
    assert [(event.state, event.reason) for event in told] == [("suspended", "未按合同实施")] * 2


def test_the_gravest_warning_delists_for_good() -> None:
    desk = Desk()
    listed(desk)

    states = [state_after(desk, *warnings) for warnings in ((SUSPENDING, DELISTING), ())]

    assert [state.value for state in states] == ["delisted", "delisted"]


def test_a_warning_without_effect_changes_nothing() -> None:
    desk = Desk()
    listed(desk)

    assert state_after(desk, OpenWarning(effect=WarningEffect.NONE, reason="提示")) is PilotState.LISTED


def test_a_place_by_level_is_suspended_and_given_back_as_well(desk: Desk) -> None:
    confirm(desk, 2)
    states = []
    for warnings in ([SUSPENDING], []):
        desk.uow.facts.warnings[WARNED] = warnings
        follow_warnings(desk.uow, desk.clock, WARNED)
        states += [pilot.place.state.value for pilot in desk.uow.level_pilots.rows.values()]

    assert states == ["suspended", "listed"]


def test_an_enterprise_that_is_listed_while_it_is_warned_is_suspended_at_once() -> None:
    desk = Desk()
    desk.uow.facts.warnings[WARNED] = [SUSPENDING]

    [answer] = desk.list_pilots(desk.an_approved())

    assert answer["pilot_state"] == "suspended"
    assert desk.uow.told[-2:] == ["pilot_listed", "pilot_delisted"]


def test_a_level_that_is_confirmed_while_the_enterprise_is_warned_gives_a_suspended_place(desk: Desk) -> None:
    desk.uow.facts.warnings[WARNED] = [SUSPENDING]

    confirm(desk, 2)

    [pilot] = desk.uow.level_pilots.rows.values()
    assert pilot.place.state is PilotState.SUSPENDED
