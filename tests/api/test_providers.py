"""Providers over HTTP: suspended by findings, reinstated on appeal; rated from their projects (XB3, XB8, XB9)."""

from __future__ import annotations

from typing import Any

import pytest

from console.demo import cast
from console.demo.client import after_news
from tests.api.examiner import ExaminedClient
from tests.api.stage import SETTING_SECONDS, Stage
from tests.api.walks.project import pilot
from tests.api.walks.providers import recognised, suspended

pytestmark = pytest.mark.timeout(SETTING_SECONDS)


def test_a_provider_suspended_by_findings_is_reinstated_on_appeal(stage: Stage) -> None:
    """Contracts with it are refused from the suspension on, and no longer once the appeal was upheld."""
    provider, provider_id = recognised(stage, cast.code(9201))
    _, enterprise, declaration = pilot(stage)
    project = after_news(lambda: enterprise.post("/projects", {"case_id": declaration["case_id"]}), "pilot_not_listed")
    basic = {"project_name": "示例项目", "provider": provider_id}
    enterprise.put(f"/projects/{project['id']}/answers/basic", {"answers": basic})
    allowed = refused_for_its_provider(enterprise, project, until=False)

    measure = suspended(stage, provider_id)
    blocked = refused_for_its_provider(enterprise, project, until=True)
    (own,) = provider.get("/organisation/measures")["items"]
    pool_meanwhile = providers(stage)
    provider.post(f"/provider-measures/{measure['id']}/appeal", {"text": "改造属实，附现场照片"})
    (waiting,) = stage.city.officer.get("/provider-measures", state="appealed")["items"]
    decision = {"is_upheld": True, "opinion": "经核实，改造属实"}
    decided = stage.city.officer.post(f"/provider-measures/{waiting['id']}/appeal/decision", decision)

    assert (allowed, blocked) == (False, True)
    assert (own["state"], own["may_appeal"], own["finding_ids"]) == ("in_force", True, measure["finding_ids"])
    assert provider_id not in pool_meanwhile
    assert decided["state"] == "overturned"
    assert refused_for_its_provider(enterprise, project, until=False) is False
    assert provider_id in providers(stage)
    history = provider.get(f"/organisation/history/{measure['id']}")["items"]
    assert [row["action"] for row in history] == ["take_measure", "appeal", "decide_appeal"]


def test_a_rating_drills_down_to_the_projects_behind_it(stage: Stage) -> None:
    project = stage.enterprise.get("/projects")["items"][0]["id"]

    shown = stage.provider.get("/organisation/performance")

    parts = {part["criterion"]: part for part in shown["parts"]}
    behind = {each["project_id"]: each for each in shown["projects"]}
    assert project in parts["acceptance"]["projects"]
    assert project in parts["satisfaction"]["projects"]
    assert (behind[project]["is_passed"], behind[project]["satisfaction"]) == (True, 5)
    assert behind[project]["comment"] is None, "comments are the bureau's"
    assert shown["rating"]["band"] in {"excellent", "good", "sufficient", "insufficient"}


def refused_for_its_provider(enterprise: ExaminedClient, project: dict[str, Any], *, until: bool) -> bool:
    """Whether handing in would be refused because of the provider, asked until the news has arrived."""
    for _ in range(100):
        check = enterprise.get(f"/projects/{project['id']}/check")
        found = any(problem["code"] == "provider_enrolled" for problem in check["problems"])
        if found is until:
            break
    return found


def providers(stage: Stage) -> set[str]:
    """Everybody whom the public sees in the pool."""
    return {item["id"] for item in stage.city.visitor.get("/providers", limit=200)["items"]}
