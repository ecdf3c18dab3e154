"""Declarations that do not go straight on, and a pilot list that is published first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import orjson

from console.demo.building import filed
from console.demo.client import after_news
from console.demo.declaring import attach, declared, reviewed
from console.demo.documents import pdf
from policy.packs import compile_folder
from services.declaration.domain.level_pilot import level_pilot_id
from tests.api.stage import Stage
from tests.api.walks.assessment import report_of
from tests.api.walks.project import pilot
from tests.builders_assessment import some_answers
from tests.printed import code_in, text_of

_DISTRICT = {"verdict": "approved", "opinion": "符合条件", "step": "preliminary_review"}
_ASSESSOR = {"verdict": "approved", "opinion": "复核通过", "step": "recheck"}


def walk_declarations(stage: Stage) -> None:
    """One taken back, one found fault with and voided, one taken off the pilot list."""
    enterprise, client = stage.newcomer()
    draft = client.post("/declarations", {"call_id": stage.city.call_id})
    where = f"/declarations/{draft['id']}"
    filled = attach(client, where, "audit_report", "the wrong one")
    client.delete(f"{where}/attachments/{filled['attachments']['audit_report'][0]['id']}")
    client.get(f"{where}/check")
    declared(stage.city, client, enterprise)
    client.post(f"{where}/withdrawal", {"text": "另行申报"})

    enterprise, client, declaration = stage.declaration()
    where = f"/declarations/{declaration['id']}"
    finding = {"found_on": stage.clock.today().isoformat(), "place": "现场", "text": "设备与申报一致"}
    stage.city.reviewer_of(enterprise.division).post(f"{where}/findings", finding)
    stage.city.officer.post(f"{where}/voidance", {"reason_code": "duplicate", "text": "重复申报"})

    enterprise, client, declaration = stage.declaration()
    reviewed(stage.city, client, declaration, enterprise)
    stage.city.officer.post(f"/pilots/{declaration['id']}/delisting", {"reason": "主动退出"})

    own = stage.enterprise.get("/declarations")["items"][0]
    files = stage.enterprise.get(f"/declarations/{own['id']}")["attachments"]
    stage.know("declaration", declaration_id=own["id"], call_id=own["call_id"], page="basic")
    code = code_in(text_of(stage.enterprise.get(f"/declarations/{own['id']}/print")))
    stage.city.visitor.get(f"/declaration-prints/{code}")
    stage.know("declaration", attachment_id=files["stamped_form"][0]["id"], code=code, list_key="pilots")


def walk_pilot_list(stage: Stage) -> None:
    """A later version of the pack publishes the list first; it has a call of its own, which is closed again.

    A case moves to it, is published, and is objected to. The version after that publishes no list any more.
    """
    enterprise, _, declaration = stage.declaration()
    stage.city.reviewer_of(enterprise.division).post(f"/declarations/{declaration['id']}/review", _DISTRICT)
    release = release_changed(stage, "2", change=_publishing)
    officer = stage.city.officer
    where = f"/declarations/{declaration['id']}"
    officer.put(f"{where}/pack", {"pack": release["pack"], "reason": "按新办法办理"})
    after_news(lambda: officer.put(f"{where}/assignment", {"institution_id": stage.city.institution_id}))
    stage.city.assessor.post(f"{where}/review", _ASSESSOR)
    officer.post("/pilots", {"declaration_ids": [declaration["id"]]})
    notice = officer.post("/pilot-notices", {"declaration_ids": [declaration["id"]], "title": "试点企业公示"})
    line = notice["lines"][0]["declaration_id"]
    objection = {"raised_by": "某单位", "text": "不符合条件", "contact": "objector@demo.invalid"}
    stage.enterprise.post(f"/pilot-notices/{notice['id']}/lines/{line}/objections", objection)
    raised = officer.get(f"/pilot-notices/{notice['id']}/objections")["items"][0]["id"]
    decision = {"is_upheld": False, "findings": "经核查不成立"}
    officer.post(f"/pilot-notices/{notice['id']}/objections/{raised}/decision", decision)
    stage.know("declaration", notice_id=notice["id"], line_id=line, objection_id=raised)

    second = next(call for call in officer.get("/calls")["items"] if call["batch"] == "2024-2")
    close = partial(officer.post, f"/calls/{second['id']}/closing", {"reason": "名额已满"})
    after_news(close, "action_not_allowed")  # the timer opens it first
    officer.post(f"/calls/{second['id']}/opening")
    tomorrow = (stage.clock.now() + timedelta(days=1)).isoformat()
    extension = {"closes_at": tomorrow, "reason": "系统拥堵", "window_of": "district"}
    officer.post(f"/calls/{second['id']}/extension", extension)
    close()
    release_changed(stage, "3")


def walk_letters(stage: Stage) -> None:
    """A version of the pack passes the first step by a letter over several declarations; the next one no more."""
    enterprise, _, declaration = stage.declaration()
    release = release_changed(stage, "4", change=_with_letters)
    stage.city.officer.put(f"/declarations/{declaration['id']}/pack", {"pack": release["pack"], "reason": "联合行文"})
    district = stage.city.reviewer_of(enterprise.division)
    drawn_up = {"declaration_ids": [declaration["id"]], "opinion": "同意推荐"}
    called_off = district.post("/declaration-recommendations", drawn_up | {"opinion": "暂缓"})
    district.post(f"/declaration-recommendations/{called_off['id']}/withdrawal")
    where = f"/declaration-recommendations/{district.post('/declaration-recommendations', drawn_up)['id']}"
    code = code_in(text_of(district.get(f"{where}/print")))
    files = [{"slot": slot, "file": district.upload(pdf(slot), f"{slot}.pdf")} for slot in ("letter", "summary")]
    letter = {"document_number": "示工信发〔2026〕1号", "document_on": stage.clock.today().isoformat()}
    departments = {"departments": ["industry_bureau", "finance_bureau"], "files": files, "print_code": code}
    submitted = district.post(f"{where}/submission", letter | departments)
    stage.know("declaration", recommendation_id=submitted["id"], scan_id=submitted["attachments"]["letter"][0]["id"])
    stage.city.visitor.get(f"/declaration-prints/{code}")
    release_changed(stage, "5")


def walk_levels(stage: Stage) -> None:
    """A version of the pack lists whoever reaches the level; one of them is taken off that list again."""
    release_changed(stage, "6", change=_by_level)
    enterprise, client, declaration = pilot(stage)
    project = filed(stage.city, client, declaration, enterprise)
    asked = client.post("/assessment-requests", {"project_id": project["id"], "purpose": "evaluation"})
    assignment = {"institution_id": stage.city.institution_id}
    stage.city.officer.put(f"/assessment-requests/{asked['id']}/assignment", assignment)
    report = report_of(stage, asked["id"], some_answers())
    client.post(f"/assessments/{report['id']}/confirmation")
    delisting = f"/level-pilots/{level_pilot_id(UUID(declaration['case_id']))}/delisting"
    after_news(lambda: stage.city.officer.post(delisting, {"reason": "主动退出"}), "not_found")
    release_changed(stage, "7")


def _by_level(compiled: Any) -> None:
    by_level = {
        "key": "by_level",
        "title": "达到等级的企业",
        "from": "level_confirmed",
        "minimum_level": "minimum_level",
    }
    by_declaration = {"key": "pilots", "title": "试点企业", "from": "declaration"}
    compiled["pack"]["lists"] = [{**each, "assumed": "试验"} for each in (by_declaration, by_level)]


def _with_letters(compiled: Any) -> None:
    slots = [{**compiled["attachments"]["declaration"][1], "code": code} for code in ("letter", "summary")]
    compiled["attachments"]["recommendation"] = slots
    step = compiled["routes"]["declaration"]["steps"][0]
    bureaus = ({"code": "industry_bureau", "title": "工信局"}, {"code": "finance_bureau", "title": "财政局"})
    summary = {"title": "汇总表", "slot": "summary", "table": "declaration.needs.scenarios"}
    step["attachments"] = "recommendation"
    step["requires_document"] = {
        "title": "联合行文",
        "departments": list(bureaus),
        "letter": "letter",
        "summary": summary,
        "assumed": "试验",
    }


def _publishing(compiled: Any) -> None:
    notices = compiled["pack"]["notices"]
    notices["pilot_list"] = {**notices["allocation_plan"], "title": "试点企业名单公示"}


def release_changed(stage: Stage, version: str, *, change: Callable[[Any], None] = lambda compiled: None) -> Any:
    """A later version of the pack with a second call, and whatever else is changed."""
    compiled = orjson.loads(compile_folder(stage.demonstration.pack))
    pack = compiled["pack"]
    pack["version"] = version
    pack["calls"].append({**pack["calls"][0], "key": "second", "batch": "2024-2"})
    change(compiled)
    administrator = stage.city.administrator
    file = administrator.upload(orjson.dumps(compiled), "pack.json", "application/json")
    return administrator.post("/packs", {"file": file})
