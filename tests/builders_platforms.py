"""A round as Inner Mongolia has it: platforms declare with the enterprises that they serve, county, league and region
review, the places of a league are scarce, and whoever passes is recognised after a public notice.

The pack is Dalian's with these parts changed, so that nothing here depends on another pack's wording.
"""

from __future__ import annotations

from typing import Any

from casework.common_facts import Organisation
from casework.divisions import DivisionPath, Place
from contracts.actor import Actor
from policy.packs import Pack
from tests import builders_declaration as build
from tests.builders_declaration import XIGANG_DISTRICT, ZHONGSHAN_DISTRICT, a_code, a_pack, somebody, with_three_levels

LEAGUE, OTHER_LEAGUE = "219100", "219200"
PATHS: dict[str, DivisionPath] = {
    ZHONGSHAN_DISTRICT: (Place(code=ZHONGSHAN_DISTRICT, level="county"), Place(code=LEAGUE, level="league")),
    XIGANG_DISTRICT: (Place(code=XIGANG_DISTRICT, level="county"), Place(code=OTHER_LEAGUE, level="league")),
}
LEAGUE_REVIEWER = somebody("district_reviewer", name="league", division=LEAGUE)
SUBSECTORS = ("pumps", "bearings", "castings", "cables", "meters", "boilers")
MOST_SUBSECTORS, MOST_PLATFORMS = 5, 3
_SOURCE = {"source": {"ref": "guide", "article": "五、（二）"}}
_ASSUMED = {"assumed": "测试"}


def a_platform(number: int = 1, *, division: str = ZHONGSHAN_DISTRICT) -> Organisation:
    """A provider that may declare."""
    name, code = f"示例平台{number}", a_code(500 + number)
    return build.an_organisation(f"platform {number}", kind="provider", credit_code=code, name=name, division=division)


def people_of(platform: Organisation) -> Actor:
    """Somebody who acts for it."""
    return somebody("provider", name=platform.name, organisation=platform)


def platforms_pack(**given: Any) -> Pack:
    """`version`; `letters=False` for a league that passes case by case; `and_then` changes the compiled form."""
    has_letters, and_then = given.pop("letters", True), given.pop("and_then", lambda compiled: None)

    def change(compiled: dict[str, Any]) -> None:
        with_three_levels(compiled)
        _for_platforms(compiled)
        _with_quotas(compiled)
        if has_letters:
            _with_letters(compiled)
        and_then(compiled)

    return a_pack(change, **given)


def platform_answers(platform: Organisation, subsector: str = SUBSECTORS[0], enterprises: int = 6) -> dict[str, Any]:
    """A form that nothing is wrong with."""
    rows = [
        {"name": f"示例企业{number}", "code": a_code(7000 + number), "cost": "150", "award": "20"}
        for number in range(enterprises)
    ]
    return {"platform": {"name": platform.name, "subsector": subsector}, "enterprises": {"rows": rows}}


def _for_platforms(compiled: dict[str, Any]) -> None:
    stage = next(each for each in compiled["lifecycle"] if each["name"] == "declaration")
    stage["applicants"] = ["provider"]
    options = [{"code": code, "title": code} for code in SUBSECTORS]
    columns = [
        {"key": "name", "title": "试点企业名称", "type": "text", "max_length": 100},
        {"key": "code", "title": "统一社会信用代码", "type": "credit_code"},
        {"key": "cost", "title": "实际改造成本", "type": "money", "unit": "wan_yuan"},
        {"key": "award", "title": "奖补资金额", "type": "money", "unit": "wan_yuan"},
    ]
    rows = {"key": "rows", "title": "试点企业", "type": "rows", "fields": columns, "distinct": "code"}
    name = {"key": "name", "title": "平台名称", "type": "text", "max_length": 100, "prefill": "organisation.name"}
    subsector = {"key": "subsector", "title": "细分行业", "type": "choice", "options": options}
    compiled["forms"]["declaration"]["pages"] = [
        {"key": "platform", "title": "平台", "stamped": True, "fields": [name, subsector]},
        {"key": "enterprises", "title": "服务企业", "stamped": True, "fields": [rows]},
    ]
    enough = {"field": "declaration.enterprises.rows.count", "at_least": "6"}
    rule = {"code": "enough_enterprises", "title": "至少服务6家企业", "condition": enough, **_SOURCE}
    kept = [each for each in compiled["conditions"]["rules"] if "declaration." not in str(each["condition"])]
    compiled["conditions"]["rules"] = [*kept, rule]
    known = {each["code"] for each in compiled["conditions"]["rules"]}
    gates = compiled["conditions"]["gates"]
    compiled["conditions"]["gates"] = {key: [code for code in gates[key] if code in known] for key in gates}
    gates = compiled["conditions"]["gates"]
    gates["declaration"] = [*gates["declaration"], rule["code"]]
    compiled["attachments"]["declaration"] = compiled["attachments"]["declaration"][:1]
    length = {"title": "公示期", "unit": "working_day", "by": "planned_on", "values": [{"value": "5", **_ASSUMED}]}
    compiled["pack"]["notices"]["platforms"] = {"title": "试点平台公示", "length": length, **_ASSUMED}
    columns_of = {"enterprise_name": "name", "credit_code": "code", "actual_cost": "cost"}
    compiled["pack"]["lists"] = [
        {
            "key": "platforms",
            "title": "试点平台",
            "from": "declaration",
            "notice": "platforms",
            "announces": ["platform_recognised"],
            "subsector": "declaration.platform.subsector",
            "rows": {"table": "declaration.enterprises.rows", **columns_of},
            **_SOURCE,
        }
    ]


def _with_quotas(compiled: dict[str, Any]) -> None:
    def at_most(number: int) -> dict[str, Any]:
        return {"title": "个数", "unit": "count", "by": "declared_on", "values": [{"value": str(number), **_SOURCE}]}

    subsector = "declaration.platform.subsector"
    shared: dict[str, Any] = {"step": "league_review", **_SOURCE}
    compiled["pack"]["quotas"] = [
        {
            **shared,
            "key": "subsectors_per_league",
            "title": "每个盟市的细分行业",
            "within": ["division.league"],
            "counts": subsector,
            "at_most": at_most(MOST_SUBSECTORS),
        },
        {
            **shared,
            "key": "platforms_per_subsector",
            "title": "每个细分行业的平台",
            "within": ["division.league", subsector],
            "at_most": at_most(MOST_PLATFORMS),
        },
    ]


def _with_letters(compiled: dict[str, Any]) -> None:
    slots = [{**compiled["attachments"]["declaration"][0], "code": code} for code in ("joint_document", "summary")]
    for slot in slots:
        slot.pop("stamps", None)
    compiled["attachments"]["recommendation"] = slots
    step = next(each for each in compiled["routes"]["declaration"]["steps"] if each["step"] == "league_review")
    step["attachments"] = "recommendation"
    departments = [
        {"code": "industry_bureau", "title": "盟市工信局"},
        {"code": "finance_bureau", "title": "盟市财政局"},
    ]
    step["requires_document"] = {
        "title": "工信、财政部门联合行文",
        "departments": departments,
        "letter": "joint_document",
        "summary": {
            "title": "试点企业数字化转型汇总表",
            "slot": "summary",
            "beside": ["declaration.platform.name", "declaration.platform.subsector"],
            "table": "declaration.enterprises.rows",
            "totals": ["cost", "award"],
        },
        **_SOURCE,
    }
