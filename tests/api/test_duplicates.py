"""An invoice found twice across two enterprises, as each of those concerned sees it over HTTP."""

from __future__ import annotations

import pytest

from console.demo.client import Refused
from tests.api.stage import SETTING_SECONDS, Stage
from tests.api.walks.evidence import PRICE_FEN, SHARED

pytestmark = pytest.mark.timeout(SETTING_SECONDS)


def test_an_invoice_found_twice_is_flagged_for_both_and_counts_once_it_is_cleared(stage: Stage) -> None:
    first, second = stage.twice
    [cleared], [open_] = (each.client.get(f"{each.where}/evidence")["flags"] for each in stage.twice)

    matches = [each.client.get(f"{each.where}/evidence/match") for each in (first, second)]

    assert (cleared["state"], open_["state"]) == ("cleared", "open")
    assert cleared["value"] == open_["value"] == SHARED
    assert [match["eligible_fen"] for match in matches] == [PRICE_FEN, 0]
    assert [cut["code"] for cut in matches[1]["lines"][0]["cuts"]] == ["duplicate"]


def test_the_officer_sees_whose_it_is_and_the_other_enterprise_does_not(stage: Stage) -> None:
    first, second = stage.twice
    [flag] = second.client.get(f"{second.where}/evidence")["flags"]

    seen = stage.city.officer.get(f"/duplicate-flags/{flag['id']}")

    assert [other["applicant"]["credit_code"] for other in seen["others"]] == [first.enterprise.code]
    assert first.enterprise.code not in str(second.client.get(f"{second.where}/evidence"))
    with pytest.raises(Refused) as refused:
        second.client.get(f"/duplicate-flags/{flag['id']}")
    assert refused.value.status == 403


def test_an_undecided_flag_is_in_the_officers_list_until_it_is_decided(stage: Stage) -> None:
    listed = stage.city.officer.get("/duplicate-flags", kind="invoice", state="open")["items"]

    assert [item["applicant"]["credit_code"] for item in listed if item["value"] == SHARED] == [
        stage.twice[1].enterprise.code
    ]
