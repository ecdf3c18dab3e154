"""The region's own pack from a form to recognition: county, league, letter, third party, notice (NM1 to NM6)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from casework.common_facts import Organisation
from casework.divisions import Place
from contracts.events.declaration import PlatformRecognised
from policy.packs import load_folder
from services.declaration.domain.errors import QuotaExhausted
from services.declaration.domain.pilot_list import PilotState
from tests.builders_declaration import ASSESSOR, OFFICER, a_code, an_organisation, approval, somebody
from tests.builders_platforms import people_of
from tests.desk_platforms import PlatformActs, a_scan

MARCH = datetime(2023, 3, 15, 4, tzinfo=UTC)
COUNTY, LEAGUE = "150102", "150100"
COUNTY_REVIEWER = somebody("district_reviewer", name="county", division=COUNTY)
LEAGUE_REVIEWER = somebody("district_reviewer", name="league", division=LEAGUE)
SLOTS = ("stamped_report", "licence", "credit_report", "service_proofs", "cost_proofs")
_PACK = load_folder(Path(__file__).parents[3] / "packs" / "inner-mongolia" / "platform-2023")


def a_platform(number: int = 1) -> Organisation:
    """A provider of the county."""
    code = a_code(500 + number)
    return an_organisation(
        f"platform {number}", kind="provider", credit_code=code, name=f"示例平台{number}", division=COUNTY
    )


def fields_of(page: str) -> list[dict[str, Any]]:
    """The fields of a page, as the form describes them."""
    pages = _PACK.form("declaration").describe()["pages"]
    return next(list(each["fields"]) for each in pages if each["key"] == page)


def subsectors() -> list[str]:
    """The sub-industries that may be declared."""
    field = next(each for each in fields_of("basic") if each["key"] == "subsector")
    return [option["code"] for option in field["options"]]


def an_answer(field: dict[str, Any]) -> Any:
    """Something that the field takes."""
    if field["type"] == "choice":
        return field["options"][0]["code"]
    if field["type"] == "choices":
        return [option["code"] for option in field["options"]]
    return {"decimal": "3.5", "whole": 12, "phone": "13912345678", "date": "2023-03-15"}.get(field["type"], "示例")


class RegionDesk(PlatformActs):
    """The people of the region."""

    def __init__(self) -> None:
        super().__init__(_PACK, at=MARCH)

    def open(self) -> None:
        """In the region instead of the city of the other tests."""
        super().open()
        self.uow.city = _PACK.city
        self.uow.facts.paths = {COUNTY: (Place(code=COUNTY, level="county"), Place(code=LEAGUE, level="league"))}

    def a_declared_in(self, platform: Organisation, subsector: str, enterprises: int = 6) -> str:
        """The platform's declaration as the county passed it; initial values that do not exist are left blank."""
        self.know(platform)
        people = people_of(platform)
        started = self.start(people)
        declaration_id: str = started["id"]
        for page in ("basic", "plan", "indicators"):
            told = {each["key"]: an_answer(each) for each in fields_of(page) if not each["key"].endswith("_initial")}
            chosen = {"subsector": subsector} if page == "basic" else {}
            self.save(declaration_id, page, told | started["answers"].get(page, {}) | chosen, people)
        rows = [
            {
                "name": f"示例企业{each}",
                "credit_code": a_code(7000 + each),
                "subsector": subsector,
                "size_class": "small",
                "actual_cost": "150",
                "award_asked": "20",
                "is_evidenced": True,
            }
            for each in range(enterprises)
        ]
        filled_in = {each["key"]: an_answer(each) for each in fields_of("enterprises") if each["type"] != "rows"}
        self.save(declaration_id, "enterprises", {**filled_in, "rows": rows}, people)
        for number, slot in enumerate(SLOTS, start=1):
            self.attach(declaration_id, slot, number, actor=people)
        self.confirm(declaration_id, actor=people)
        self.submit(declaration_id, people)
        self.review(declaration_id, approval(), COUNTY_REVIEWER)
        return declaration_id

    def recommended(self, *declaration_ids: str) -> str:
        """The league sends its letter. Gives the recommendation's id."""
        recommendation_id: str = self.draw_up(*declaration_ids, actor=LEAGUE_REVIEWER)["id"]
        files = {slot: [a_scan(slot)] for slot in ("joint_document", "sealed_summary")}
        self.recommend(recommendation_id, LEAGUE_REVIEWER, files=files)
        return recommendation_id


@pytest.fixture
def desk() -> RegionDesk:
    return RegionDesk()


def test_a_platform_is_recognised_with_its_enterprises_after_three_levels_and_a_notice(desk: RegionDesk) -> None:
    declaration_id = desk.a_declared_in(a_platform(), subsectors()[0])
    desk.recommended(declaration_id)
    desk.assign(declaration_id)
    desk.review(declaration_id, approval(), ASSESSOR)

    desk.list_pilots(declaration_id)
    notice = desk.publish(declaration_id)
    desk.clock.advance(timedelta(days=10))
    desk.close_notices()

    assert notice["closes_on"] == str(date(2023, 3, 22))
    assert desk.stored(declaration_id).place.state is PilotState.LISTED
    [told] = [event for event in desk.uow.outbox.events if isinstance(event, PlatformRecognised)]
    assert (told.subsector, len(told.rows), told.rows[0].actual_cost_fen) == (subsectors()[0], 6, 150_000_000)


def test_an_indicator_without_an_initial_value_stays_blank_and_is_never_a_zero(desk: RegionDesk) -> None:
    declaration_id = desk.a_declared_in(a_platform(), subsectors()[0])

    indicators = desk.seen(declaration_id, OFFICER)["answers"]["indicators"]

    assert indicators["warranty_target"] == "3.5"
    assert indicators.get("warranty_initial") is None


def test_the_summary_has_each_enterprise_with_its_cost_and_award_and_both_caps_hold(desk: RegionDesk) -> None:
    platforms = [
        desk.a_declared_in(a_platform(1), subsectors()[0], 6),
        desk.a_declared_in(a_platform(2), subsectors()[1], 11),
    ]

    shown = desk.summary_of(desk.draw_up(*platforms, actor=LEAGUE_REVIEWER)["id"])

    six, eleven, both = shown["pages"][0]["tables"]
    assert (six["columns"][-1], six["lines"][0][-1]) == ("奖补资金额", "20万元")
    assert [six["lines"][-1][place] for place in (5, -1)] == ["900万元", "120万元"]
    assert [eleven["lines"][-1][place] for place in (5, -1)] == ["1650万元", "200万元"]
    assert both["lines"] == [["合计", "2550万元", "320万元"]]


def test_the_league_sends_no_fourth_platform_of_one_sub_industry(desk: RegionDesk) -> None:
    declared = [desk.a_declared_in(a_platform(number), subsectors()[0]) for number in range(4)]

    with pytest.raises(QuotaExhausted) as refused:
        desk.recommended(*declared)

    [problem] = refused.value.problems
    assert problem.article == "指南 五、（三）"
