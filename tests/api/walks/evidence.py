"""Evidence of two enterprises, who hand in the same invoice; an officer decides what it is worth."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import load_workbook

from console.demo import cast
from console.demo.building import filed, fill_in_request
from console.demo.client import after_news
from console.demo.documents import pdf
from tests.api.examiner import ExaminedClient
from tests.api.stage import Asked, Stage
from tests.api.walks.project import pilot
from tests.invoice_samples import digital_xml

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHARED = "24212000000000009001"
PRICE_FEN, TAX_FEN = 300_000_00, 34_513_27


def walk_evidence(stage: Stage) -> None:
    """The second learns that the number is used, the officer by whom; the flag of the first is cleared."""
    stage.twice = (walk_one(stage), walk_one(stage))
    first, own = stage.twice[0].client, stage.twice[0].where
    [flag] = first.get(f"{own}/evidence")["flags"]
    decision = {"is_cleared": True, "reason": "同一发票按比例分摊到两个项目"}
    stage.city.officer.post(f"/duplicate-flags/{flag['id']}/decision", decision)

    approval = {"verdict": "approved", "opinion": "材料完整", "step": "completeness_check"}
    stage.city.reviewer_of(stage.twice[0].enterprise.division).post(f"{own}/review", approval)
    stage.city.officer.put(f"{own}/assignment", {"institution_id": stage.city.institution_id})
    stage.city.assessor.post(f"{own}/special-audit/proposal", {})

    held = first.get(own)
    entered = next(item for item in first.get(f"{own}/evidence")["items"] if item["kind"] == "invoice")
    [file] = held["attachments"]["acceptance_materials"]
    stage.know("acceptance", acceptance_id=held["id"], attachment_id=file["id"])
    stage.know("acceptance", item_id=entered["id"], flag_id=flag["id"])


def walk_files(client: ExaminedClient, where: str, enterprise: cast.Enterprise) -> None:
    """An Excel file by the template, and an electronic invoice."""
    book = load_workbook(io.BytesIO(client.download(f"{where}/evidence/template")))
    row = (f"HD-{enterprise.key}", "2026-10-22", cast.PROVIDER_CODE, enterprise.code, "1000.00", None)
    book["付款凭证"].append(row)
    filled = io.BytesIO()
    book.save(filled)
    excel = client.upload(filled.getvalue(), "evidence.xlsx", XLSX)
    client.post(f"{where}/evidence/imports", {"file": excel})
    electronic = digital_xml(f"2421{int(enterprise.key[-4:]):016d}", seller=cast.PROVIDER_CODE, buyer=enterprise.code)
    invoice_file = client.upload(electronic, "invoice.xml", "application/xml")
    client.post(f"{where}/evidence/invoice-files", {"files": [invoice_file]})
    client.download(f"{where}/evidence/match/content")


def walk_one(stage: Stage) -> Asked:
    """An enterprise of its own with an acceptance that was handed in."""
    enterprise, client, declaration = pilot(stage)
    project = filed(stage.city, client, declaration, enterprise)
    acceptance = after_news(lambda: client.post("/acceptances", {"project_id": project["id"]}), "acceptance_not_open")
    where = f"/acceptances/{acceptance['id']}"
    scan = client.upload(pdf(f"invoice of {enterprise.key}"), "invoice.pdf")
    items = f"{where}/evidence/items"
    entered = client.post(items, {"item": invoice(enterprise), "file": scan})
    client.post(items, {"item": payment(enterprise)})
    wrong = client.post(items, {"item": payment(enterprise, number="PZ-WRONG")})
    [item] = entered["items"]
    client.put(f"{items}/{item['id']}", {"item": invoice(enterprise, contract_line=1), "file": scan})
    client.delete(f"{items}/{wrong['items'][0]['id']}")
    said = {"item_id": item["id"], "line": 1, "parts": [{"amount_fen": PRICE_FEN, "contract_line": 1}]}
    client.put(f"{where}/evidence/allocations", {"allocations": [said]})
    walk_files(client, where, enterprise)
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
