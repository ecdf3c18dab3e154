"""Dalian's pack with a second line for each accepted project, and a cap per enterprise and year over both."""

from __future__ import annotations

from functools import cache
from typing import Any

from policy.pack import Pack
from tests import builders_funding as build

SOURCE = {"ref": "guide", "article": "二、支持标准"}
BONUS_WAN_YUAN, YEARLY_WAN_YUAN = "1", "30"
BONUS, TRANSFORMATION = "bonus", "transformation"
YEARLY = "*/yearly@2025"


def money(title: str, wan_yuan: str) -> dict[str, Any]:
    return {
        "title": title,
        "unit": "wan_yuan",
        "by": "applied_on",
        "values": [{"from": "2024-01-01", "value": wan_yuan, "source": SOURCE}],
    }


@cache
def with_a_shared_cap(wan_yuan: str = YEARLY_WAN_YUAN) -> Pack:
    """Beside up to 50万元 for the transformation each project gets a bonus; both together at most `wan_yuan` a year."""
    (line,) = build.dalian().compiled["subsidy"]["lines"]
    bonus = {name: each for name, each in line.items() if name != "base"}
    bonus |= {"key": BONUS, "title": "奖励", "tiers": [{"flat": money("每个项目奖励", BONUS_WAN_YUAN)}]}
    cap = {
        "key": "yearly",
        "title": "每家企业每年合计最高",
        "per": "enterprise",
        "period": "year",
        "year_of": "applied_on",
        "lines": [TRANSFORMATION, BONUS],
        "limits": [{"cap": money("每家企业每年合计最高", wan_yuan)}],
    }
    return build.with_changes(build.dalian(), {"subsidy.lines": [line, bonus], "subsidy.caps": [cap]})
