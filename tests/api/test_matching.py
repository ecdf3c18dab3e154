"""Supply and demand over HTTP: from a published need to a match, and who is refused with which reason (XB6)."""

from __future__ import annotations

import pytest

from console.demo import cast
from console.demo.client import Refused
from tests.api.stage import SETTING_SECONDS, Stage
from tests.api.walks.matching import NEED
from tests.api.walks.providers import GROUNDS, recognised

pytestmark = pytest.mark.timeout(SETTING_SECONDS)


@pytest.mark.shows("XB6")
def test_a_need_is_found_answered_and_matched_but_not_with_a_suspended_provider(stage: Stage) -> None:
    _, client = stage.newcomer()
    need = client.post("/organisation/needs", NEED)
    client.post(f"/organisation/needs/{need['id']}/publication")
    provider, provider_id = recognised(stage, cast.code(9311))
    suspended, suspended_id = recognised(stage, cast.code(9312))
    stage.city.officer.post(f"/pool-entries/{suspended_id}/measures", {"kind": "suspension", **GROUNDS})

    found = stage.city.visitor.get("/needs", subsector="auto_parts", text="设备联网")["items"]
    interest = provider.post(f"/needs/{need['id']}/interests", {"text": "愿意上门交流"})
    with pytest.raises(Refused) as refused:
        suspended.post(f"/needs/{need['id']}/interests", {"text": "愿意上门交流"})
    client.post(f"/interests/{interest['id']}/acceptance", {"text": "请下周来"})

    (match,) = stage.city.officer.get("/interests", need_id=need["id"], state="matched")["items"]
    assert need["id"] in {each["id"] for each in found}
    assert (refused.value.code, refused.value.problem["facts"]["state"]) == ("provider_not_enrolled", "suspended")
    assert (match["provider_id"], match["to_id"]) == (provider_id, need["enterprise_id"])
    assert "interest_expressed" in {each["kind"] for each in client.get("/messages")["items"]}
    assert "interest_matched" in {each["kind"] for each in provider.get("/messages")["items"]}
