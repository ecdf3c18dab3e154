"""Inner Mongolia, from the guide's notice to a platform's award and its payment, in the words of its guide (NM).

One platform declares with eleven enterprises; county, league and region pass it, the league by a joint letter.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from chassis.config import Settings
from console.demo import cast
from console.demo.client import Client, Refused, after_news
from console.demo.documents import pdf
from console.demo.paying import Funded, pay
from tests.flow.stories import Story, begun, refused
from tests.flow.town import CITY_HALL, Desk, Town, attach, code_of, eventually, save
from tests.printed import code_in, text_of

FOLDER = Settings.packs / "inner-mongolia" / "platform-2023"
LEAGUE, COUNTY = "150100", "150105"
DESKS: tuple[Desk, ...] = (
    ("county", "district_reviewer", COUNTY),
    ("league", "district_reviewer", LEAGUE),
    *CITY_HALL,
)
PLATFORM = "示例工业互联网平台有限公司"
WAN = 1_000_000
SERVED, FIRST = "示例乳业1号有限公司", 101
ENTERPRISES = 11
TARGETS_ALONE = ("equipment_digitised", "equipment_networked", "equipment_on_cloud", "tools_spread", "order_splitting")
TARGETS_TOGETHER = ("delivery_time", "shipping_accuracy", "average_level", "common_scenarios", "individual_scenarios")
PERFORMANCE = ("performance_management", "services_and_features", "scenario_prices", "expected_return", "results")
TIMES = ("schedule", "training")
FILLED_IN = {"filled_in_by": "示例填表人", "filled_in_on": "2023-03-10", "filler_phone": cast.PHONE}
TARGETS_OF_SERVICE = ("satisfaction", "training_coverage", "response_speed", "warranty")


@pytest.fixture(scope="module", params=["embedded", "real"])
def story(request: pytest.FixtureRequest) -> Iterator[Story]:
    with begun(request.param, FOLDER, DESKS, at="2023-03-10T09:00:00") as told:
        code = code_of(told.town.pack, 1)
        platform = told.town.joined("platform", PLATFORM, code, COUNTY, kind="provider")
        where = _declared(told, platform)
        _reviewed(told, where)
        _recognised(told, where)
        told.seen["award"] = _award(told, platform)
        served = told.town.joined("served", SERVED, code_of(told.town.pack, FIRST), COUNTY)
        _paid(told, platform, served)
        told.sees_invariants()
        yield told


def _declared(story: Story, platform: Client) -> str:
    """申请报告、承诺书、附3、附4，盖章上传；少于6家企业不能提交。"""
    call_id = story.town.call("2023-1")
    story.seen["notice"] = story.town.visitor.get(f"/calls/{call_id}")
    declaration = after_news(lambda: platform.post("/declarations", {"call_id": call_id}), "not_known_yet")
    where = f"/declarations/{declaration['id']}"
    text_version = platform.get(f"/calls/{call_id}/form")["statement"]["text_version"]
    platform.put(f"{where}/statement", {"text_version": text_version})
    save(platform, where, _answers(declaration))
    for slot in ("licence", "credit_report", "service_proofs", "cost_proofs"):
        attach(platform, where, slot, slot)
    rows = _rows(story.town)
    platform.put(f"{where}/answers/enterprises", {"answers": {**FILLED_IN, "rows": rows[:5]}})
    try:
        platform.post(f"{where}/submission", key="five enterprises")
    except Refused as refused:
        story.seen["five enterprises"] = refused.problem
    platform.put(f"{where}/answers/enterprises", {"answers": {**FILLED_IN, "rows": rows}})
    code = code_in(text_of(platform.get(f"{where}/print")))
    report = {"slot": "stamped_report", "file": platform.upload(pdf("report"), "report.pdf"), "print_code": code}
    platform.post(f"{where}/attachments", report)
    story.seen["submitted"] = platform.post(f"{where}/submission")
    return where


def _answers(declaration: dict[str, Any]) -> dict[str, dict[str, Any]]:
    plan = ("functions", "services_given", "capability", "typical_cases", "research", "problems", "targets")
    targets = (*TARGETS_ALONE, *TARGETS_TOGETHER, *TARGETS_OF_SERVICE)
    return {
        "basic": {
            **declaration["answers"]["basic"],
            "legal_representative": "示例代表人",
            "contact": "示例联系人",
            "contact_phone": cast.PHONE,
            "recommended_by": "呼和浩特市工业和信息化局",
            "applied_on": "2023-03-10",
            "subsector": "s005",
            "services": ["consulting", "diagnosis", "equipment", "software"],
            "success_cases": 3,
        },
        "plan": {
            **dict.fromkeys((*plan, *PERFORMANCE, *TIMES), "见实施方案"),
            "cost_method": "mature_standard",
        },
        "indicators": {f"{target}_target": "90.00" for target in targets} | {"average_level_target": "3.00"},
    }


def _rows(town: Town) -> list[dict[str, Any]]:
    """附3：十一家试点企业，每家实际改造成本150万元。"""
    return [
        {
            "name": f"示例乳业{number}号有限公司",
            "credit_code": code_of(town.pack, FIRST + number - 1),
            "subsector": "s005",
            "size_class": "small",
            "actual_cost": "150",
            "award_asked": "20",
            "is_evidenced": True,
        }
        for number in range(1, ENTERPRISES + 1)
    ]


def _reviewed(story: Story, where: str) -> None:
    """旗县初审，盟市联合行文推荐，自治区委托第三方评审。"""
    town = story.town
    passed = {"verdict": "approved", "opinion": "符合条件"}
    town.reviewer_of(COUNTY).post(f"{where}/review", {**passed, "step": "county_review"})
    league = town.reviewer_of(LEAGUE)
    try:
        league.post(f"{where}/review", {**passed, "step": "league_review"}, key="without a letter")
    except Refused as refused:
        story.seen["without a letter"] = refused.problem
    drawn_up = league.post(
        "/declaration-recommendations", {"declaration_ids": [where.split("/")[2]], "opinion": "同意推荐"}
    )
    letter = f"/declaration-recommendations/{drawn_up['id']}"
    summary = text_of(league.get(f"{letter}/print"))
    slots = ("joint_document", "sealed_summary")
    files = [{"slot": slot, "file": league.upload(pdf(slot), f"{slot}.pdf")} for slot in slots]
    submission = {
        "document_number": "示例工信发〔2023〕1号",
        "document_on": town.clock.today().isoformat(),
        "departments": ["industry_bureau", "finance_bureau"],
        "files": files,
        "print_code": code_in(summary),
    }
    story.seen["recommended"] = league.post(f"{letter}/submission", submission)
    story.seen["quotas"] = league.get(f"/calls/{town.call('2023-1')}/quotas")
    town.officer.put(f"{where}/assignment", {"institution_id": town.institution_id})
    story.seen["approved"] = town.assessor.post(f"{where}/review", {**passed, "step": "region_review"})


def _recognised(story: Story, where: str) -> None:
    """公示五个工作日后认定。"""
    town = story.town
    ids = {"declaration_ids": [where.split("/")[2]]}
    town.officer.post("/pilots", ids)
    notice = town.officer.post("/pilot-notices", {**ids, "title": "拟认定数字化转型试点平台公示"})
    story.seen["list while published"] = town.visitor.get("/lists/platforms")
    ends = datetime.fromisoformat(notice["closes_at"])
    town.clock.advance(ends - town.clock.now() + timedelta(seconds=1))
    eventually(lambda: town.visitor.get(f"/pilot-notices/{notice['id']}")["state"] == "closed")
    story.seen["list"] = town.visitor.get("/lists/platforms")


def _award(story: Story, reader: Client) -> dict[str, Any]:
    where = f"/cases/{story.seen['submitted']['case_id']}/awards"
    return dict(eventually(lambda: reader.get(where)["items"])[0])


def _paid(story: Story, platform: Client, served: Client) -> None:
    """盟市推荐，资金分配方案，局长办公会，公示，下达，拨付到平台账户。"""
    town, award = story.town, story.seen["award"]
    about = {"account_name": PLATFORM, "bank_name": "示例银行呼和浩特分行", "branch_code": "000000000003"}
    platform.post("/organisation/payee-accounts", {**about, "number": "6222000000010000"})
    county, today = town.reviewer_of(COUNTY), town.clock.today().isoformat()
    letter = {"document_number": "示例旗县函", "document_on": today, "tranche_ids": [award["tranches"][0]["id"]]}
    letter["file"] = county.upload(pdf("county letter"), "letter.pdf")
    story.seen["county recommends"] = refused(lambda: county.post("/recommendations", letter))
    league = {COUNTY: town.reviewer_of(LEAGUE)}
    pay(Funded(town, town.clock, "inner-mongolia", "platform_reward", today, league), [award])
    story.seen["paid"] = _award(story, platform)
    (notice,) = town.visitor.get("/allocation-notices")["items"]
    story.seen["allocation notice"] = town.visitor.get(f"/allocation-notices/{notice['id']}")
    story.seen["trace"] = platform.get(f"/cases/{award['case_id']}/fund-trace")
    story.seen["funded"] = served.get("/funded-projects")["items"]
    story.seen["an enterprise asks"] = served.get(f"/cases/{award['case_id']}/awards")["items"]


@pytest.mark.shows("NM1")
def test_a_platform_with_five_enterprises_is_told_that_it_needs_six(story: Story) -> None:
    assert "二、（六）" in str(story.seen["five enterprises"])
    assert story.seen["submitted"]["state"] == "in_review"


@pytest.mark.shows("NM2")
def test_the_league_passes_only_by_a_joint_letter(story: Story) -> None:
    assert story.seen["without a letter"]["code"] == "document_required"
    assert story.seen["recommended"]["state"] == "submitted"


@pytest.mark.shows("NM2")
def test_a_platform_is_recognised_after_its_notice_of_five_working_days(story: Story) -> None:
    assert story.seen["list while published"]["items"] == []
    (listed,) = story.seen["list"]["items"]
    assert listed["name"] == PLATFORM


@pytest.mark.shows("NM5", "ALL2", "ALL4")
def test_eleven_enterprises_at_twenty_percent_are_cut_to_two_hundred_wan(story: Story) -> None:
    award = story.seen["award"]

    assert award["award_fen"] == 200 * WAN
    assert sum(award["shares"].values()) == 200 * WAN
    assert any("附3" in str(line.get("article")) for line in award["explanation"])


@pytest.mark.shows("NM2", "DL10")
def test_the_league_recommends_the_award_and_the_county_does_not(story: Story) -> None:
    assert story.seen["county recommends"]["code"] == "not_found"
    assert story.seen["paid"]["tranches"][0]["recommendation_id"]


@pytest.mark.shows("NM4", "NM5")
def test_the_platform_sees_how_two_hundred_wan_are_made_up_of_its_enterprises_and_paid_to_it(story: Story) -> None:
    paid = story.seen["paid"]

    assert (paid["paid_fen"], paid["shares"]) == (200 * WAN, {"central": 200 * WAN})
    assert {(row["counted_fen"], row["before_fen"]) for row in paid["rows"]} == {(150 * WAN, 20 * WAN)}
    after_the_cut = sorted(row["award_fen"] for row in paid["rows"])
    assert after_the_cut == [18_181_818] * (ENTERPRISES - 2) + [18_181_819] * 2


@pytest.mark.shows("NM5", "XB12")
def test_its_money_is_traced_from_the_award_to_the_bank(story: Story) -> None:
    trace = story.seen["trace"]

    assert [trace[f"{figure}_fen"] for figure in ("awarded", "approved", "released", "paid")] == [200 * WAN] * 4
    assert trace["adds_up"]
    (instruction,) = trace["awards"][0]["tranches"][0]["instructions"]
    assert (instruction["payee"]["account_name"], instruction["payee"]["last4"]) == (PLATFORM, "0000")


@pytest.mark.shows("NM5", "DL10")
def test_an_enterprise_reads_what_is_published_and_nothing_more(story: Story) -> None:
    (line,) = story.seen["allocation notice"]["lines"]

    assert (line["applicant_name"], line["amount_fen"]) == (PLATFORM, 200 * WAN)
    assert [(each["applicant_name"], each["paid_fen"]) for each in story.seen["funded"]] == [(PLATFORM, 200 * WAN)]
    assert story.seen["an enterprise asks"] == []


def test_every_invariant_holds_at_the_end(story: Story) -> None:
    assert story.seen["broken invariants"] == []
