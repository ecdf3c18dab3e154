"""What happened, as a Chinese sentence: one for each event that a case can have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

Facts = Mapping[str, Any]
Titles = Mapping[str, str]
"""Codes of the case's pack -> its words: stages and lists."""


def sentence(name: str, facts: Facts, titles: Titles) -> str:
    """KeyError for an event that no case has: a test holds that each one that is heard has its sentence."""
    told = TOLD[name]
    return told if isinstance(told, str) else told(facts, titles)


def yuan(fen: int) -> str:
    """`1,234,567.89 元`."""
    return f"{Decimal(fen) / 100:,.2f} 元"


def _stage(facts: Facts, titles: Titles) -> str:
    stage = facts.get("stage")
    return f"“{titles.get(stage, stage)}”" if stage else "立项备案"


def _reason(facts: Facts) -> str:
    reason = facts.get("reason")
    return f"，原因：{reason}" if reason else ""


def _items(facts: Facts) -> str:
    count = len(facts.get("items_to_correct") or ())
    return f"，共 {count} 项须补正" if count else ""


def _submitted(what: str) -> Callable[[Facts, Titles], str]:
    def told(facts: Facts, titles: Titles) -> str:
        step = facts.get("step")
        return f"{what}已提交，进入第 {step + 1} 个审核步骤" if step is not None else f"{what}已提交"

    return told


def _filed(facts: Facts, titles: Titles) -> str:
    return _submitted(_stage(facts, titles) + "材料")(facts, titles)


def _with_reason(text: str) -> Callable[[Facts, Titles], str]:
    return lambda facts, titles: text + _reason(facts)


def _with_money(text: str, member: str = "amount_fen") -> Callable[[Facts, Titles], str]:
    return lambda facts, titles: text.format(money=yuan(facts[member])) + _reason(facts)


def _enrolled(facts: Facts, titles: Titles) -> str:
    number = facts.get("filing_number")
    return f"项目纳入试点管理，备案号 {number}" if number else "项目纳入试点管理"


def _contract(facts: Facts, titles: Titles) -> str:
    return (
        f"合同备案：{facts['signed_on']} 签订，合同金额 {yuan(facts['amount_fen'])}，"
        f"首付款 {yuan(facts['down_payment_fen'])}，产品 {len(facts['lines'])} 项"
    )


def _finding(facts: Facts, titles: Titles) -> str:
    severity = {"note": "提示", "minor": "一般", "major": "严重"}[facts["severity"]]
    whom = "服务商" if facts["subject_kind"] == "provider" else "企业"
    return f"{facts['found_on']} 核查登记了涉及{whom}的情况，程度：{severity}"


def _training(facts: Facts, titles: Titles) -> str:
    return f"{facts['held_on']} 培训“{facts['course']}”，{facts['persons']} 人，计 {facts['person_days']} 人天"


def _level(facts: Facts, titles: Titles) -> str:
    return f"确认数字化水平为 {facts['level']} 级（{facts['edition']} 年版指标）"


def _passed(facts: Facts, titles: Titles) -> str:
    return f"{facts['accepted_on']} 验收通过，{facts['level']} 级，审定金额 {yuan(facts['audited_fen'])}"


def _diagnosis(text: str) -> Callable[[Facts, Titles], str]:
    return lambda facts, titles: text.format(how="自诊断" if facts["method"] == "self" else "机构诊断")


def _delisted(facts: Facts, titles: Titles) -> str:
    return ("暂停试点资格" if facts.get("state") == "suspended" else "移出试点名单") + _reason(facts)


TOLD: Final[Mapping[str, str | Callable[[Facts, Titles], str]]] = {
    "declaration_submitted": _submitted("申报"),
    "declaration_returned": lambda facts, titles: "申报退回补正" + _items(facts),
    "declaration_rejected": _with_reason("申报不予通过"),
    "declaration_approved": "申报审核通过",
    "declaration_withdrawn": _with_reason("申报已撤回或作废"),
    "pilot_listed": "列入试点名单",
    "pilot_delisted": _delisted,
    "platform_recognised": lambda facts, titles: f"平台认定通过，服务企业 {len(facts['rows'])} 家",
    "case_moved_to_pack": lambda facts, titles: f"改按政策包 {facts['pack']} 办理" + _reason(facts),
    "project_moved_to_pack": lambda facts, titles: f"项目改按政策包 {facts['pack']} 办理" + _reason(facts),
    "project_filed": _filed,
    "project_returned": lambda facts, titles: _stage(facts, titles) + "材料退回补正" + _items(facts),
    "project_rejected": lambda facts, titles: _stage(facts, titles) + "不予通过" + _reason(facts),
    "project_stage_approved": lambda facts, titles: _stage(facts, titles) + "审核通过",
    "project_enrolled": _enrolled,
    "project_completed": lambda facts, titles: f"{facts['completed_on']} 完工",
    "project_terminated": _with_reason("项目终止"),
    "contract_filed": _contract,
    "progress_reported": lambda facts, titles: f"第 {facts['reports']} 次进度报告，完成 {facts['percent']}%",
    "finding_recorded": _finding,
    "training_recorded": _training,
    "warning_issued": _with_reason("企业被预警"),
    "warning_lifted": "预警解除",
    "benchmark_chosen": lambda facts, titles: f"{facts['chosen_on']} 选为标杆（{facts['kind']}）",
    "self_assessment_completed": lambda facts, titles: (
        f"完成自评，数字化水平 {facts['level']} 级（{facts['edition']} 年版指标）"
    ),
    "assessment_requested": lambda facts, titles: f"第 {facts['round']} 次申请评测机构",
    "assessment_assigned": "已指派评测机构",
    "assessment_submitted": "机构提交评测报告，等待企业确认",
    "assessment_returned": "企业异议成立，评测报告退回机构",
    "diagnosis_confirmed": _diagnosis("{how}报告已确认"),
    "diagnosis_disputed": _diagnosis("企业对{how}报告提出异议"),
    "level_confirmed": _level,
    "level_disputed": "企业对评定的数字化水平提出异议",
    "acceptance_requested": _submitted("验收申请"),
    "acceptance_returned": lambda facts, titles: "验收材料退回补正" + _items(facts),
    "rectification_ordered": _with_reason("验收要求整改"),
    "acceptance_passed": _passed,
    "acceptance_failed": _with_reason("验收不通过"),
    "award_application_submitted": _submitted("奖补申请"),
    "award_application_returned": lambda facts, titles: "奖补申请退回补正" + _items(facts),
    "award_application_rejected": _with_reason("奖补申请不予通过"),
    "award_application_approved": "奖补申请审核通过",
    "award_application_withdrawn": "奖补申请已撤回",
    "award_computed": _with_money("核定奖补 {money}", "award_fen"),
    "tranche_released": _with_money("资金下达 {money}"),
    "tranche_paid": lambda facts, titles: f"{facts['paid_on']} 拨付到账 {yuan(facts['amount_fen'])}",
    "tranche_returned": _with_money("银行退回 {money}"),
    "recovery_opened": _with_money("追回 {money}"),
    "recovery_settled": _with_money("追回款 {money} 已全部收回"),
    "honour_granted": _with_reason("仅授予荣誉，不拨付资金"),
}
