"""Awards that are asked for, in a programme of its own: taken back, returned, and approved."""

from __future__ import annotations

from typing import Any

import orjson

from console.demo.client import after_news
from console.demo.declaring import attach
from policy.packs import compile_folder
from tests.api.stage import Stage

PROGRAMME = "asked-for-2026"
NAME = "service_application"
WHY = {"assumed": "试验"}


def walk_applications(stage: Stage) -> None:
    """One application that is taken back with its file, and one that is returned, corrected and approved."""
    _release(stage)
    client, officer, wanted = stage.enterprise, stage.city.officer, {"stage": NAME, "programme_year": PROGRAMME}
    wrong = after_news(lambda: client.post("/award-applications", wanted), "invalid")
    client.post(f"/award-applications/{wrong['id']}/withdrawal", {"text": "填错"})

    draft = client.post("/award-applications", wanted, key="again")
    where = f"/award-applications/{draft['id']}"
    filled = attach(client, where, "proofs", "the wrong one")
    client.delete(f"{where}/attachments/{filled['attachments']['proofs'][0]['id']}")
    client.put(f"{where}/answers/request", {"answers": {"summary": "诊断服务"}})
    proved = attach(client, where, "proofs", "proof")
    client.post(f"{where}/submission")
    item = {"kind": "field", "name": "request.summary", "reason_code": "unclear", "text": "请写明"}
    officer.post(f"{where}/review", {"verdict": "returned", "opinion": "请补正", "items": [item]})
    client.post(f"{where}/submission", key="again")
    officer.post(f"{where}/review", {"verdict": "approved", "opinion": "同意"})

    file_id = proved["attachments"]["proofs"][0]["id"]
    stage.know("funding", application_id=draft["id"], attachment_id=file_id, page="request")


def _release(stage: Stage) -> None:
    """The demonstration's pack as a programme in which one more line can be asked for."""
    compiled = orjson.loads(compile_folder(stage.demonstration.pack))
    compiled["pack"]["programme_year"] = PROGRAMME
    compiled["pack"]["numbers"]["award"]["format"] = "FW{year}{sequence:05}"
    _ask_for(compiled)
    administrator = stage.city.administrator
    file = administrator.upload(orjson.dumps(compiled), "pack.json", "application/json")
    administrator.post("/packs", {"file": file})


def _ask_for(compiled: Any) -> None:
    summary = {"key": "summary", "title": "事项", "type": "text", "max_length": 100}
    page = {"key": "request", "title": "申请信息", "fields": [summary]}
    compiled["forms"][NAME] = {"key": NAME, "title": "服务补贴申请", **WHY, "pages": [page]}
    slot = {"code": "proofs", "title": "证明材料", "instructions": "上传证明", "media_types": ["application/pdf"]}
    compiled["attachments"][NAME] = [{**slot, "max_files": 3, "max_bytes": 1_000_000, **WHY}]
    step = {
        "step": "review",
        "title": "市级审核",
        "role": "city_officer",
        "division_level": "city",
        "working_days": None,
    }
    steps = [{**step, "outcomes": ["approved", "returned", "rejected"], **WHY}]
    compiled["routes"][NAME] = {"title": "服务补贴审核", "resumes_at": "first_step", **WHY, "steps": steps}
    compiled["conditions"]["gates"][NAME] = []
    asked = {"form": NAME, "attachments": NAME, "route": NAME, "gate": NAME, "awards": ["service"]}
    stage = {"name": NAME, "title": "服务补贴申请", "service": "funding", "actor": "applicant", **asked, **WHY}
    compiled["lifecycle"].append(stage)
    amount = {"title": "每次", "unit": "yuan", "by": "applied_on", "values": [{"value": "1000", **WHY}]}
    recovery = {"recovers": True, "title": "核减后追回", **WHY}
    tranche = {"key": "whole", "title": "服务补贴", "settles": True, "recovery": recovery, **WHY}
    line = {name: each for name, each in compiled["subsidy"]["lines"][0].items() if name not in ("base", "source")}
    line |= {"key": "service", "title": "服务补贴", "gate": NAME, "tiers": [{"flat": amount}], **WHY}
    line["tranches"] = [{**tranche, "trigger": "award_application_approved"}]
    compiled["subsidy"]["lines"].append(line)
