"""Both loan whitelists over the bus, by a version of the pack that has them: every operation of a loan (XB23)."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

from casework.shelf import put_on_shelf
from contracts.events.declaration import PackReleased, PilotListed
from contracts.refusal import Refusal
from policy.canonical import canonical_json
from policy.pack import Pack
from tests import builders_funding as build
from tests.builders_funding import OFFICER
from tests.builders_loans import with_loans
from tests.storage.funding.running import Caller, waited_for

APPLICANT = build.an_applicant("戊")


def loans(call: Caller) -> None:
    """A project is listed, referred, granted and taken off; the enterprise stays on its list."""
    _tell(call)
    by, today = build.enterprise(APPLICANT), call.clock.today()
    one = {"listing_id": waited_for(lambda: _applied(call))["id"]}
    listing = call("review_loan_listing", OFFICER, verdict="list", **one)
    assert [each["id"] for each in call("list_loan_projects", by)["items"]] == [one["listing_id"]]
    assert APPLICANT.credit_code in [each["credit_code"] for each in call("list_loan_enterprises", OFFICER)["items"]]
    for name in ("download_loan_enterprises", "download_loan_projects"):
        call(name, OFFICER)

    named = {"kind": "credit_loan", "enterprise_id": APPLICANT.id, "institution": "示例银行", "referred_on": today}
    referral = call("refer_loan", OFFICER, **named, **one)
    granted = {"outcome": "grant", "granted_fen": listing["amount_fen"], "answered_on": today}
    call("record_loan_outcome", OFFICER, referral_id=referral["id"], **granted)
    assert [each["state"] for each in call("list_loan_referrals", by)["items"]] == ["granted"]
    assert call("remove_loan_listing", OFFICER, reason="已还清", **one)["state"] == "removed"


def _tell(call: Caller) -> None:
    """Of an enterprise on the pilot list with a contract, under the pack with the lists."""
    compiled = copy.deepcopy(dict(build.dalian().compiled))
    compiled["pack"]["version"] = "2"
    with_loans(compiled)
    content = canonical_json(compiled)
    ref = Pack.from_json(content).ref
    put_on_shelf(call.blobs, content)
    under: dict[str, Any] = {"pack": ref.text, "pack_sha256": ref.sha256}
    about = {"case_id": build.a_case_id(APPLICANT), "applicant": APPLICANT, "division": "210211", "batch": "2024-1"}
    call.publish(PackReleased(**build.heard(build.an_id("with loans")), pack=ref.text, sha256=ref.sha256))
    call.publish(build.an_organisation(APPLICANT))
    call.publish(PilotListed(**build.heard(build.an_id("pilot of loans")), **about, **under))
    call.publish(replace(build.a_contract(APPLICANT), division="210211", **under))


def _applied(call: Caller) -> Any:
    """None while the contract is still to come."""
    wanted = {"project_id": build.a_project_id(APPLICANT), "amount_fen": 1_000_000_00, "purpose": "设备改造"}
    try:
        return call("apply_for_loan_list", build.enterprise(APPLICANT), **wanted)
    except Refusal as refused:
        if refused.code != "not_found":
            raise
        return None
