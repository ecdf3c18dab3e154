"""A pilot files its project, reports progress, and is accepted: the second half of the manual."""

from typing import Any

from console.demo import cast
from console.demo.city import City
from console.demo.client import Client, after_news
from console.demo.declaring import attach
from console.demo.documents import pdf
from contracts.money import ZERO, Money


def filed(city: City, client: Client, declaration: dict[str, Any], enterprise: cast.Enterprise) -> dict[str, Any]:
    """A project with account, provider, contract and commitment letter, through district and third party (DL6)."""
    payee = payee_account_of(client, enterprise)
    project = after_news(lambda: client.post("/projects", {"case_id": declaration["case_id"]}), "pilot_not_listed")
    where = f"/projects/{project['id']}"
    if client.get(where)["state"] == "draft":
        fill_in(city, client, where, enterprise, payee_account=payee)
        client.post("/project-submissions", {"project_ids": [project["id"]]})
        if client.get(where)["state"] == "draft":  # what was ticked too early is handed in by itself
            after_news(lambda: client.post(f"{where}/submission"), "dossier_incomplete")
    reviewer = city.reviewer_of(enterprise.division)
    reviewer.post(f"{where}/review", {"verdict": "approved", "opinion": "材料齐全", "step": "preliminary_review"})
    city.officer.put(f"{where}/assignment", {"institution_id": city.institution_id})
    city.assessor.post(f"{where}/review", {"verdict": "approved", "opinion": "复核通过", "step": "recheck"})
    return dict(client.get(where))


def reported(client: Client, project: dict[str, Any]) -> None:
    """Progress with evidence (DL7): half way, then all of it."""
    for percent, until in ((50, "2025-06-30"), (100, "2025-12-31")):
        file = client.upload(pdf(f"progress {percent} {project['id']}"), "progress.pdf")
        client.post(
            f"/projects/{project['id']}/progress-reports",
            {
                "answers": {
                    "progress": {
                        "reported_until": until,
                        "percent": percent,
                        "work_done": f"完成{percent}%",
                        "paid_so_far": "100000.00",
                    }
                },
                "files": [{"slot": "implementation_proof", "file": file}],
            },
        )


def accepted(city: City, client: Client, project: dict[str, Any], enterprise: cast.Enterprise) -> dict[str, Any]:
    """Requested, complete, evaluated at level 2, audited line by line, and passed (DL8)."""
    where = assessed(city, client, project, enterprise)
    city.assessor.post(f"{where}/review", {"verdict": "passed", "opinion": "达到二级", "step": "effect_acceptance"})
    return dict(client.get(where))


def assessed(city: City, client: Client, project: dict[str, Any], enterprise: cast.Enterprise) -> str:
    """The address of an acceptance that lacks only its verdict."""
    wanted = {"project_id": project["id"]}
    acceptance = after_news(lambda: client.post("/acceptances", wanted), "acceptance_not_open")
    where = f"/acceptances/{acceptance['id']}"
    if client.get(where)["state"] == "draft":
        fill_in_request(client, where, enterprise)
    reviewer = city.reviewer_of(enterprise.division)
    reviewer.post(f"{where}/review", {"verdict": "approved", "opinion": "材料完整", "step": "completeness_check"})
    city.officer.put(f"{where}/assignment", {"institution_id": city.institution_id})
    assess(city, where, enterprise)
    return where


def total_price(enterprise: cast.Enterprise) -> Money:
    """What the contract is about."""
    return sum((Money.yuan(line.price_yuan) for line in enterprise.lines), ZERO)


def payee_account_of(client: Client, enterprise: cast.Enterprise) -> str:
    account = client.post(
        "/organisation/payee-accounts",
        {
            "account_name": enterprise.name,
            "bank_name": "示例银行大连分行",
            "branch_code": "000000000001",
            "number": cast.account_number(enterprise),
        },
    )
    return str(account["id"])


def fill_in(city: City, client: Client, where: str, enterprise: cast.Enterprise, *, payee_account: str) -> None:
    number = f"HT-{enterprise.key}"
    answers: dict[str, dict[str, Any]] = {
        "basic": {
            "project_name": f"{enterprise.name}数字化改造项目",
            "content": "生产管控和业务系统改造",
            "payee_account": payee_account,
            "provider": city.provider_id,
        },
        "contract": {
            "number": number,
            "signed_on": "2024-12-20",
            "complete_by": "2025-12-31",
            "amount": total_price(enterprise).as_yuan(),
        },
        "solutions": {
            "products": [
                {
                    "product": city.products[line.product],
                    "cost_category": line.category,
                    "link": line.link,
                    "price": line.price_yuan,
                }
                for line in enterprise.lines
            ]
        },
    }
    for page, content in answers.items():
        client.put(f"{where}/answers/{page}", {"answers": content})
    promises = {"contract_is_genuine": True, "obeys_catalogue": True, "equals_contract": True}
    liaison = {"liaison_name": "示例专员", "liaison_phone": cast.PHONE}
    undertaking: dict[str, dict[str, Any]] = {
        "contract": {"contract_number": number},
        "enterprise": {"name": enterprise.name, **liaison},
        "provider": {"name": cast.PROVIDER_NAME, **liaison},
        "promises": promises,
    }
    for page, content in undertaking.items():
        client.put(f"{where}/undertaking/{page}", {"answers": content})
    text_version = client.get(f"{where}/form")["commitment"]["text_version"]
    client.put(f"{where}/undertaking-confirmation", {"text_version": text_version})
    for slot in ("contract", "undertaking_letter"):
        attach(client, where, slot, f"{enterprise.key} {slot}")


def fill_in_request(client: Client, where: str, enterprise: cast.Enterprise) -> None:
    request = {
        "completed_on": "2026-10-31",
        "actual_investment": total_price(enterprise).as_yuan(),
        "level_self_assessed": 2,
        "results": "设备联网，工单跟踪，业财贯通。",
    }
    client.put(f"{where}/answers/request", {"answers": request})
    for slot in ("acceptance_materials", "invoices_and_payment_proof"):
        attach(client, where, slot, f"{enterprise.key} {slot}")
    client.post(f"{where}/submission")


def assess(city: City, where: str, enterprise: cast.Enterprise) -> None:
    evaluation = {
        "assessed_on": "2026-11-10",
        "is_on_site": True,
        "edition": "2024",
        "level_before": 1,
        "level_after": 2,
        "opinion": "数字化水平达到二级。",
    }
    total = sum((Money.yuan(line.audited_yuan) for line in enterprise.lines), ZERO)
    report = {
        "firm_name": "示例会计师事务所",
        "firm_credit_code": cast.code(9003),
        "report_number": f"SJ-{enterprise.key}",
        "audited_on": "2026-11-12",
        "audited_total": total.as_yuan(),
    }
    spend = [
        {
            "title": next(product.title for product in cast.PRODUCTS if product.key == line.product),
            "product": city.products[line.product],
            "cost_category": line.category,
            "link": line.link,
            "invoice_number": f"FP-{enterprise.key}-{number}",
            "invoice_on": "2026-10-20",
            "claimed": line.audited_yuan,
            "audited": line.audited_yuan,
        }
        for number, line in enumerate(enterprise.lines, start=1)
    ]
    papers = (
        ("evaluation", "evaluation", evaluation),
        ("special_audit", "report", report),
        ("special_audit", "lines", {"spend": spend}),
    )
    for form, page, answers in papers:
        city.assessor.put(f"{where}/papers/{form}/{page}", {"answers": answers})
    for slot in ("acceptance_report", "special_audit_report"):
        attach(city.assessor, where, slot, f"{enterprise.key} {slot}", under="reports")
