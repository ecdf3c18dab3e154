"""Evidence of two enterprises, who hand in the same invoice; an officer decides what it is worth."""

from __future__ import annotations

from typing import Any

from console.demo import cast
from console.demo.building import filed, fill_in_request
from console.demo.client import after_news
from console.demo.documents import pdf
from tests.api.stage import Asked, Stage
from tests.api.walks.project import pilot

SHARED = "24212000000000009001"
PRICE_FEN, TAX_FEN = 300_000_00, 34_513_27


def walk_evidence(stage: Stage) -> None:
    """The second learns that the number is used, the officer by whom; the flag of the first is cleared."""
    stage.twice = (walk_one(stage), walk_one(stage))
    first, own = stage.twice[0].client, stage.twice[0].where
    [flag] = first.get(f"{own}/evidence")["flags"]
    decision = {"is_cleared": True, "reason": "同一发票按比例分摊到两个项目"}
    stage.city.officer.post(f"/duplicate-flags/{flag['id']}/decision", decision)

    held = first.get(own)
    entered = next(item for item in first.get(f"{own}/evidence")["items"] if item["kind"] == "invoice")
    [file] = held["attachments"]["acceptance_materials"]
    stage.know("acceptance", acceptance_id=held["id"], attachment_id=file["id"])
    stage.know("acceptance", item_id=entered["id"], flag_id=flag["id"])


def walk_one(stage: Stage) -> Asked:
    """An enterprise of its own with an acceptance that was handed in."""
    enterprise, client, declaration = pilot(stage)
    project = filed(stage.city, client, declaration, enterprise)
    acceptance = after_news(lambda: client.post("/acceptances", {"project_id": project["id"]}), "acceptance_not_open")
    where = f"/acceptances/{acceptance['id']}"
    scan = client.upload(pdf(f"invoice of {enterprise.key}"), "invoice.pdf")
    items = f"{where}/evidence/items"
    entered = client.post(items, {"item": invoice(enterprise), "file": scan})
    paid = client.post(items, {"item": payment(enterprise)})
    wrong = client.post(items, {"item": payment(enterprise, number="PZ-WRONG")})
    [item] = entered["items"]
    client.put(f"{items}/{item['id']}", {"item": invoice(enterprise, contract_line=1), "file": scan})
    [removed] = {each["id"] for each in wrong["items"]} - {each["id"] for each in paid["items"]}
    client.delete(f"{items}/{removed}")
    said = {"item_id": item["id"], "line": 1, "parts": [{"amount_fen": PRICE_FEN, "contract_line": 1}]}
    client.put(f"{where}/evidence/allocations", {"allocations": [said]})
    fill_in_request(client, where, enterprise)
    return Asked(enterprise, client, where)


def invoice(enterprise: cast.Enterprise, *, contract_line: int | None = None) -> dict[str, Any]:
    line = {
        "title": "*软件*业务管理系统",
        "gross_fen": PRICE_FEN,
        "tax_fen": TAX_FEN,
        "net_fen": PRICE_FEN - TAX_FEN,
        "contract_line": contract_line,
    }
    return {
        "kind": "invoice",
        "number": SHARED,
        "issued_on": "2026-10-20",
        "seller_code": cast.PROVIDER_CODE,
        "buyer_code": enterprise.code,
        "lines": [line],
    }


def payment(enterprise: cast.Enterprise, *, number: str = "PZ") -> dict[str, Any]:
    return {
        "kind": "payment_proof",
        "number": f"{number}-{enterprise.key}",
        "issued_on": "2026-10-21",
        "seller_code": cast.PROVIDER_CODE,
        "buyer_code": enterprise.code,
        "gross_fen": PRICE_FEN,
        "pays": [SHARED],
    }
