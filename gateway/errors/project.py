"""Sentences for the refusals of the project service."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[int, str, str]]] = {
    "pilot_not_listed": (
        409,
        "列入试点企业名单后才能进行项目立项",
        "Only an enterprise on the pilot list files projects",
    ),
    "national_result_file_unreadable": (
        422,
        "无法读取国家平台反馈文件：{reason}",
        "The file of the national platform's results cannot be read: {reason}",
    ),
    "stage_not_open": (409, "当前不能办理这一环节，详见 problems", "This stage is not open now; `problems` say why"),
    "training_of_others": (
        403,
        "培训机构只能登记自己举办的培训",
        "An institution records only the trainings that it held itself",
    ),
    "nothing_to_draw": (
        409,
        "没有符合条件的在建项目，无法抽查",
        "No running project meets the criteria: there is nothing to draw",
    ),
    "moved_with_its_case": (
        409,
        "项目由申报 {declaration_id} 列入试点名单后立项，请变更该申报适用的政策包版本",
        "The project follows the declaration {declaration_id} that led to it: move that one",
    ),
    "no_benchmarks": (
        409,
        "本项目的政策包没有标杆遴选规则",
        "The pack of this project picks no benchmarks",
    ),
    "already_benchmark": (409, "本项目已是这一类标杆", "This project is a benchmark of this kind already"),
    "amendment_not_allowed": (
        409,
        "“{stage}”阶段审核通过后不能变更",
        "What the stage {stage} approved cannot be amended",
    ),
    "case_is_full": (
        409,
        "本轮每家企业最多办理 {at_most} 个项目",
        "An enterprise may have at most {at_most} projects in this round",
    ),
    "contract_already_filed": (
        409,
        "与同一服务商的这份合同已用于本企业的另一个项目",
        "This contract with the same provider stands in another project of the enterprise",
    ),
    "filing_number_taken": (
        409,
        "备案号重复，请联系管理员核对编号规则",
        "The filing number is taken; check the format",
    ),
}

PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    "payee_account_not_yours": ("不是本企业登记的对公银行账号", "not a registered account of this enterprise"),
    "product_of_another_provider": ("产品 {product} 不属于所选服务商", "{product} is of another provider"),
    "down_payment_above_contract": (
        "首付款（{down_payment_fen} 分）高于合同金额（{amount_fen} 分）",
        "the down payment of {down_payment_fen} fen is above the contract's amount of {amount_fen} fen",
    ),
    "completed_before_signed": ("约定完成日期早于合同签订日期", "the day of completion is before the day of signature"),
    "shares_do_not_add_up": (
        "目录价应等于合同金额加服务商让利",
        "the list price is not the contract's amount and the provider's concession together",
    ),
    "not_a_group_lead": (
        "所填牵头单位不在库或不能牵头集中采买",
        "not in the pool as a provider that may lead a group purchase",
    ),
    "not_in_thousandths_of_a_day": (
        "{class_hours} 学时折算天数（{hours_of_a_day} 学时为一天）须大于零且不超过三位小数",
        "{class_hours} class hours are not a number of days above zero with at most three decimals",
    ),
    "stage_not_in_pack": ("本项目的政策包没有这一阶段（{stage}）", "the pack has no stage {stage}"),
    "not_a_finding_against_it": (
        "核查情况 {finding_id} 不是该项目中针对本企业的",
        "{finding_id} is no finding of this project against the enterprise",
    ),
    "not_ready_as_benchmark": ("项目尚未达到遴选条件（{waits_for}）", "the project waits for {waits_for}"),
    "not_recommended": ("须{requirement}", "has to be recommended: {requirement}"),
    "benchmarks_full": (
        "该细分行业已满 {at_most} 家",
        "the sub-industry has its {at_most} already",
    ),
    "one_of_both": ("案件与申报通知应二选一", "name either the case or the call"),
    "lines_differ_from_contract": (
        "产品明细合计（{lines_fen} 分）与合同金额（{amount_fen} 分）不一致",
        "the lines add up to {lines_fen} fen, the contract's amount is {amount_fen} fen",
    ),
    "contract_number_differs": (
        "承诺书中的合同编号（{undertaking}）与合同（{contract}）不一致",
        "the undertaking names contract {undertaking}, the filing {contract}",
    ),
    "contract_already_filed": (
        "合同 {number} 已用于本企业的另一个项目",
        "contract {number} stands in another project already",
    ),
    "percent_went_back": (
        "完成比例（{percent}%）低于上次填报（{before}%），须说明原因",
        "{percent}% is less than the {before}% reported before; explain it",
    ),
    "line_twice": ("与第 {line} 行的 line_id 相同", "the same line_id as in line {line}"),
    "project_not_served": ("没有这个项目，或不归您负责", "no such project, or none that you serve"),
    "result_differs": (
        "该 line_id 已登记过，内容与本次不同",
        "this line_id was recorded before with another content",
    ),
    "result_not_taken": (
        "该项目不能登记核查情况（{reason}）",
        "no finding can be recorded for this project ({reason})",
    ),
    "period_went_back": ("进度截止日期早于上次填报（{before}）", "earlier than the last report ({before})"),
}
