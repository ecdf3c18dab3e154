"""Money on every way but the straight one: plans withdrawn, objections, returns, recoveries, nettings."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any
from uuid import uuid4

from console.demo.building import accepted, filed, reported
from console.demo.paying import CATEGORY, award_of
from contracts.money import Money
from tests.api.stage import Stage
from tests.api.walks.project import pilot

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def walk_funding(stage: Stage) -> None:
    """Four awards: all planned and published; one is paid and claimed back, one returned, one recalled, one netted."""
    cases = [pilot(stage) for _ in range(3)]
    awards = [_award(stage, *case) for case in (*cases, _again(*cases[1]))]
    _choose(stage, awards[0])
    tranches = [award["tranches"][0]["id"] for award in awards]
    reviewer = stage.roles["district_reviewer"]
    year = stage.clock.today().year
    _budgets(stage, awards, year)
    document = stage.document(reviewer, "recommendation")
    recommendation = reviewer.post("/recommendations", {**document, "tranche_ids": tranches})
    plan = _published_plan(stage, tranches, year)
    stage.wait_until(plan["notice"]["closes_at"])
    lines = [line["id"] for line in plan["lines"]]
    document = stage.document(stage.finance_checker, "release")
    release = stage.finance_checker.post(f"/allocation-plans/{plan['id']}/releases", {**document, "line_ids": lines})
    stage.know("funding", plan_id=plan["id"], release_id=release["id"], recommendation_id=recommendation["id"])
    stage.city.officer.post(f"/tranches/{tranches[0]}/recall", {"reason": "企业放弃"})
    stage.city.officer.post(f"/projects/{awards[0]['project_id']}/honour", {"reason": "企业不申请资金"})
    _choose_instrument(stage, awards[1]["id"])
    _pay(stage, tranches[1], tranches[2])
    _claim_back(stage, tranches[1], tranches[3])
    _supports(stage, cases[0][0].code)
    sheet = stage.finance_maker.download(f"/allocation-plans/{plan['id']}/sheet")
    file = stage.finance_maker.upload(sheet, "plan.xlsx", XLSX)
    assert stage.finance_maker.post("/sheet-checks", {"file": file})["is_whole"]
    own = stage.enterprise.get("/projects")["items"][0]
    award = stage.enterprise.get(f"/projects/{own['id']}/awards")["items"][0]
    stage.know("funding", project_id=own["id"], case_id=own["case_id"], pack=own["pack"])
    stage.know("funding", award_id=award["id"], tranche_id=award["tranches"][0]["id"])
    stage.know("funding", programme_year=own["pack"].split("/")[1].split("@")[0], fund_category=CATEGORY)


def _award(stage: Stage, enterprise: Any, client: Any, declaration: dict[str, Any]) -> dict[str, Any]:
    project = filed(stage.city, client, declaration, enterprise)
    reported(client, project)
    accepted(stage.city, client, project, enterprise)
    return award_of(stage.city.officer, project["id"])


def _again(enterprise: Any, client: Any, declaration: dict[str, Any]) -> tuple[Any, Any, dict[str, Any]]:
    """For another project of the same enterprise, with papers of its own."""
    twin = replace(enterprise, key=f"{enterprise.key}-2")
    return twin, replace(client, key_prefix=f"{client.key_prefix}-2"), declaration


def _choose_instrument(stage: Stage, award_id: str) -> None:
    stage.city.officer.put(f"/awards/{award_id}/instrument", {"instrument": "bank_transfer"})


def _choose(stage: Stage, award: dict[str, Any]) -> None:
    stage.city.officer.post(f"/awards/{award['id']}/calculation")
    stage.city.officer.put(f"/awards/{award['id']}/showcase", {"is_chosen": True, "reason": "成效突出"})
    spend = {"category": "software", "link": "business_system", "amount_fen": 400_000_00, "invoice_on": "2026-10-20"}
    trial = {"programme_year": "sme-digital-2024", "contract_on": "2024-12-20", "level": 2, "spend": [spend]}
    stage.city.visitor.post("/trial-calculations", trial)


def _budgets(stage: Stage, awards: list[dict[str, Any]], year: int) -> None:
    """Enough of every source, confirmed by somebody else; and a line that was entered by mistake."""
    maker, checker = stage.finance_maker, stage.finance_checker
    for source in awards[0]["shares"]:
        line = {"fund_source": source, "fund_year": year, "category": CATEGORY}
        line["amount_fen"] = sum(award["shares"][source] for award in awards)
        entered = maker.post("/budget-lines", {**line, **stage.document(maker, f"budget {source}")})
        checker.post(f"/budget-lines/{entered['id']}/confirmation")
        mistaken = maker.post("/budget-lines", {**line, **stage.document(maker, f"mistake {source}")})
        maker.post(f"/budget-lines/{mistaken['id']}/withdrawal")
        stage.know("funding", line_id=entered["id"], fund_source=source, fund_year=year, category=CATEGORY)
    stage.know("funding", figure="paid")


def _published_plan(stage: Stage, tranches: list[str], year: int) -> dict[str, Any]:
    """A plan is withdrawn, another one changed, approved, published, and objected to in vain."""
    officer = stage.city.officer
    head = {"title": f"资金分配方案 {uuid4()}", "fund_year": year}
    first = officer.post("/allocation-plans", {**head, "tranche_ids": tranches[:1]})
    officer.post(f"/allocation-plans/{first['id']}/withdrawal", {"reason": "重新编制"})
    plan = officer.post("/allocation-plans", {**head, "tranche_ids": tranches[:2]})
    where = f"/allocation-plans/{plan['id']}"
    removed = plan["lines"][0]
    officer.post(f"{where}/lines/{removed['id']}/withdrawal", {"reason": "暂缓"})
    officer.post(f"{where}/lines", {"tranche_ids": [tranches[0], *tranches[2:]]})
    decision = {**stage.document(officer, "minutes"), "verdict": "approved"}
    officer.post(f"{where}/meeting-decision", decision)
    plan = officer.post(f"{where}/publication")
    notice, line = plan["notice"]["id"], plan["notice"]["lines"][0]["id"]
    objection = {"raised_by": "某单位", "text": "设备是旧的", "contact": "objector@demo.invalid"}
    raised = stage.enterprise.post(f"/allocation-notices/{notice}/lines/{line}/objections", objection)
    found = {"is_upheld": False, "findings": "经核查不成立"}
    officer.post(f"/allocation-notices/{notice}/objections/{raised['id']}/decision", found)
    stage.know("funding", notice_id=notice, objection_id=raised["id"])
    return dict(officer.get(where))


def _pay(stage: Stage, paid: str, returned: str) -> None:
    """One is paid and claimed back; one comes back and is corrected."""
    maker, checker, officer = stage.finance_maker, stage.finance_checker, stage.city.officer
    batch = maker.post("/payment-batches", {"tranche_ids": [paid, returned]})
    checker.post(f"/payment-batches/{batch['id']}/check", {"is_approved": True, "opinion": "复核无误"})
    export = checker.post(f"/payment-batches/{batch['id']}/exports", {"file_format": "csv"})
    stage.know("funding", batch_id=batch["id"], export_id=export["id"])
    file = maker.upload(_results(batch, returned), "bank.csv", "text/csv")
    maker.post("/bank-results", {"file": file})
    officer.post(f"/tranches/{returned}/correction", {"adopt_account": False, "reason": "户名已核对"})


def _claim_back(stage: Stage, paid: str, later: str) -> None:
    """Two fen are claimed back: one is kept from a later payment, one is paid back."""
    maker, checker, officer = stage.finance_maker, stage.finance_checker, stage.city.officer
    claim = {**stage.document(officer, "recovery"), "reason": "项目未运行", "article": "第十条", "amount_fen": 2}
    recovery = officer.post(f"/tranches/{paid}/recovery", claim)
    where = f"/recoveries/{recovery['id']}"
    netting = {"tranche_id": later, "reason": "抵扣", "amount_fen": 1}
    given_up = officer.post(f"{where}/nettings", {**netting, **stage.document(officer, "netting 1")})
    officer.post(f"/nettings/{given_up['id']}/withdrawal")
    proposed = officer.post(f"{where}/nettings", {**netting, **stage.document(officer, "netting 2")})
    checker.post(f"/nettings/{proposed['id']}/confirmation")
    settled = {"settled_on": stage.clock.today().isoformat(), "bank_reference": f"TH-{uuid4()}"}
    maker.post(f"{where}/settlement", settled)
    stage.know("funding", recovery_id=recovery["id"], netting_id=proposed["id"])


def _supports(stage: Stage, credit_code: str) -> None:
    """What another policy gave is recorded, paid back, withdrawn, and imported."""
    officer = stage.city.officer
    support = {"credit_code": credit_code, "purpose": "transformation", "policy": "技术改造补助", "granted_by": "city"}
    returned, mistaken = (
        officer.post("/supports", {**support, "year": year, "amount_fen": 100}) for year in (2022, 2023)
    )
    officer.post(f"/supports/{returned['id']}/return", {"reason": "已退还"})
    officer.post(f"/supports/{mistaken['id']}/withdrawal", {"reason": "误录"})
    rows = [
        "统一社会信用代码,支持事项,年度,金额（元）,政策名称,支持层级",
        f"{credit_code},transformation,2024,1.00,技改,city",
    ]
    file = officer.upload("\n".join(rows).encode(), "supports.csv", "text/csv")
    officer.post("/support-imports", {"file": file})


def _results(batch: dict[str, Any], returned: str) -> bytes:
    """What the bank says: everything paid but the one that came back."""
    content = io.StringIO()
    rows = csv.writer(content)
    rows.writerow(["指令号", "金额（元）", "状态", "日期", "银行流水号", "原因"])
    total = Money(0)
    for instruction in batch["instructions"]:
        amount = Money(instruction["amount_fen"])
        total += amount
        came_back = instruction["tranche_id"] == returned
        verdict = "退回" if came_back else "已支付"
        on = batch["made_at"][:10]
        rows.writerow(
            [instruction["number"], amount.as_yuan(), verdict, on, str(uuid4()), "账号不符" if came_back else ""]
        )
    rows.writerow(["合计", total.as_yuan(), len(batch["instructions"]), "", "", ""])
    return content.getvalue().encode()
