"""Dalian's pack with rules of its budget: who is served first, and what happens when it is short."""

from __future__ import annotations

from functools import cache
from typing import Any

from policy.pack import Pack
from tests import builders_funding as build

SOURCE = {"ref": "guide", "article": "五、资金拨付（二）"}


@cache
def with_budget_rules(exhaustion: str) -> Pack:
    """First come, first served; `exhaustion`: stop, queue or pro_rata."""
    rest = {"rest": "largest"} if exhaustion == "pro_rata" else {}
    rules: dict[str, Any] = {
        "title": "预算安排规则",
        "year_of": "planned_on",
        "order": {"rule": "first_come", "on": "completed_on", "title": "按完工先后", "source": SOURCE},
        "exhaustion": {"rule": exhaustion, "title": "预算不足的处理", "source": SOURCE, **rest},
    }
    return build.with_changes(build.dalian(), {"budget": rules})
