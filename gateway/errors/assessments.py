"""Sentences for what is wrong with the answers of an assessment, and for the refusals about assessments."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[int, str, str]]] = {
    "assessment_not_open": (
        409,
        "当前不能提出诊断或评估需求，详见 problems",
        "A diagnosis or an evaluation cannot be asked for now; `problems` say why",
    ),
    "assessment_incomplete": (
        422,
        "评测尚不能提交，请按 problems 逐项处理；草稿已保留",
        "The assessment cannot be handed in yet; `problems` lists everything, the draft is kept",
    ),
    "no_assessment_edition": (
        409,
        "政策包 {pack} 没有规定 {on} 适用的评测指标版本",
        "The pack {pack} names no edition of the indicators for {on}",
    ),
    "not_recognised": (
        409,
        "该机构未经认定，不能承担此项工作（{purpose}）",
        "The institution is not recognised for this ({purpose})",
    ),
    "assessment_request_under_way": (
        409,
        "该项目已有未结束的同类评测需求",
        "The project has a request of this kind that is not over",
    ),
    "assessment_under_way": (
        409,
        "该需求已有未结束的评测，请继续填写或先舍弃",
        "The request has an assessment that is not over: go on with it, or discard it",
    ),
}

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
    "report_missing": ("缺少机构出具的报告", "the institution's own report is missing"),
    "already_imported": (
        "该企业这一天、这一阶段的结果已经录入",
        "the result of that day and stage was taken over already",
    ),
    "not_an_enterprise": ("测评对象为企业，本单位类型为 {kind}", "enterprises are assessed, this is of kind {kind}"),
    "unknown_enterprise": ("本市没有这家企业", "the city has no such enterprise"),
    "unknown_project": ("该企业没有这个项目", "the enterprise has no such project"),
    "level_contradicts_values": (
        "与所填等级（{level}级）不符：至少应为 {needed}，实为 {found}",
        "does not make level {level}: {needed} needed, {found} found",
    ),
}
