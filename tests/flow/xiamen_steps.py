"""What the people of Xiamen's programme do, step by step, over HTTP (XA, XB)."""

from __future__ import annotations

from typing import Any

from chassis.config import Settings
from console.demo import cast
from console.demo.client import Client, Refused, after_news
from console.demo.documents import pdf
from console.demo.paying import Funded, pay
from tests.flow.stories import Case, Story, account_of, assessed, award_of, enterprise, paid, refused
from tests.flow.town import attach, code_of, save

FOLDER = Settings.packs / "xiamen" / "sme-digital-2023"
JIMEI = "350211"
WAN = 1_000_000
CATEGORY = "transformation"


def providers(story: Story) -> None:
    """服务商遴选入库。"""
    town = story.town
    code = code_of(town.pack, 9001)
    client = town.joined("provider", "示例综合集成有限公司", code, JIMEI, kind="provider")
    classes = {"subsectors": ["electronic_devices", "medical_devices"], "scenarios": ["production_control"]}
    story.clients["provider"] = client
    story.seen["provider"] = town.enrolled(client, "general_integrator", **classes)
    story.seen["product"] = town.listed(client, "生产执行系统", ceiling_yuan="2000000.00")


def joined(story: Story, number: int, name: str) -> Case:
    """注册企业账号，完善基础信息。"""
    return enterprise(story, number, name, JIMEI, data_year=2022, industry_code="3976")


def declared(story: Story, case: Case) -> None:
    """确认真实性声明，填写申报书，上传附件，提交。"""
    town, client = story.town, case.client
    call_id = town.call("2023-1")
    try:
        after_news(lambda: client.post("/declarations", {"call_id": call_id}), "not_known_yet")
    except Refused as refused:
        story.seen[f"{case.key}: not confirmed"] = refused.problem
    story.seen[f"{case.key}: cancelled"] = client.get("/declarations")
    statement = story.seen["statement"] = town.visitor.get(f"/calls/{call_id}/form")["statement"]
    started = {"call_id": call_id, "statement_version": statement["text_version"]}
    declaration = story.seen[f"{case.key}: opened"] = client.post("/declarations", started)
    where = f"/declarations/{declaration['id']}"
    save(client, where, _answers(declaration))
    try:
        client.post(f"{where}/submission", key="too early")
    except Refused as refused:
        story.seen[f"{case.key}: nothing attached"] = refused.problem
    file = client.upload(b"PK\x05\x06" + bytes(18), "audit.zip", "application/zip")
    client.post(f"{where}/attachments", {"slot": "audit_report", "file": file})
    attach(client, where, "level_assessment", f"{case.key} level")
    story.seen[f"{case.key}: submitted"] = client.post(f"{where}/submission")
    case.declaration = declaration


def _answers(declaration: dict[str, Any]) -> dict[str, dict[str, Any]]:
    filled = declaration["answers"]["basic"]
    return {
        "basic": {
            **filled,
            "address": "厦门市示例路1号",
            "contact": "示例联系人",
            "contact_phone": cast.PHONE,
            "industry_code": "3976",
            "subsector": "electronic_devices",
            "size_class": "small",
            "scale": "above_scale",
            "quality_grade": "none",
            "revenue": "3000",
            "staff": 120,
        },
        "overview": {"description": "生产电子器件。", "level": 1, "is_key_link": False},
        "needs": {
            "diagnosis": "willing",
            "demands": ["more_orders", "quality_tracing"],
            "links": ["manufacturing"],
            "last_year_investment": "none",
        },
        "support": {
            "from_providers": ["training"],
            "from_government": ["more_subsidy"],
            "ways_of_funding": ["bank_account", "digital_rmb"],
        },
    }


def piloted(story: Story, *cases: Case) -> None:
    """区（火炬管委会）初审，市工信局审定，列入试点企业名单。"""
    town = story.town
    for case in cases:
        where = f"/declarations/{case.declaration['id']}"
        review = {"verdict": "approved", "opinion": "符合条件"}
        town.reviewer_of(JIMEI).post(f"{where}/review", {**review, "step": "preliminary_review"})
        town.officer.post(f"{where}/review", {**review, "step": "final_review"})
    town.officer.post("/pilots", {"declaration_ids": [case.declaration["id"] for case in cases]})
    for case in cases:
        story.seen[f"{case.key}: listed"] = case.client.get(f"/declarations/{case.declaration['id']}")


def filed(story: Story, case: Case, *, down_yuan: str, amount_yuan: str) -> None:
    """改造项目备案：合同载明首付金额，一企一方案。"""
    town, client = story.town, case.client
    payee = account_of(case)
    wanted = {"case_id": case.declaration["case_id"]}
    project = after_news(lambda: client.post("/projects", wanted), "pilot_not_listed")
    where = f"/projects/{project['id']}"
    line = {"product": story.seen["product"], "cost_category": "software", "link": "manufacturing"}
    contract = {"number": f"HT-{case.key}", "signed_on": "2024-02-20", "amount": amount_yuan}
    pages: dict[str, dict[str, Any]] = {
        "basic": {
            "project_name": f"{case.name}数字化改造",
            "content": "生产制造环节改造",
            "payee_account": payee,
            "provider": story.seen["provider"],
        },
        "contract": {**contract, "down_payment": down_yuan, "list_price": amount_yuan, "concession": "0.00"},
        "solutions": {"products": [{**line, "price": amount_yuan}]},
    }
    save(client, where, pages)
    for slot in ("contract", "transformation_plan"):
        attach(client, where, slot, f"{case.key} {slot}")
    after_news(lambda: client.post(f"{where}/submission"), "dossier_incomplete")
    review = {"verdict": "approved", "opinion": "同意备案"}
    town.reviewer_of(JIMEI).post(f"{where}/review", {**review, "step": "preliminary_review"})
    town.officer.post(f"{where}/review", {**review, "step": "final_review"})
    case.project = dict(client.get(where))


def first_tranches(story: Story, *cases: Case) -> None:
    """首期拨付：合同首付金额的40%，最高10万元。"""
    for case in cases:
        story.seen[f"{case.key}: first"] = award_of(case, "first")
    paid(story, "first", *cases, category=CATEGORY)


def settled(story: Story, case: Case) -> None:
    """剩余资金在完成改造验收后，按照企业达到的数字化水平一次性拨付。"""
    story.seen[f"{case.key}: rest"] = award_of(case, "rest")
    paid(story, "rest", case, category=CATEGORY)


def accepted(story: Story, case: Case, *, level: int, yuan: str) -> None:
    """第三方专业机构验收：四个方面的成效、数字化水平等级、实际投入。"""
    where = _requested(story, case, level=level, yuan=yuan)
    passed = {"verdict": "passed", "opinion": "通过验收", "step": "effect_acceptance"}
    story.seen[f"{case.key}: accepted"] = story.town.assessor.post(f"{where}/review", passed)


def given_up(story: Story, case: Case) -> None:
    """只达到一级：整改后仍未达到，验收不通过。"""
    where = _requested(story, case, level=1, yuan="600000.00")
    items = [{"kind": "field", "name": "request.application_effect", "reason_code": "level", "text": "未达到二级"}]
    failed = {"verdict": "failed", "opinion": "只达到一级", "step": "effect_acceptance", "items": items}
    story.seen[f"{case.key}: to rectify"] = story.town.assessor.post(f"{where}/review", failed)
    ended = {"reason_code": "level_not_reached", "text": "整改期满仍只达到一级"}
    story.town.officer.post(f"{where}/voidance", ended)
    story.seen[f"{case.key}: rest"] = award_of(case, "rest")
    tranche = award_of(case, "first")["tranches"][0]
    claimed = {
        "reason": "改造后只达到一级",
        "article": "工作方案 四、（五）8",
        "document_number": "示例追回〔2024〕1号",
        "document_on": story.town.clock.today().isoformat(),
        "file": story.town.officer.upload(pdf("recovery"), "recovery.pdf"),
        "amount_fen": story.seen[f"{case.key}: rest"]["recoverable_fen"],
    }
    story.seen[f"{case.key}: recovery"] = story.town.officer.post(f"/tranches/{tranche['id']}/recovery", claimed)


def _requested(story: Story, case: Case, *, level: int, yuan: str) -> str:
    town, client = story.town, case.client
    wanted = {"project_id": case.project["id"]}
    acceptance = after_news(lambda: client.post("/acceptances", wanted), "acceptance_not_open")
    where = f"/acceptances/{acceptance['id']}"
    aspects = dict.fromkeys(
        ("application_effect", "data_continuity", "input_output_ratio", "management_reform"), "见附件"
    )
    request = {"completed_on": "2024-06-20", "actual_investment": yuan, "level_self_assessed": level}
    save(client, where, {"request": {**request, **aspects}})
    for slot in ("acceptance_materials", "invoices_and_payment_proof"):
        attach(client, where, slot, f"{case.key} {slot}")
    client.post(f"{where}/submission")
    complete = {"verdict": "approved", "opinion": "材料齐全", "step": "completeness_check"}
    town.reviewer_of(JIMEI).post(f"{where}/review", complete)
    town.officer.put(f"{where}/assignment", {"institution_id": town.institution_id})
    evaluation = {"assessed_on": "2024-07-01", "is_on_site": True, "edition": "2022", "opinion": f"达到{level}级"}
    spend = {
        "title": "生产执行系统",
        "product": story.seen["product"],
        "cost_category": "software",
        "link": "manufacturing",
        "invoice_on": "2024-06-10",
        "claimed": yuan,
        "audited": yuan,
    }
    found = {**evaluation, "level_before": 1, "level_after": level, **aspects}
    reports = ("acceptance_report", "special_audit_report")
    assessed(town, where, case.key, evaluation=found, spend=spend, reports=reports)
    return where


def applied(story: Story, client: Client, stage: str, *, again: str = "", **answers: Any) -> str:
    """专项申请：填表，上传证明材料；给出其地址。"""
    draft = after_news(lambda: client.post("/award-applications", {"stage": stage}, key=again), "not_known_yet")
    where = f"/award-applications/{draft['id']}"
    save(client, where, {"request": answers})
    attach(client, where, "proofs", f"{stage} proofs")
    return where


def diagnosis_paid(story: Story, case: Case) -> None:
    """诊断补贴：试点企业付费诊断后申请，区、市两级审核，核算后拨付。"""
    town, client = story.town, case.client
    account = client.get("/organisation/payee-accounts")["items"][0]["id"]
    diagnosis = {"institution": "示例诊断机构", "diagnosed_on": "2024-01-15", "fee": "120000.00"}
    where = applied(story, client, "diagnosis_application", **diagnosis, payee_account=account)
    after_news(lambda: client.post(f"{where}/submission"), "dossier_incomplete")
    _granted(story, where)
    (award,) = client.get(f"{where}/awards")["items"]
    today = town.clock.today().isoformat()
    pay(Funded(town, town.clock, "xiamen-diagnosis", category="diagnosis", document_on=today), [award])
    story.seen["diagnosis"], story.seen["diagnosis paid"] = award, client.get(f"{where}/awards")["items"][0]


def settlement_computed(story: Story, case: Case) -> None:
    """验收及水平评测费用由市级承担：机构结算，每家企业最高3万元。"""
    client = story.town.assessor
    about = {"account_name": "示例评测中心有限公司", "bank_name": "示例银行", "branch_code": "000000000002"}
    account = client.post("/organisation/payee-accounts", {**about, "number": "6222000009990000"})["id"]
    enterprise = {"enterprise_name": case.name, "enterprise_credit_code": case.code}
    asked = {**enterprise, "report_number": "PC-1", "fee": "40000.00", "payee_account": account}
    where = applied(story, client, "assessment_service_application", **asked)
    after_news(lambda: client.post(f"{where}/submission"), "dossier_incomplete")
    _granted(story, where)
    (story.seen["settlement"],) = client.get(f"{where}/awards")["items"]


def trained(story: Story, case: Case, *, persons: int, class_hours: str) -> None:
    """培训记录：经认定的机构培训企业员工，8学时折合一天，由所在区确认。"""
    town, client = story.town, case.client
    course = {"course": "设备联网操作", "institution": town.institution_id, "held_on": "2024-06-10"}
    page = {**course, "persons": persons, "class_hours": class_hours}
    proof = {"slot": "training_proof", "file": client.upload(pdf(f"{case.key} {persons}"), "sheet.pdf")}
    told = {"answers": {"training": page}, "files": [proof]}
    record = client.post(f"{case.where}/training-records", told, key=f"{case.key} {persons}")
    town.reviewer_of(JIMEI).post(f"/training-records/{record['id']}/review", {"verdict": "approved"})


def training_awarded(story: Story, seen: str) -> None:
    """技能培训补贴：机构按确认的人天申请。"""
    client = story.town.assessor
    account = client.get("/organisation/payee-accounts")["items"][0]["id"]
    course = {"course": "设备联网操作", "is_registered_course": True, "is_recognised_institution": True}
    where = applied(story, client, "training_application", again=seen, **course, payee_account=account)
    after_news(lambda: client.post(f"{where}/submission"), "dossier_incomplete")
    _granted(story, where)
    (story.seen[seen],) = client.get(f"{where}/awards")["items"]


def leader_refused(story: Story) -> None:
    """不是遴选的“链主”企业，链主奖励申请不能提交。"""
    client = story.clients["provider"]
    where = applied(story, client, "chain_leader_application", chain="电子", summary="带动改造")
    story.seen["leader check"] = client.get(f"{where}/check")
    story.seen["leader refused"] = refused(lambda: client.post(f"{where}/submission"))


def _granted(story: Story, where: str) -> None:
    town, review = story.town, {"verdict": "approved", "opinion": "同意"}
    division = town.officer.get(where)["division"]
    town.reviewer_of(division).post(f"{where}/review", {**review, "step": "preliminary_review"})
    town.officer.post(f"{where}/review", {**review, "step": "final_review"})
