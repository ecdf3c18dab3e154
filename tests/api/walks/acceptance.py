"""Acceptances that are taken back and that the city ends, with files and reports that were the wrong ones."""

from __future__ import annotations

from console.demo.building import filed, fill_in_request
from console.demo.client import after_news
from console.demo.declaring import attach
from tests.api.stage import Stage
from tests.api.walks.project import pilot


def walk_acceptances(stage: Stage) -> None:
    """One enterprise asks twice: the first request is taken back, the second gets as far as the assessor."""
    enterprise, client, declaration = pilot(stage)
    project = filed(stage.city, client, declaration, enterprise)
    wanted = {"project_id": project["id"]}
    acceptance = after_news(lambda: client.post("/acceptances", wanted), "acceptance_not_open")
    where = f"/acceptances/{acceptance['id']}"
    filled = attach(client, where, "acceptance_materials", "the wrong one")
    client.delete(f"{where}/attachments/{filled['attachments']['acceptance_materials'][0]['id']}")
    client.get(f"{where}/check")
    fill_in_request(client, where, enterprise)
    client.post(f"{where}/withdrawal", {"text": "材料有误"})

    again = client.post("/acceptances", {"project_id": project["id"]}, key="again")
    where = f"/acceptances/{again['id']}"
    fill_in_request(client, where, enterprise)
    approval = {"verdict": "approved", "opinion": "材料完整", "step": "completeness_check"}
    stage.city.reviewer_of(enterprise.division).post(f"{where}/review", approval)
    stage.city.officer.put(f"{where}/assignment", {"institution_id": stage.city.institution_id})
    reported = attach(stage.city.assessor, where, "acceptance_report", "the wrong one", under="reports")
    report = reported["reports"]["acceptance_report"][0]["id"]
    stage.city.assessor.delete(f"{where}/reports/{report}")
    stage.city.officer.post(f"{where}/voidance", {"reason_code": "fraud", "text": "材料虚假"})

    own = stage.enterprise.get("/acceptances")["items"][0]
    files = stage.enterprise.get(f"/acceptances/{own['id']}")["attachments"]
    stage.know("acceptance", acceptance_id=own["id"], attachment_id=files["acceptance_materials"][0]["id"])
    stage.know("acceptance", page="request", form="evaluation")
