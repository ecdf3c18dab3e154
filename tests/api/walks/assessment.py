"""Assessments: an enterprise's own, an institution's diagnosis with a dispute, an evaluation that is repeated."""

from __future__ import annotations

from typing import Any

from console.demo import cast
from console.demo.building import filed
from console.demo.declaring import attach
from console.demo.documents import pdf
from policy.assessment_answers import Answers
from tests.api.examiner import ExaminedClient
from tests.api.stage import Stage
from tests.api.walks.project import pilot
from tests.builders_assessment import as_body, levels_for, some_answers
from tests.printed import code_in, text_of

NEED = {"scope": "own", "link": "production", "aim": "quality", "text": "工序数据靠人工记录", "advice": "上线质量追溯"}
LOW = some_answers(scenarios=levels_for(0, 0, 0))


def walk_assessments(stage: Stage) -> None:
    """The enterprise assesses itself; the institution's diagnosis is disputed, and confirmed the second time."""
    enterprise, client, declaration = pilot(stage)
    project = filed(stage.city, client, declaration, enterprise)
    begin = {"project_id": project["id"], "stage": "before"}
    wrong = client.post("/assessments", begin)
    client.post(f"/assessments/{wrong['id']}/discard")
    own = client.post("/assessments", begin, key="again")
    where = f"/assessments/{own['id']}"
    client.put(f"{where}/answers", as_body(some_answers()))
    held = client.post(f"{where}/evidence", {"slot": "f1", "file": client.upload(pdf("network"), "网络拓扑图.pdf")})
    client.delete(f"{where}/evidence/{held['evidence']['f1'][0]['id']}")
    client.post(f"{where}/submission")
    stage.know("acceptance", code=code_in(text_of(client.get(f"{where}/print"))))

    asked = client.post(
        "/assessment-requests", {"project_id": project["id"], "purpose": "diagnosis", "wish": "免费诊断"}
    )
    items = [{"request_id": asked["id"], "institution_id": stage.city.institution_id}]
    stage.city.officer.post("/assessment-assignments", {"items": items})
    diagnosis = report_of(stage, asked["id"], some_answers())
    where = f"/assessments/{diagnosis['id']}"
    client.post(f"{where}/dispute", {"reasons": [{"text": "设备数量有误", "item": "f2"}]})
    stage.city.officer.post(f"{where}/dispute/decision", {"is_upheld": True, "opinion": "请核实后重新提交"})
    stage.city.assessor.put(f"{where}/diagnosis", {"summary": "先建制造执行系统", "needs": [NEED]})
    stage.city.assessor.post(f"{where}/submission", key="again")
    confirmed = client.post(f"{where}/confirmation")
    [file] = confirmed["evidence"]["report"]
    stage.know("acceptance", assessment_id=confirmed["id"], request_id=asked["id"], file_id=file["id"])
    imported(stage, enterprise)


def walk_evaluation(stage: Stage) -> None:
    """Below the level the enterprise improves and asks again; the second time it reaches it."""
    enterprise, client, declaration = pilot(stage)
    project = filed(stage.city, client, declaration, enterprise)
    wanted = {"project_id": project["id"], "purpose": "evaluation"}
    withdrawn = client.post("/assessment-requests", wanted)
    client.post(f"/assessment-requests/{withdrawn['id']}/withdrawal")
    asked = client.post("/assessment-requests", wanted, key="again")
    where = f"/assessment-requests/{asked['id']}"
    for number, answers in enumerate((LOW, some_answers())):
        if number:
            client.post(f"{where}/submission", {"wish": "已补充改造"})
        assignment = {"institution_id": stage.city.institution_id}
        stage.city.officer.put(f"{where}/assignment", assignment, key=str(number))
        report = report_of(stage, asked["id"], answers)
        client.post(f"/assessments/{report['id']}/confirmation")
    assert client.get(where)["state"] == "settled"


def report_of(stage: Stage, request_id: str, answers: Answers) -> dict[str, Any]:
    """What the assigned institution hands in."""
    assessor: ExaminedClient = stage.city.assessor
    level = answers.scenarios["product_design"]
    begun = assessor.post("/assessments", {"request_id": request_id}, key=f"level {level}")
    where = f"/assessments/{begun['id']}"
    assessor.put(f"{where}/answers", as_body(answers))
    attach(assessor, where, "report", f"report of {begun['id']}", under="evidence")
    submitted: dict[str, Any] = assessor.post(f"{where}/submission")
    return submitted


def imported(stage: Stage, enterprise: cast.Enterprise) -> None:
    """What was found before, as six values."""
    row = {
        "credit_code": enterprise.code,
        "assessed_on": "2025-03-01",
        "level": 1,
        "dimensions": {"foundation": "15.5", "management": "9", "effect": "6.125"},
        "binding": 4,
        "guiding": 2,
    }
    told = stage.city.officer.post("/assessment-imports", {"programme_year": cast.PROGRAMME, "rows": [row]})
    assert [each["refusal"] for each in told["items"]] == [None]
