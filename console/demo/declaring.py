"""An enterprise registers, declares, and is reviewed: the first half of the manual."""

from typing import Any

from console.demo import cast
from console.demo.city import City, register
from console.demo.client import Client
from console.demo.documents import pdf

SLOTS = ("stamped_form", "licence_and_credit_report", "audit_report", "subsector_proof", "self_assessment")


def joined(city: City, enterprise: cast.Enterprise) -> Client:
    """The enterprise registered and signed in, with its basic data and its account for payment."""
    client = register(
        city.visitor,
        city.mailbox,
        kind="enterprise",
        name=enterprise.name,
        code=enterprise.code,
        division=enterprise.division,
        email=enterprise.email,
    )
    client.put(
        "/organisation/profile",
        {
            "registered_address": "大连市示例路1号",
            "staff": 120,
            "revenue_fen": 5_000_000_000,
            "data_year": 2023,
            "industry_code": "3451",
            "declared_size_class": "small",
        },
    )
    return client


def declared(city: City, client: Client, enterprise: cast.Enterprise) -> dict[str, Any]:
    """A declaration that was handed in, with all five attachments."""
    declaration = client.post("/declarations", {"call_id": city.call_id})
    where = f"/declarations/{declaration['id']}"
    if declaration["state"] != "draft" or client.get(where)["state"] != "draft":
        return dict(client.get(where))
    text_version = client.get(f"/calls/{city.call_id}/form")["statement"]["text_version"]
    client.put(f"{where}/statement", {"text_version": text_version})
    for page, answers in pages(enterprise).items():
        client.put(f"{where}/answers/{page}", {"answers": answers})
    for slot in SLOTS:
        attach(client, where, slot, f"{enterprise.key} {slot}")
    return dict(client.post(f"{where}/submission"))


def attach(client: Client, where: str, slot: str, text: str, *, under: str = "attachments") -> Any:
    """Upload a small PDF and put it into a slot."""
    file = client.upload(pdf(text), f"{slot}.pdf")
    return client.post(f"{where}/{under}", {"slot": slot, "file": file})


def reviewed(city: City, client: Client, declaration: dict[str, Any], enterprise: cast.Enterprise) -> dict[str, Any]:
    """Through the district and the third party, by the enterprise's story, and on the pilot list at the end."""
    where = f"/declarations/{declaration['id']}"
    reviewer = city.reviewer_of(enterprise.division)
    if enterprise.story == "rejected":
        rejection = {
            "verdict": "rejected",
            "reason_code": "not_pilot_subsector",
            "opinion": "主营产品不属于试点细分行业",
        }
        return dict(reviewer.post(f"{where}/review", rejection))
    if enterprise.story == "returned":
        _return_and_correct(client, reviewer, where, enterprise)
    reviewer.post(f"{where}/review", {"verdict": "approved", "opinion": "符合条件", "step": "preliminary_review"})
    city.officer.put(f"{where}/assignment", {"institution_id": city.institution_id})
    city.assessor.post(f"{where}/review", {"verdict": "approved", "opinion": "复核通过", "step": "recheck"})
    city.officer.post("/pilots", {"declaration_ids": [declaration["id"]]})
    return dict(client.get(where))


def _return_and_correct(client: Client, reviewer: Client, where: str, enterprise: cast.Enterprise) -> None:
    """The district names one field; the enterprise corrects it, stamps the printed form anew, and hands in again."""
    sent_back = returned(reviewer, where)
    corrected(client, where, enterprise, sent_back)
    stamped_again(client, where, enterprise, sent_back)
    client.post(f"{where}/submission", key="correction")


def returned(reviewer: Client, where: str) -> dict[str, Any]:
    """The district sends it back and names one field."""
    item = {"kind": "field", "name": "basic.description", "reason_code": "unclear", "text": "请写明主营产品"}
    judgement = {"verdict": "returned", "opinion": "请补正", "items": [item]}
    return dict(reviewer.post(f"{where}/review", judgement))


def corrected(client: Client, where: str, enterprise: cast.Enterprise, sent_back: dict[str, Any]) -> None:
    """The enterprise corrects that field."""
    basic = {**pages(enterprise)["basic"], "description": "生产轴承及传动部件，主营产品为精密轴承。"}
    basic["contact_phone"] = sent_back["answers"]["basic"]["contact_phone"]
    client.put(f"{where}/answers/basic", {"answers": basic}, key="correction")


def stamped_again(
    client: Client, where: str, enterprise: cast.Enterprise, sent_back: dict[str, Any], **print_code: str
) -> None:
    """The scan of the form as it is now takes the place of the one that was sent back."""
    previous = [file["id"] for file in sent_back["attachments"]["stamped_form"]]
    file = client.upload(pdf(f"{enterprise.key} stamped again"), "stamped_form.pdf")
    client.post(f"{where}/attachments", {"slot": "stamped_form", "file": file, "replaces": previous, **print_code})


def pages(enterprise: cast.Enterprise) -> dict[str, dict[str, Any]]:
    """The answers of DL2, page by page."""
    return {
        "basic": {
            "enterprise_name": enterprise.name,
            "city": cast.CITY_NAME,
            "credit_code": enterprise.code,
            "contact": "示例联系人",
            "contact_phone": cast.PHONE,
            "address": "大连市示例路1号",
            "description": "生产轴承及传动部件。",
            "nature": "private",
            "size_class": "small",
            "scale": "above_scale",
            "quality_grade": "none",
            "industry_code": "3451",
            "subsector": "bearing_gear_transmission",
            "main_products": "精密轴承",
            "revenue": "5000",
            "profit": "300",
            "revenue_per_head": "41.666666",
            "digital_investment": "30.5",
        },
        "current_state": {"level": 1, "situation": "已使用财务软件，生产环节尚未联网。"},
        "needs": {"scenarios": [{"scenario": "production_control", "description": "实现工单跟踪和设备联网采集。"}]},
    }
