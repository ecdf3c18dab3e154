"""Sentences for what is wrong with the answers of an assessment, and for the refusals about assessments."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[int, str, str]]] = {}

PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    "one_option_only": ("只能选一项", "only one option can be chosen"),
    "none_with_others": ("选了“无”一类的选项，不能再选其他选项", "the option that says none stands alone"),
    "computed_from_raw": ("此题由原始数据算出，不作选择", "computed from raw figures, nothing is chosen"),
    "denominator_zero": ("作分母的数据为零", "the figure that is divided by is zero"),
    "above_denominator": (
        "部分（{numerator}）大于总体（{denominator}）",
        "the part ({numerator}) is larger than the whole ({denominator})",
    ),
    "not_skippable": ("本阶段不能选“不适用”", "this item applies at this stage"),
    "answered_and_skipped": ("既作答又选了“不适用”", "answered, and said not to apply"),
    "level_out_of_range": ("场景等级应为0至{at_most}级", "the level of a scenario is 0 to {at_most}"),
    "total_only": ("该版指标只录入总分", "this edition takes the total score only"),
    "level_contradicts_values": (
        "与所填等级（{level}级）不符：至少应为 {needed}，实为 {found}",
        "does not make level {level}: {needed} needed, {found} found",
    ),
}
