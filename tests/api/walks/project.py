"""Projects that are taken back, handed in one by one, found fault with, and ended."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from console.demo import cast
from console.demo.building import filed, fill_in, payee_account_of
from console.demo.city import release
from console.demo.client import after_news
from console.demo.declaring import attach, reviewed
from console.demo.documents import pdf
from tests.api.examiner import ExaminedClient
from tests.api.stage import Stage
from tests.builders_staged import STAGED, staged_folder
from tests.flow.town import eventually
from tests.printed import code_in, text_of


def walk_projects(stage: Stage) -> None:
    """One is handed in, taken back, and one is enrolled, looked at and ended."""
    enterprise, client, declaration = pilot(stage)
    project = after_news(lambda: client.post("/projects", {"case_id": declaration["case_id"]}), "pilot_not_listed")
    where = f"/projects/{project['id']}"
    filled = attach(client, where, "contract", "the wrong one")
    client.delete(f"{where}/attachments/{filled['attachments']['contract'][0]['id']}")
    client.get(f"{where}/check")
    fill_in(stage.city, client, where, enterprise, payee_account=payee_account_of(client, enterprise))
    after_news(lambda: client.post(f"{where}/submission"), "dossier_incomplete")
    client.post(f"{where}/withdrawal", {"text": "合同有变"})

    enterprise, client, declaration = pilot(stage)
    project = filed(stage.city, client, declaration, enterprise)
    where = f"/projects/{project['id']}"
    walk_amendment(stage, client, where, enterprise)
    training = walk_training(stage, client, where, enterprise)
    finding = {"found_on": stage.clock.today().isoformat(), "place": "现场", "text": "进度正常"}
    stage.city.reviewer_of(enterprise.division).post(f"{where}/findings", finding)
    walk_spot_check(stage, project, enterprise)
    walk_national_results(stage, project["id"])
    client.post(f"{where}/termination", {"reason": "主动放弃"})

    own = stage.enterprise.get("/projects")["items"][0]
    files = stage.enterprise.get(f"/projects/{own['id']}")["attachments"]
    code = code_in(text_of(stage.enterprise.get(f"/projects/{own['id']}/undertaking/print")))
    stage.city.visitor.get(f"/undertaking-prints/{code}")
    about = {
        "attachment_id": files["contract"][0]["id"],
        "page": "basic",
        "code": code,
        "stage": "filing",
        "training_id": training,
    }
    stage.know("project", project_id=own["id"], **about)


def walk_national_results(stage: Stage, project_id: str) -> None:
    """What the national platform answered about a project is taken in."""
    result = {"line_id": "N-1", "project_id": project_id, "found_on": stage.clock.today().isoformat(), "text": "请补充"}
    file = stage.city.officer.upload(json.dumps(result).encode(), "results.jsonl", "application/x-ndjson")
    stage.city.officer.post("/national-results", {"file": file})


def walk_spot_check(stage: Stage, project: dict[str, Any], enterprise: cast.Enterprise) -> None:
    """All running projects of the division are drawn, one is found fault with, and its enterprise is warned."""
    officer, project_id, enterprise_id = stage.city.officer, project["id"], project["applicant"]["id"]
    drawn = officer.post("/spot-checks", {"size": 200, "division": enterprise.division, "seed": "2026-1"})
    found = {"outcome": "finding", "checked_on": stage.clock.today().isoformat(), "place": "车间", "text": "设备未到场"}
    officer.post(f"/spot-checks/{drawn['id']}/projects/{project_id}/result", found | {"severity": "minor"})
    stage.know("project", spot_check_id=drawn["id"])
    warning = officer.post(
        "/warnings",
        {"enterprise_id": enterprise_id, "effect": "none", "reason": "设备未到场", "article": "工作方案第六条"},
    )
    officer.post(f"/warnings/{warning['id']}/lifting", {"reason": "已整改"})


def walk_move(stage: Stage) -> None:
    """In a programme of its own, that begins with projects: one is handed in, and moved to the next version."""
    with tempfile.TemporaryDirectory() as place:
        first, second = (staged_folder(Path(place), city=cast.CITY, version=version) for version in ("1", "2"))
        release(stage.city.administrator, first)
        (call,) = [each for each in stage.city.visitor.get("/calls")["items"] if each["programme_year"] == STAGED]
        eventually(lambda: stage.city.visitor.get(f"/calls/{call['id']}")["state"] == "open")
        _, client = stage.newcomer()
        wanted = {"call_id": call["id"]}
        project = after_news(lambda: client.post("/projects", wanted), "stage_not_open")
        where = f"/projects/{project['id']}"
        basic = {**project["answers"]["basic"], "project_name": "产线改造", "diagnosis": "self"}
        client.put(f"{where}/answers/basic", {"answers": basic})
        client.post(f"{where}/submission")
        release(stage.city.administrator, second)
    moved = {"pack": f"{cast.CITY}/{STAGED}@2", "reason": "条款更正"}
    after_news(lambda: stage.city.officer.put(f"{where}/pack", moved), "invalid")


def walk_amendment(stage: Stage, client: ExaminedClient, where: str, enterprise: cast.Enterprise) -> None:
    """The contract of an enrolled project is amended: taken back once, then handed in and reviewed."""
    filing = f"{where}/stages/filing"
    client.post(filing, {"reason": "合同条款有误"})
    client.post(f"{filing}/withdrawal", {"text": "暂不变更"})
    begun = client.post(filing, {"reason": "增购一项服务"})
    client.put(f"{filing}/answers/contract", {"answers": begun["answers"]["contract"]})
    text_version = client.get(f"{filing}/form")["commitment"]["text_version"]
    client.put(f"{filing}/undertaking-confirmation", {"text_version": text_version})
    attached = attach(client, filing, "contract", "the amended contract")
    client.delete(f"{filing}/attachments/{attached['attachments']['contract'][-1]['id']}")
    client.get(f"{filing}/check")
    client.post(f"{filing}/submission")
    stage.city.reviewer_of(enterprise.division).post(f"{filing}/review", {"verdict": "approved", "opinion": "同意变更"})
    stage.city.officer.put(f"{filing}/assignment", {"institution_id": stage.city.institution_id})
    stage.city.assessor.post(f"{filing}/review", {"verdict": "approved", "opinion": "同意变更"})


def walk_training(stage: Stage, client: ExaminedClient, where: str, enterprise: cast.Enterprise) -> str:
    """A training is recorded, returned, corrected and confirmed. Gives its id."""
    page = {"course": "设备联网操作", "held_on": stage.clock.today().isoformat(), "persons": 12, "class_hours": "12"}
    proof = {"slot": "training_proof", "file": client.upload(pdf("sign-in sheet"), "sheet.pdf")}
    training = {"answers": {"training": page}, "files": [proof]}
    recorded = client.post(f"{where}/training-records", training)
    one = f"/training-records/{recorded['id']}"
    reviewer = stage.city.reviewer_of(enterprise.division)
    item = {"kind": "attachment", "name": "training_proof", "reason_code": "unclear", "text": "请重新扫描"}
    reviewer.post(f"{one}/review", {"verdict": "returned", "opinion": "签到表不清晰", "items": [item]})
    corrected = client.put(one, training)
    reviewer.get("/to-do/training-records")
    reviewer.post(f"{one}/review", {"verdict": "approved"})
    client.download(f"{one}/attachments/{corrected['attachments']['training_proof'][0]['id']}/content")
    return str(recorded["id"])


def pilot(stage: Stage) -> tuple[cast.Enterprise, ExaminedClient, dict[str, Any]]:
    """A newcomer on the pilot list."""
    enterprise, client, declaration = stage.declaration()
    return enterprise, client, reviewed(stage.city, client, declaration, enterprise)
