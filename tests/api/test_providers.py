"""Providers over HTTP: suspended by findings, reinstated on appeal; rated from their projects (XB3, XB8, XB9)."""

from __future__ import annotations

from typing import Any

import pytest

from console.demo import cast
from console.demo.building import filed
from console.demo.client import Refused, after_news
from console.demo.declaring import SLOTS, attach, pages
from tests.api.examiner import ExaminedClient
from tests.api.stage import SETTING_SECONDS, Stage
from tests.api.walks.project import pilot
from tests.api.walks.providers import GROUNDS, delegate, integrator
from tests.flow.town import eventually

pytestmark = pytest.mark.timeout(SETTING_SECONDS)


@pytest.mark.shows("XB8", "XB3")
def test_a_provider_suspended_by_findings_is_reinstated_on_appeal(stage: Stage) -> None:
    """Contracts with it are refused from the suspension on, and no longer once the appeal was upheld."""
    provider, officer, provider_id = stage.provider, stage.city.officer, stage.provider.get("/organisation")["id"]
    enterprise, client, declaration = pilot(stage)
    checked = filed(stage.city, client, declaration, enterprise)
    found = {"concerns": "provider", "severity": "major", "place": "车间", "text": "设备未到场"}
    where, today = f"/projects/{checked['id']}/findings", stage.clock.today().isoformat()
    finding = stage.city.reviewer_of(enterprise.division).post(where, found | {"found_on": today})["findings"][-1]["id"]
    draft = other_draft(stage, provider_id)
    allowed, costs = refused_for_its_provider(*draft, until=False), costs_of(provider, finding, until=True)

    ground = {"kind": "suspension", "finding_ids": [finding], **GROUNDS}
    measure = officer.post(f"/pool-entries/{provider_id}/measures", ground)
    blocked = refused_for_its_provider(*draft, until=True)
    (own,) = provider.get("/organisation/measures")["items"]
    pool_meanwhile = providers(stage)
    provider.post(f"/provider-measures/{measure['id']}/appeal", {"text": "改造属实，附现场照片"})
    (waiting,) = officer.get("/provider-measures", state="appealed")["items"]
    decision = {"is_upheld": True, "opinion": "经核实，改造属实"}
    decided = officer.post(f"/provider-measures/{waiting['id']}/appeal/decision", decision)

    assert (allowed, costs, blocked) == (False, "10", True)
    assert (own["state"], own["may_appeal"], own["finding_ids"]) == ("in_force", True, [finding])
    assert provider_id not in pool_meanwhile
    assert decided["state"] == "overturned"
    assert refused_for_its_provider(*draft, until=False) is False
    assert provider_id in providers(stage)
    assert costs_of(provider, finding, until=False) is None
    history = provider.get(f"/organisation/history/{measure['id']}")["items"]
    assert [row["action"] for row in history] == ["take_measure", "appeal", "decide_appeal"]


@pytest.mark.shows("XB9")
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


@pytest.mark.shows("ZS4")
def test_an_agent_declares_for_an_enterprise_until_it_is_revoked(stage: Stage) -> None:
    """What it does stays the enterprise's, the history names both, and the statement is the enterprise's alone."""
    agent, (enterprise, client) = integrator(stage, cast.code(9202), "agents-2026"), stage.newcomer()
    (call,) = [each for each in stage.city.officer.get("/calls")["items"] if each["programme_year"] == "agents-2026"]
    form = client.get(f"/calls/{call['id']}/form")
    started = after_news(lambda: client.post("/declarations", {"call_id": call["id"]}), "call_not_open")
    where = f"/declarations/{started['id']}"
    delegation = delegate(client, agent, ["declaration"], "agents-2026")

    after_news(lambda: agent.get(where), "not_found")
    for page, answers in pages(enterprise).items():
        agent.put(f"{where}/answers/{page}", {"answers": answers})
    for slot in SLOTS:
        attach(agent, where, slot, f"agent {slot}")
    statement = {"text_version": form["statement"]["text_version"]}
    with pytest.raises(Refused) as refused:
        agent.put(f"{where}/statement", statement)
    client.put(f"{where}/statement", statement)
    listed = agent.get("/declarations", on_behalf_of=started["applicant"]["id"])["items"]
    submitted = agent.post(f"{where}/submission")
    client.post(f"/organisation/delegations/{delegation['id']}/revocation", {"reason": "已提交"})

    assert refused.value.code == "not_found"
    assert [item["id"] for item in listed] == [started["id"]]
    assert (submitted["state"], submitted["applicant"]["id"]) == ("in_review", started["applicant"]["id"])
    assert is_gone(agent, where)
    assert agent.get("/declarations", on_behalf_of=started["applicant"]["id"])["items"] == []
    assert client.get(where)["state"] == "in_review"


def is_gone(client: ExaminedClient, where: str) -> bool:
    """Whether it looks absent, asked until the news has arrived."""

    def looks_absent() -> bool:
        try:
            client.get(where)
        except Refused as refused:
            return refused.code == "not_found"
        return False

    return bool(eventually(looks_absent))


def other_draft(stage: Stage, provider_id: str) -> tuple[ExaminedClient, dict[str, Any]]:
    """A project of another enterprise that has only its provider."""
    _, client, declaration = pilot(stage)
    project = after_news(lambda: client.post("/projects", {"case_id": declaration["case_id"]}), "pilot_not_listed")
    basic = {"project_name": "示例项目", "provider": provider_id}
    client.put(f"/projects/{project['id']}/answers/basic", {"answers": basic})
    return client, dict(project)


def costs_of(provider: ExaminedClient, finding: str, *, until: bool) -> str | None:
    """The points that a finding costs, asked until it is there, or no longer."""

    def costs() -> dict[str, str]:
        findings = provider.get("/organisation/performance")["findings"]
        return {each["finding_id"]: str(each["points"]) for each in findings}

    eventually(lambda: (finding in costs()) is until)
    return costs().get(finding)


def refused_for_its_provider(enterprise: ExaminedClient, project: dict[str, Any], *, until: bool) -> bool:
    """Whether handing in would be refused because of the provider, asked until the news has arrived."""

    def is_refused() -> bool:
        problems = enterprise.get(f"/projects/{project['id']}/check")["problems"]
        return any(problem["code"] == "provider_enrolled" for problem in problems)

    eventually(lambda: is_refused() is until)
    return is_refused()


def providers(stage: Stage) -> set[str]:
    """Everybody whom the public sees in the pool."""
    return {item["id"] for item in stage.city.visitor.get("/providers", limit=200)["items"]}
