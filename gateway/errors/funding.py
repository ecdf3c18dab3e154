"""Sentences for the refusals of the funding service. Amounts in them are whole fen, as in the facts."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[int, str, str]]] = {
    "nothing_to_award": (409, "核算结果为零，没有可推荐的奖补", "The award is nothing; see its explanation"),
    "application_not_open": (
        409,
        "现在不能申请这项奖补，详见 problems",
        "This award cannot be asked for now, or not by you; `problems` say why",
    ),
    "none_done": (422, "所选各项均未办成，原因见 problems", "None of the items could be done; see `problems`"),
    "cap_exceeded": (
        409,
        "超出上限：上限 {cap_fen} 分，已核定 {approved_fen} 分，本次 {amount_fen} 分",
        "Above the cap of {cap_fen} fen: {approved_fen} approved already, {amount_fen} asked for",
    ),
    "budget_exceeded": (
        409,
        "{fund_year} 年度预算不足，缺口按资金来源见 problems",
        "The budgets of {fund_year} do not cover it; `problems` names each source",
    ),
    "budget_still_needed": (
        409,
        "已确认的预算不能撤回；调减预算请另行录入文件",
        "A confirmed budget line stays; a cut is a document of its own",
    ),
    "four_eyes": (
        403,
        "同一人不能办理两个环节（{act}，{forbidden_by}）",
        "The same person may not do both ({act}, {forbidden_by})",
    ),
    "payee_unknown": (409, "没有可用的收款账户", "There is no account for payment"),
    "payee_name_differs": (
        409,
        "收款账户名称“{account_name}”与企业注册名称“{registered_name}”不一致",
        'The account is in the name "{account_name}", the enterprise is "{registered_name}"',
    ),
    "payee_unchanged": (
        409,
        "登记的收款账户没有变更，请企业先更正账户",
        "The registered account is still the same; the enterprise has to change it first",
    ),
    "not_payable": (
        409,
        "拨付前再次核查未通过，原因见 problems",
        "Checked again before payment and refused; see `problems`",
    ),
    "plan_not_published": (409, "资金分配方案尚未公示（{state}）", "The plan is not published yet ({state})"),
    "already_in_plan": (409, "已列入另一资金分配方案", "It stands in another allocation plan"),
    "document_used": (409, "该文号已录入", "This document was entered before"),
    "instruction_exists": (
        409,
        "该笔资金已有有效的拨付指令，不能重复拨付",
        "There is a live payment instruction for it: nothing is paid twice",
    ),
    "mixed_plan": (
        422,
        "一个方案只能列入同一项目年度、同一资金类别的奖补：{found}",
        "One plan takes one programme and one fund category: {found}",
    ),
    "result_file_unreadable": (
        422,
        "回执文件无法识别（{reason}），明细见 problems",
        "Not a result file ({reason}); see `problems`",
    ),
    "result_sum_differs": (
        422,
        "回执文件合计不符：载明 {stated_fen} 分，逐行相加 {counted_fen} 分，相差 {difference_fen} 分；未登记任何一笔",
        "The file says {stated_fen} fen, its lines add up to {counted_fen}: {difference_fen} apart; nothing was taken",
    ),
    "result_amount_differs": (
        422,
        "回执金额与指令不符，相差 {difference_fen} 分；未登记任何一笔",
        "Amounts differ from what was instructed by {difference_fen} fen; nothing was taken",
    ),
    "result_contradicts": (
        409,
        "回执与已知结果矛盾，明细见 problems；未登记任何一笔",
        "The file contradicts what is known; nothing was taken, see `problems`",
    ),
    "export_expired": (
        403,
        "导出文件只限申请人在 {minutes} 分钟内下载，请重新申请",
        "Only who asked may download it, within {minutes} minutes: ask again",
    ),
    "netting_payee_differs": (
        409,
        "只能抵扣同一收款人的后续拨付",
        "What is claimed from one payee is not kept from another",
    ),
    "netting_exists": (
        409,
        "该笔已有待确认的抵扣，请先确认或撤回",
        "A netting of it is proposed: confirm or withdraw it",
    ),
    "netting_pending": (409, "该笔有待确认的抵扣，确认或撤回后再拨付", "A proposed netting of it is not confirmed yet"),
    "netting_stands": (
        409,
        "该笔已抵扣 {netted_fen} 分，不能撤销或收回",
        "{netted_fen} fen of it settled a recovery: it is not undone",
    ),
    "mixed_batch": (422, "一个批次只用一种拨付方式：{found}", "A batch goes by one instrument: {found}"),
    "sheet_too_large": (
        422,
        "报表最多 {most} 行，此处 {found} 行，请缩短期间",
        "A sheet has at most {most} lines, this one {found}: ask for a shorter period",
    ),
    "sheet_unreadable": (422, "不是本平台导出的报表（{reason}）", "Not a sheet that the platform gave out ({reason})"),
    "support_file_unreadable": (
        422,
        "其他政策支持清单无法识别（{reason}），明细见 problems",
        "Not a list of supports ({reason}); see `problems`",
    ),
    "support_exists": (409, "该企业同一事项、年度、政策的支持已登记", "This support is recorded already"),
    "honour_too_late": (
        409,
        "项目已有奖补列入资金分配方案或已拨付，不能改为仅授予荣誉，明细见 problems",
        "A plan holds something of the project already, or it is paid: see `problems`",
    ),
    "budget_waits": (
        409,
        "预算不足，须按规定的次序等候，依据见 problems",
        "The budget cannot carry it yet, by the order of the rules: see `problems`",
    ),
    "loans_not_offered": (
        409,
        "本项目的政策包没有技术创新基金白名单",
        "The pack of this project has no loan whitelists",
    ),
    "not_loan_eligible": (
        409,
        "项目不符合列入白名单的条件，明细见 problems",
        "The project does not meet the conditions of the whitelist: see `problems`",
    ),
    "loan_listing_exists": (
        409,
        "该项目已在白名单上，或申请正在审核",
        "The project is on the whitelist, or an application is under way",
    ),
    "not_on_loan_list": (
        409,
        "企业或项目不在白名单上，不能推荐",
        "The enterprise, or its project, is on no whitelist",
    ),
    "honour_not_due": (
        409,
        "项目不具备仅授予荣誉的条件，明细见 problems",
        "The project does not meet the conditions of the honour: see `problems`",
    ),
    "honour_only": (
        409,
        "该项目仅授予荣誉，不拨付资金，依据见 problems",
        "The project has the honour only, and no money: see `problems`",
    ),
    "honour_exists": (409, "该项目已登记为仅授予荣誉", "The project has the honour already"),
}

PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    "before_the_referral": ("答复日期早于推荐日期（{before}）", "the answer is before the referral ({before})"),
    "granted_without_grant": ("未批准的不填批准金额", "an amount goes with a grant only"),
    "budget_waits": (
        "{requirement}：排在第{place}位，前面合计{ahead_fen}分",
        "{requirement}: place {place}, {ahead_fen} fen before it",
    ),
    "budget_short": (
        "{fund_source} {fund_year} 年度需要 {needed_fen} 分，可用 {available_fen} 分",
        "{fund_source} {fund_year}: {needed_fen} fen needed, {available_fen} available",
    ),
    "date_in_future": ("日期（{on}）晚于今天", "the date ({on}) is still to come"),
    "evaluation_result": ("已开展的评价须填写是否通过，未开展的不填", "a result goes with an evaluation that was done"),
    "not_a_reduction": (
        "核减后的金额须小于原金额（{amount_fen} 分）",
        "it has to be less than the amount before ({amount_fen} fen)",
    ),
    "nothing_to_correct": ("异议不成立或该明细已移出，不能核减", "nothing is corrected here"),
    "pilot_delisted": ("企业已移出试点企业名单", "the enterprise is off the pilot list"),
    "project_terminated": ("项目已终止", "the project has ended"),
    "payee_name_differs": (
        "账户名称“{account_name}”与注册名称“{registered_name}”不一致",
        'the account is in the name "{account_name}", the enterprise is "{registered_name}"',
    ),
    "result_amount": (
        "指令 {number} 应为 {instructed_fen} 分，回执为 {amount_fen} 分",
        "{number}: {instructed_fen} fen were instructed, the file says {amount_fen}",
    ),
    "result_contradicts": (
        "指令 {number} 现为 {state}，不能登记 {on} 的 {verdict}",
        "{number} is {state}: {verdict} on {on} cannot follow",
    ),
    "action_not_allowed": (
        "当前状态（{state}）不能进行这项操作（{action}）",
        "in state {state}, {action} is not possible",
    ),
    "line_under_objection": ("有未处理或成立的异议", "an objection to it is undecided or was upheld"),
    "nothing_to_award": ("核算结果为零", "the award is nothing"),
    "not_allowed": ("没有办理该环节的权限", "another role takes this step"),
    "not_known_yet": ("相关信息尚在同步，请稍后重试", "news of it has not arrived yet"),
    "not_payable": ("再次核查未通过：{problems}", "checked again and refused: {problems}"),
    "notice_still_open": ("公示至 {closes_on} 结束", "its notice runs to the end of {closes_on}"),
    "payee_unknown": ("没有可用的收款账户", "there is no account for payment"),
    "plan_not_published": ("方案尚未公示", "its plan is not published yet"),
    "amount_out_of_range": (
        "金额须在 {at_least_fen} 分至 {at_most_fen} 分之间",
        "the amount has to be between {at_least_fen} and {at_most_fen} fen",
    ),
    "before_payment": (
        "退还日期（{on}）早于拨付日期（{paid_on}）",
        "paid back on {on}, before it was paid ({paid_on})",
    ),
    "sheet_count": ("末行载明 {stated}，实有 {counted} 行", "the last row says {stated}, there are {counted} lines"),
    "sheet_sum": (
        "末行合计 {stated_fen} 分，逐行相加 {counted_fen} 分",
        "the last row says {stated_fen} fen, the lines add up to {counted_fen}",
    ),
    "sheet_digest": ("校验码与各行不符，内容已被改动", "the digest is not that of the lines: something was changed"),
    "result_sum": (
        "末行合计 {stated_fen} 分，逐行相加 {counted_fen} 分",
        "the last row says {stated_fen} fen, the lines add up to {counted_fen}",
    ),
    "result_count": (
        "末行载明 {stated} 笔，实有 {counted} 笔",
        "the last row says {stated}, there are {counted} lines",
    ),
    "result_digest": (
        "明细校验码不符，指令号或金额已被改动",
        "the digest is not that of the lines: a line was changed",
    ),
    "not_whole_number": ("不是整数：{found}", "not a whole number: {found}"),
    "sum_differs": (
        "合计载明 {stated} 元，逐行相加 {counted} 元",
        "it says {stated} yuan, the rows add up to {counted}",
    ),
    "support_twice": ("同一文件中重复（{policy}）", "it stands twice in the file ({policy})"),
    "support_differs": (
        "已登记为 {recorded_fen} 分（{granted_by}），更正请先撤回原登记",
        "recorded with {recorded_fen} fen ({granted_by}): withdraw that one first",
    ),
    "only_with_a_wallet": (
        "拨付方式 {instrument} 不填钱包信息",
        "{instrument} has no wallet",
    ),
    "netting_pending": ("有待确认的抵扣", "a netting of it is not confirmed yet"),
    "tranche_beyond_change": (
        "该笔 {amount_fen} 分已处于 {state}，须先移出方案、收回或追回",
        "{amount_fen} fen of it are {state}: out of the plan, recalled or recovered first",
    ),
    "column_missing": ("缺少列，须为其中之一：{one_of}", "a column is missing, one of: {one_of}"),
}
