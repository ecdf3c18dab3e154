"""Pilots on PostgreSQL: one at a time, by level too, sorted by rank; and what was heard of self-assessments."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.db.errors import Duplicate
from chassis.units import Units
from contracts.actor import Actor
from contracts.events.acceptance import SelfAssessmentCompleted
from contracts.events.declaration import Applicant
from contracts.events.project import WarningIssued
from contracts.refusal import Refusal
from services.declaration.domain.level_pilot import LevelPilot
from services.declaration.domain.pilot_list import PilotPlace, PilotState
from services.declaration.storage.list_declarations import RANKING, Wanted, list_declarations
from services.declaration.storage.read_eligibility import eligibility_under
from services.declaration.storage.read_lists import Listed, read_list
from services.declaration.storage.read_prints import check_print, receipt_of
from services.declaration.storage.read_public import WantedCalls, list_calls
from services.declaration.storage.tables import EXCLUSIVE_INDEX
from services.declaration.storage.unit import DeclarationUnit
from tests.builders_declaration import (
    CITY,
    ENTERPRISE,
    NOON,
    OFFICER,
    SEALER,
    a_code,
    a_pack,
    an_organisation,
    another_programme,
    exclusive,
    good_answers,
    somebody,
)
from tests.storage.declaration.conftest import RealDesk, heard, organisation_changed


@pytest.fixture
def desk(units: Units[DeclarationUnit]) -> RealDesk:
    """Two programmes that exclude one another."""
    desk = RealDesk(units, pack=a_pack(exclusive))
    desk.release(another_programme())
    return desk


def test_of_two_programmes_at_the_same_instant_one_takes_the_applicant(desk: RealDesk) -> None:
    first = desk.a_complete_draft()
    desk.pack = another_programme()
    second = desk.a_complete_draft()

    def submit(declaration_id: str) -> str:
        try:
            desk.submit(declaration_id)
        except Duplicate as twin:
            return DeclarationUnit.refusal_for(twin.constraint).code
        except Refusal as refused:
            return refused.problems[0].code
        return "submitted"

    with ThreadPoolExecutor(2) as threads:
        told = sorted(threads.map(submit, (first, second)))

    assert told == ["other_pilot_declared", "submitted"]


def test_the_index_holds_even_past_the_use_case(desk: RealDesk) -> None:
    stored = desk.stored(desk.a_submitted())
    twin = replace(stored, id=uuid4(), case_id=uuid4(), version=1)

    with pytest.raises(Duplicate) as refused:
        desk.act(ENTERPRISE, lambda uow: uow.declarations.add(twin))

    assert refused.value.constraint == EXCLUSIVE_INDEX


def test_before_declaring_the_other_programme_is_told_of(desk: RealDesk) -> None:
    desk.a_submitted()
    desk.pack = another_programme()

    told = eligibility_under(desk.reading, desk.packs, desk.clock, ENTERPRISE, desk.call_id)

    assert [problem["code"] for problem in told["problems"]] == ["other_pilot_declared"]
    assert "sound_operations" in [need["code"] for need in told["needs"]]


def test_officers_sort_a_round_by_points_page_by_page(units: Units[DeclarationUnit]) -> None:
    def ranked(compiled: dict[str, Any]) -> None:
        large = {"field": "declaration.basic.revenue", "at_least": {"wan_yuan": "5000"}}
        line = {"code": "large", "title": "规模大", "points": "10", "condition": large, "assumed": "测试"}
        compiled["pack"]["ranking"] = [line]

    desk = RealDesk(units, pack=a_pack(ranked))
    ids = []
    for number, revenue in enumerate(("3000", "9000", "3000")):
        enterprise = an_organisation(f"ranked {number}", credit_code=a_code(40 + number), name=f"企业{number}")
        desk.hear(organisation_changed(enterprise), "keep_organisation")
        people = somebody("enterprise", name=f"ranked {number}", organisation=enterprise)
        draft = desk.a_complete_draft(people)
        fixed = {name: desk.stored(draft).dossier.answers["basic"][name] for name in ("enterprise_name", "credit_code")}
        basic = {**good_answers()["basic"], **fixed, "revenue": revenue}
        desk.save(draft, "basic", basic, people)
        scan = desk.stored(draft).dossier.attachments["stamped_form"][0].id
        desk.attach(draft, "stamped_form", 9, actor=people, replaces=[scan])
        desk.submit(draft, people)
        ids.append(draft)
        desk.clock.advance(timedelta(minutes=1))

    def page(after: str | None, actor: Actor = OFFICER) -> dict[str, Any]:
        return list_declarations(desk.reading, actor, Wanted(), limit=1, after=after, order=RANKING)

    first = page(None)
    rest = [page(first["next"]), page(page(first["next"])["next"])]
    assert [(item["id"], item["rank_points"]) for item in first["items"]] == [(ids[1], 10)]
    assert {each["items"][0]["id"] for each in rest} == {ids[0], ids[2]}
    own = somebody("enterprise", name="ranked 1", organisation=an_organisation("ranked 1", credit_code=a_code(41)))
    assert page(None, own)["items"][0]["rank_points"] is None


def test_a_pilot_by_level_stands_on_the_public_list_beside_those_by_declaration(desk: RealDesk) -> None:
    declaration_id = desk.an_approved()
    desk.list_pilots(declaration_id)
    place = PilotPlace(state=PilotState.LISTED, listed_at=NOON + timedelta(hours=1))
    applicant = Applicant(kind="enterprise", id=uuid4(), credit_code=a_code(77), name="按等级列入的企业")
    pilot = LevelPilot(
        id=uuid4(),
        city=CITY,
        version=1,
        case_id=uuid4(),
        programme_year="sme-digital-2024",
        batch="2024-1",
        applicant=applicant,
        division="210203",
        division_path=(),
        pack=desk.pack.ref,
        level=3,
        edition="2024",
        place=place,
    )
    desk.act(OFFICER, lambda uow: uow.level_pilots.add(pilot))

    def listed(**wanted: str) -> list[tuple[Any, Any]]:
        found, after = [], None
        while True:
            page = read_list(desk.reading, "pilots", Listed(**wanted), limit=1, after=after)
            found += [(item["declaration_id"], item["level"]) for item in page["items"]]
            after = page["next"]
            if after is None:
                return found

    assert listed() == [(None, 3), (declaration_id, None)]
    assert listed(division="210203") == [(None, 3)]
    assert desk.act(OFFICER, lambda uow: uow.level_pilots.get(pilot.id)) == pilot
    suspended = pilot.changed(place=place.suspended(reason="预警"))
    desk.act(OFFICER, lambda uow: uow.level_pilots.save(suspended))
    assert listed() == [(declaration_id, None)]
    assert desk.act(OFFICER, lambda uow: uow.level_pilots.of_applicant(applicant.id)) == [suspended]


def test_the_newest_self_assessment_counts_whichever_was_heard_last(desk: RealDesk) -> None:
    enterprise = an_organisation()
    applicant = Applicant(kind="enterprise", id=enterprise.id, credit_code=enterprise.credit_code, name="x")
    for level, day in ((3, 12), (1, 5)):
        event = SelfAssessmentCompleted(
            **{**heard(uuid4()), "at": NOON + timedelta(days=day)},
            case_id=None,
            applicant=applicant,
            assessment_id=uuid4(),
            level=level,
            edition="2024",
            completed_on=date(2026, 11, day),
        )
        desk.hear(event, "keep_self_assessment")

    found = desk.act(OFFICER, lambda uow: uow.facts.assessment(enterprise.id))

    assert (found.level, found.completed_on) == (3, date(2026, 11, 12))


def test_warnings_are_kept_as_they_are_now(desk: RealDesk) -> None:
    warning, subject = uuid4(), uuid4()

    def keep(sequence: int, *, is_open: bool) -> None:
        enterprise = Applicant(kind="enterprise", id=subject, credit_code=a_code(), name="示例企业")
        told = {"subject_kind": "enterprise", "subject_id": subject, "applicant": enterprise}
        event = WarningIssued(**heard(warning, sequence=sequence), **told, effect="suspend", reason="预警")
        desk.act(OFFICER, lambda uow: uow.facts.keep_warning(event, is_open=is_open))

    keep(2, is_open=False)
    keep(1, is_open=True)
    lifted = desk.act(OFFICER, lambda uow: uow.facts.open_warnings(subject))
    keep(3, is_open=True)

    assert lifted == []
    assert [each.reason for each in desk.act(OFFICER, lambda uow: uow.facts.open_warnings(subject))] == ["预警"]


def test_a_receipt_says_when_it_came_in_and_its_code_proves_what(desk: RealDesk) -> None:
    declaration_id = desk.a_submitted()

    receipt = receipt_of(desk.reading, SEALER, ENTERPRISE, UUID(declaration_id))

    assert receipt["submitted_at"] == desk.seen(declaration_id, ENTERPRISE)["submitted_at"]
    told = check_print(desk.reading, desk.packs, SEALER, receipt["code"])
    assert (told["status"], told["covers"]) == ("current", "filing")


def test_notices_are_found_by_what_they_tell_of_themselves(units: Units[DeclarationUnit]) -> None:
    def told(compiled: dict[str, Any]) -> None:
        attributes = {"level": "市级", "sizes": ["中型企业", "小型企业"], "industries": ["轴承"]}
        compiled["pack"]["calls"][0]["attributes"] = {**attributes, "assumed": "测试"}

    desk = RealDesk(units, pack=a_pack(told))

    def found(**wanted: Any) -> int:
        return len(list_calls(desk.reading, desk.packs, WantedCalls(**wanted), at=NOON)["items"])

    [shown] = list_calls(desk.reading, desk.packs, WantedCalls(), at=NOON)["items"]
    assert shown["attributes"]["sizes"] == ["中型企业", "小型企业"]
    assert shown["attributes"]["region"] is None
    assert [found(size="小型企业", level="市级", is_open=True), found(industry="轴承", text="专项资金")] == [1, 1]
    assert [found(size="大型企业"), found(level="省级"), found(is_open=False), found(text="没有")] == [0, 0, 0, 0]
