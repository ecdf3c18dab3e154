"""Sentences for the refusals of the oversight service."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[int, str, str]]] = {
    "not_reported": (
        409,
        "指标 {target} 由平台按业务数据统计，不能人工填报",
        "The row {target} is counted from what happened; nobody reports it by hand",
    ),
    "quarter_not_over": (
        409,
        "{quarter} 到 {ends_on} 才结束，结束后才能冻结",
        "{quarter} ends on {ends_on}; it can be frozen when it is over",
    ),
    "quarter_frozen": (
        409,
        "{frozen} 已经冻结，{quarter} 不能再冻结",
        "{frozen} is frozen already, so {quarter} cannot be frozen any more",
    ),
}

PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    "too_many_records": ("超过 {at_most} 条，请缩短期间", "more than {at_most} records: ask for a shorter period"),
    "adds_nothing": ("增加数不能为零", "an amount of nothing adds nothing"),
}
