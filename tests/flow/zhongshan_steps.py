"""What the people of Zhongshan's programme do up to the completed project, stage by stage (流程1 to 5), over HTTP."""

from __future__ import annotations

from typing import Any

from chassis.config import Settings
from console.demo.client import Client, after_news
from console.demo.documents import pdf
from policy.assessment_answers import Answers
from tests.builders_assessment import as_body, levels_for, some_answers
from tests.flow.stories import Case, Story, account_of, enterprise, refused
from tests.flow.town import Town, attach, code_of, save
from tests.printed import text_of

FOLDER = Settings.packs / "zhongshan" / "sme-digital-2024"
PROGRAMME = "sme-digital-2024"
GUZHEN = "442013"
WAN = 1_000_000
PROVIDER_CHOICE = "provider_choice"
INTEGRATOR, DIAGNOSING, CHOSEN = 9001, 9004, 9005
LEVEL_ONE, LEVEL_TWO = some_answers(scenarios=levels_for(0, 0, 0, rest=1)), some_answers()
APPROVED = {"verdict": "approved", "opinion": "符合要求"}


def recognised(story: Story) -> None:
    """认定数字化牵引单位、诊断型服务机构、综合型服务机构。"""
    town = story.town
    unit = story.clients["integrator"] = _provider(town, INTEGRATOR, "示例数字化牵引单位有限公司")
    story.seen["integrator"] = town.enrolled(unit, "lead_integrator")
    story.seen["product"] = town.listed(unit, "灯饰行业生产执行系统", ceiling_yuan="900000.00")
    diagnosing = story.clients["diagnosing"] = _provider(town, DIAGNOSING, "示例诊断服务机构有限公司")
    story.seen["diagnosing"] = town.enrolled(diagnosing, "diagnostic")
    recognition = {
        "organisation_id": town.institution_id,
        "kinds": ["general"],
        "programme_year": PROGRAMME,
        "document_number": "示例工信〔2025〕1号",
        "document_on": town.clock.today().isoformat(),
    }
    town.officer.post("/pool-entries", recognition)


def filed(story: Story, number: int, name: str, *, diagnosis: str) -> Case:
    """流程1：注册用户，发起备案，取得备案号，备案项目公布。"""
    case = enterprise(story, number, name, GUZHEN, data_year=2024, industry_code="3872")
    call_id = story.town.call("2024-1")
    case.project = after_news(lambda: case.client.post("/projects", {"call_id": call_id}), "stage_not_open")
    about = {"project_name": f"{name}数字化改造", "intention": "车间设备联网，订单排产"}
    kind = {"industry_code": "3872", "size_class": "small", "scale": "above_scale"}
    basic = {**case.project["answers"]["basic"], **about, **kind, "diagnosis": diagnosis}
    _filled(case.client, case, "filing", {"basic": basic})
    _approved(story, case.client, case, "filing")
    story.seen[f"{case.key}: filed"] = case.client.get(case.where)
    return case


def diagnosed_by_itself(story: Story, case: Case) -> None:
    """流程2：自诊断，平台出具企业诊断报告，企业自行下载。"""
    begun = case.client.post("/assessments", {"project_id": case.project["id"], "stage": "before"})
    where = f"/assessments/{begun['id']}"
    case.client.put(f"{where}/answers", as_body(LEVEL_ONE))
    story.seen[f"{case.key}: diagnosis"] = case.client.post(f"{where}/submission")
    story.seen[f"{case.key}: diagnosis report"] = text_of(case.client.download(f"{where}/print"))


def diagnosed_by_institution(story: Story, case: Case) -> None:
    """流程2：机构诊断，报告经企业确认后完成诊断环节，提交工信部门。"""
    request = asked(case, "diagnosis")
    story.town.officer.put(f"{request}/assignment", {"institution_id": story.seen["diagnosing"]})
    report = reported(story.clients["diagnosing"], request, LEVEL_ONE)
    story.seen[f"{case.key}: report to confirm"] = case.client.get(report)
    story.seen[f"{case.key}: choice before confirmation"] = refused(lambda: _begun(case.client, case, PROVIDER_CHOICE))
    story.seen[f"{case.key}: diagnosis"] = case.client.post(f"{report}/confirmation")


def chosen_outside_the_pool(story: Story, case: Case) -> None:
    """流程3：企业自行选择的服务商及产品未入库，不能纳入试点管理。"""
    name = "示例自选服务商有限公司"
    case.provider = str(_provider(story.town, CHOSEN, name).get("/organisation")["id"])
    _choosing(case)
    story.seen[f"{case.key}: not in the pool"] = refused(
        lambda: case.client.post(f"{case.where}/stages/{PROVIDER_CHOICE}/submission", key="not in the pool")
    )


def recommended(story: Story, case: Case) -> None:
    """流程3：牵引单位填写推荐函，经评审，企业自行选择的产品及服务商入库。"""
    unit = story.clients["integrator"]
    offer = {"category": "N", "title": "灯饰排产系统", "unit": "套", "proposed_price_fen": 85 * WAN}
    whose = {"provider_code": code_of(story.town.pack, CHOSEN), "enterprise_code": case.code}
    draft = unit.post("/product-recommendations", {**offer, **whose})
    where = f"/enrolments/{draft['id']}"
    save(unit, where, {"recommendation": {"reason": "符合灯饰企业改造需求", "is_technically_fit": True}})
    attach(unit, where, "recommendation_letter", "letter of recommendation")
    unit.post(f"{where}/submission")
    listed = story.town.officer.post(f"{where}/review", {**APPROVED, "ceiling_fen": 80 * WAN})
    case.product = listed["recommended"]["product_id"]
    story.seen["catalogue"] = story.town.visitor.get("/products")["items"]


def under_pilot_management(story: Story, case: Case) -> None:
    """流程3：选择经认定的牵引单位或入库服务商，完成此环节纳入试点管理。"""
    if not case.provider:
        case.provider, case.product = story.seen["integrator"], story.seen["product"]
        _choosing(case)
    _approved(story, case.client, case, PROVIDER_CHOICE)
    story.seen[f"{case.key}: under pilot management"] = case.client.get(case.where)


def delegated(story: Story, case: Case) -> None:
    """流程4：企业确认委托书，由牵引单位在所选环节协助线上提交。"""
    agent = story.clients["integrator"]
    story.seen["before the delegation"] = refused(lambda: agent.get(case.where))
    rules = case.client.get("/provider-kinds")["items"]
    (consent,) = [each["delegation"] for each in rules if each["programme_year"] == PROGRAMME]
    stages = [each["code"] for each in consent["stages"]]
    wanted = {"agent_id": story.seen["integrator"], "stages": stages, "programme_year": PROGRAMME}
    grant = {**wanted, "text_version": consent["text_version"]}
    story.seen["delegation"] = case.client.post("/organisation/delegations", grant)
    case.agent = agent


def contracted(story: Story, case: Case, *, yuan: str) -> None:
    """流程4：上传项目合同，填报签约信息。"""
    line = {"product": case.product, "cost_category": "software", "price": yuan}
    dates = {"signed_on": "2025-03-10", "complete_by": "2025-06-30"}
    pages: dict[str, dict[str, Any]] = {
        "basic": {"payee_account": account_of(case), "provider": case.provider},
        "contract": {"number": f"HT-{case.key}", **dates, "amount": yuan, "down_payment": "100000.00"},
        "solutions": {"products": [line]},
    }
    _begun(case.actor, case, "contract")
    _filled(case.actor, case, "contract", pages, "contract", "transformation_plan")
    _approved(story, case.actor, case, "contract")
    story.seen[f"{case.key}: contract"] = case.client.get(f"{case.where}/stages/contract")
    story.seen[f"{case.key}: history"] = case.client.get(f"{case.where}/history")["items"]


def implemented(story: Story, case: Case) -> None:
    """流程5：实施、培训、内部验收。"""
    page = {"reported_until": "2025-06-15", "percent": 100, "work_done": "全部上线", "paid_so_far": "600000.00"}
    report = {"answers": {"progress": page}, "files": []}
    case.actor.post(f"{case.where}/progress-reports", report)
    course = {"course": "排产系统使用", "held_on": "2025-06-10", "persons": 12, "class_hours": "12"}
    proof = {"slot": "training_proof", "file": case.client.upload(pdf(f"{case.key} sign-in sheet"), "sheet.pdf")}
    training = {"answers": {"training": course}, "files": [proof]}
    story.seen[f"{case.key}: trained"] = case.client.post(f"{case.where}/training-records", training)
    stage = "internal_acceptance"
    page = {"completed_on": "2025-06-16", "conclusion": "达到合同要求", "trained_people": 12}
    _begun(case.client, case, stage)
    _filled(case.client, case, stage, {"completion": page}, "training_records", "internal_acceptance_report")
    _approved(story, case.client, case, stage)
    story.seen[f"{case.key}: completed"] = case.client.get(case.where)


def asked(case: Case, purpose: str) -> str:
    wanted = {"project_id": case.project["id"], "purpose": purpose}
    asked = after_news(lambda: case.actor.post("/assessment-requests", wanted), "assessment_not_open", "not_found")
    return f"/assessment-requests/{asked['id']}"


def reported(assessor: Client, request: str, answers: Answers) -> str:
    """What the assigned institution hands in for the enterprise to confirm."""
    wanted = {"request_id": request.rsplit("/", 1)[1]}
    begun = assessor.post("/assessments", wanted, key=str(answers.scenarios))
    where = f"/assessments/{begun['id']}"
    assessor.put(f"{where}/answers", as_body(answers))
    attach(assessor, where, "report", f"report {begun['id']}", under="evidence")
    assessor.post(f"{where}/submission")
    return where


def _provider(town: Town, number: int, name: str) -> Client:
    return town.joined(f"provider{number}", name, code_of(town.pack, number), GUZHEN, kind="provider")


def _choosing(case: Case) -> None:
    _begun(case.client, case, PROVIDER_CHOICE)
    page = {"provider": case.provider, "reason": "熟悉灯饰行业"}
    _filled(case.client, case, PROVIDER_CHOICE, {"basic": page})


def _begun(client: Client, case: Case, stage: str) -> None:
    after_news(lambda: client.post(f"{case.where}/stages/{stage}", {}), "not_found")


def _filled(client: Client, case: Case, stage: str, pages: dict[str, dict[str, Any]], *slots: str) -> None:
    where = f"{case.where}/stages/{stage}"
    save(client, where, pages)
    for slot in slots:
        attach(client, where, slot, f"{case.key} {stage} {slot}")


def _approved(story: Story, client: Client, case: Case, stage: str) -> None:
    where = f"{case.where}/stages/{stage}"
    after_news(lambda: client.post(f"{where}/submission"), "dossier_incomplete")
    story.town.officer.post(f"{where}/review", APPROVED)
