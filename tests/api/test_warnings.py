"""Warnings over HTTP: an enterprise loses its place on the list while it is warned (XB8)."""

from __future__ import annotations

from typing import Any

import pytest

from console.demo.building import filed
from tests.api.stage import SETTING_SECONDS, Stage
from tests.api.walks.project import pilot
from tests.flow.town import eventually

pytestmark = pytest.mark.timeout(SETTING_SECONDS)


@pytest.mark.shows("XB8")
def test_a_warning_suspends_the_place_on_the_list_until_it_is_lifted(stage: Stage) -> None:
    enterprise, client, declaration = pilot(stage)
    officer, enterprise_id = stage.city.officer, client.get("/organisation")["id"]
    project = filed(stage.city, client, declaration, enterprise)
    found = {"severity": "major", "place": "车间", "text": "设备未到场", "found_on": stage.clock.today().isoformat()}
    where = f"/projects/{project['id']}/findings"
    finding = stage.city.reviewer_of(enterprise.division).post(where, found)["findings"][-1]["id"]

    grounds = {"effect": "suspend", "reason": "设备未到场", "article": "工作方案第六条", "finding_ids": [finding]}
    warning = officer.post("/warnings", {"enterprise_id": enterprise_id, "project_id": project["id"], **grounds})
    is_suspended = place_becomes(stage, declaration, "suspended")
    (own,) = client.get("/warnings", state="open")["items"]
    officer.post(f"/warnings/{warning['id']}/lifting", {"reason": "设备已到场"})
    is_back = place_becomes(stage, declaration, "listed")

    assert (is_suspended, is_back) == (True, True)
    assert (own["reason"], own["finding_ids"]) == ("设备未到场", [finding])
    kinds = [each["kind"] for each in client.get("/messages")["items"]]
    assert {"warning_issued", "pilot_suspended", "warning_lifted"} <= set(kinds)


def place_becomes(stage: Stage, declaration: dict[str, Any], state: str) -> bool:
    """Whether the place on the list is so, asked until the news has arrived."""
    code = declaration["applicant"]["credit_code"]

    def is_so() -> bool:
        (item,) = stage.city.officer.get("/declarations", text=code)["items"]
        return bool(item["pilot_state"] == state)

    return bool(eventually(is_so))
