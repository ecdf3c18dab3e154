"""Zhongshan's evaluation, and what comes of it: pilot enterprise, award or honour (流程6 to 8), over HTTP."""

from __future__ import annotations

from typing import Any

from console.demo.client import after_news
from policy.assessment_answers import Answers
from tests.flow.stories import Case, Story, account_of, assessed, award_of, paid, refused
from tests.flow.town import attach, eventually, save
from tests.flow.zhongshan_steps import APPROVED, PROGRAMME, asked, reported

PAPERS = (
    *("quotation", "contract", "invoices", "payment_proofs", "diagnosis_report"),
    *("internal_acceptance_report", "training_records", "screenshots", "evaluation_report"),
)


def too_early_for_the_pre_award(story: Story, case: Case) -> None:
    """流程8：签约之前不能申请预奖补。"""
    story.seen["pre-award before the contract"] = refused(lambda: _pre_award(case))


def pre_awarded(story: Story, case: Case) -> None:
    """流程8：通过预奖补审核的，拨付预奖补资金。"""
    where = f"/award-applications/{after_news(lambda: _pre_award(case), 'application_not_open')['id']}"
    save(case.client, where, {"request": {"payee_account": account_of(case)}})
    attach(case.client, where, "contract", f"{case.key} contract of the pre-award")
    story.seen[f"{case.key}: pre-award asked for"] = case.client.post(f"{where}/submission")
    story.town.officer.post(f"{where}/review", APPROVED)
    story.seen[f"{case.key}: advance"] = award_of(case, "advance")
    paid(story, "advance", case, category="completion")


def evaluated(story: Story, case: Case, answers: Answers, *, again: bool = False) -> None:
    """流程6：提出水平评估需求，综合型服务机构免费评估并上传报告，经企业确认；未达到二级的，改造后再次提出。"""
    town, seen = story.town, "evaluated again" if again else "evaluated"
    request = asked(case, "evaluation")
    if again:
        case.actor.post(f"{request}/submission", {"wish": "已补充改造"})
    town.officer.put(f"{request}/assignment", {"institution_id": town.institution_id}, key=seen)
    report = reported(town.assessor, request, answers)
    case.client.post(f"{report}/confirmation")
    story.seen[f"{case.key}: {seen}"] = case.client.get(request)


def not_yet_a_pilot(story: Story, case: Case) -> None:
    """流程6、7：未达到二级的，不纳入试点企业范畴，不能提交完工奖补申请。"""
    where = _completion(case)
    story.seen["level one"] = refused(lambda: case.actor.post(f"{where}/submission", key="level one"))
    story.seen["pilots before level two"] = story.town.visitor.get("/lists/pilots")["items"]


def a_pilot(story: Story, *cases: Case) -> None:
    """流程6：经评估达到二级的企业，纳入试点企业范畴，公布。"""
    listed = eventually(lambda: _listed(story, len(cases)))
    story.seen["pilots"] = sorted(each["name"] for each in listed)


def completed(story: Story, case: Case, *, yuan: str) -> None:
    """流程7：申请完工项目奖补，机构核定投入，市工信局审核完工入库。"""
    town = story.town
    where = _completion(case)
    request = {"completed_on": "2025-06-16", "actual_investment": yuan, "results": "订单排产、设备联网"}
    save(case.actor, where, {"request": request})
    for slot in PAPERS:
        attach(case.actor, where, slot, f"{case.key} {slot}")
    case.actor.post(f"{where}/submission")
    town.officer.put(f"{where}/assignment", {"institution_id": town.institution_id})
    levels = {"edition": "2024", "level_before": 1, "level_after": 2}
    evaluation = {"assessed_on": town.clock.today().isoformat(), "is_on_site": True, "opinion": "投入属实", **levels}
    what = {"title": "灯饰排产系统", "product": case.product, "cost_category": "software"}
    spend = {**what, "invoice_on": "2025-06-10", "claimed": yuan, "audited": yuan}
    assessed(town, where, case.key, evaluation=evaluation, spend=spend, reports=("special_audit_report",))
    passed = {"verdict": "passed", "opinion": "投入属实", "step": "effect_acceptance"}
    story.seen[f"{case.key}: audited"] = town.assessor.post(f"{where}/review", passed)
    town.officer.post(f"{where}/review", {**APPROVED, "step": "completion_review"})
    story.seen[f"{case.key}: completion"] = case.client.get(where)


def funded(story: Story, case: Case) -> None:
    """流程8：通过完工入库的，拨付全部奖补资金；获资金支持的项目公布。"""
    story.seen[f"{case.key}: award"] = award_of(case, "rest")
    paid(story, "rest", case, category="completion")
    story.seen["funded projects"] = story.town.visitor.get("/funded-projects")["items"]


def not_yet_honoured(story: Story, case: Case) -> None:
    """流程8：尚不是试点企业的，没有荣誉。"""
    asked = refused(lambda: case.client.post(f"{case.where}/honour", {"reason": "不需要奖补资金支持"}, key="early"))
    story.seen["no honour yet"] = asked


def honoured(story: Story, case: Case) -> None:
    """流程8：不需要奖补资金支持的，获得试点企业荣誉。"""
    wanted = {"reason": "不需要奖补资金支持"}
    story.seen["honour"] = after_news(lambda: case.client.post(f"{case.where}/honour", wanted), "honour_not_due")
    story.seen["honours"] = story.town.visitor.get("/honours")["items"]
    story.seen[f"{case.key}: awards"] = case.client.get(f"{case.where}/awards")["items"]


def _pre_award(case: Case) -> dict[str, Any]:
    wanted = {"stage": "pre_award", "programme_year": PROGRAMME, "project_id": case.project["id"]}
    return dict(case.client.post("/award-applications", wanted))


def _completion(case: Case) -> str:
    """The address of its application for the award: the draft that was begun is gone on with."""
    wanted = {"project_id": case.project["id"]}
    acceptance = after_news(lambda: case.actor.post("/acceptances", wanted), "acceptance_not_open")
    return f"/acceptances/{acceptance['id']}"


def _listed(story: Story, count: int) -> list[dict[str, Any]]:
    found = story.town.visitor.get("/lists/pilots")["items"]
    return found if len(found) == count else []
