"""Sentences for the problems that packs, forms and conditions report.

A rule of a pack tells its own requirement with its article; these are the codes of the engine itself.
"""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[int, str, str]]] = {
    "no_value_on": (
        409,
        "政策包没有规定{title}在 {on} 的取值",
        "The pack says nothing about this value ({title}) on {on}",
    ),
}

PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    # answers of a form
    "unknown_page": ("表单没有这一页", "the form has no such page"),
    "not_visible": ("按所填内容不需要填写此项，请清空", "does not apply with these answers; leave it empty"),
    "duplicate_option": ("选项重复", "an option is chosen twice"),
    "not_an_amount": ("不是金额", "not an amount of money"),
    "not_whole_fen": ("金额的小数位过多，最多 {decimals} 位", "at most {decimals} decimals, so that it is whole fen"),
    "not_a_number": ("不是数字，或小数位超过 {decimals} 位", "not a number with at most {decimals} decimals"),
    "below_minimum": ("低于下限 {at_least}", "below {at_least}"),
    "above_maximum": ("高于上限 {at_most}", "above {at_most}"),
    "too_many_rows": ("行数过多：{found} 行，最多 {at_most} 行", "{found} rows, at most {at_most}"),
    "too_few_rows": ("行数不足：{found} 行，至少 {at_least} 行", "{found} rows, at least {at_least}"),
    "row_repeated": ("第 {row} 行与第 {first} 行重复", "row {row} says the same as row {first}"),
    # attachments
    "unknown_slot": ("没有这个附件项", "no such slot for attachments"),
    "attachment_missing": ("缺少附件", "an attachment is missing"),
    "empty_file": ("文件为空", "the file is empty"),
    "media_type_not_allowed": ("该附件项不接受这种文件（{media_type}）", "this slot does not take {media_type}"),
    # stages, windows and rounds
    "applicant_not_admitted": ("这一阶段不接受该类主体申报（{kind}）", "not for applicants of the kind {kind}"),
    "pack_not_valid_yet": ("政策尚未生效", "the policy is not in force yet"),
    "pack_expired": ("政策已到期，不再受理新的申报", "the policy is over: no new cases begin under it"),
    "quota_exhausted": (
        "名额已满：上限 {at_most}，已有 {taken}（{taken_by}）",
        "no place is left: at most {at_most}, {taken} taken ({taken_by})",
    ),
    "stage_not_reached": ("尚未到这一阶段", "this stage is not reached yet"),
    "stage_over": ("这一阶段已经结束", "this stage is over"),
    "window_not_open": ("尚未开始受理", "not open yet"),
    "window_over": ("已过截止时间", "closed already"),
    # computing an award
    "date_unknown": ("缺少确定标准所依据的日期", "the date that decides the value is not known"),
    "no_value_on": ("该日期没有对应的标准", "the pack has no value for that date"),
    "honour_only": ("{requirement}", "has the honour only, and no money: {requirement}"),
    "fact_unknown": ("缺少核算所依据的数据", "a figure that the award is computed from is not known"),
    "no_tier": ("不符合任何一档奖补条件", "no tier of the subsidy applies"),
}
