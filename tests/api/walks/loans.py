"""Loan whitelists: a project that is declined, listed, referred and taken off, and both lists as Excel."""

from __future__ import annotations

from console.demo.building import filed
from console.demo.client import after_news
from tests.api.stage import Stage
from tests.api.walks.declaration import release_changed
from tests.api.walks.project import pilot
from tests.builders_loans import with_loans

APPLICATION = {"amount_fen": 2_000_000_00, "purpose": "设备改造"}


def walk_loans(stage: Stage) -> None:
    """A version of the pack has the lists; the next one no more."""
    release_changed(stage, "10", change=with_loans)
    enterprise, client, declaration = pilot(stage)
    where = f"/projects/{filed(stage.city, client, declaration, enterprise)['id']}/loan-listing"
    officer, today = stage.city.officer, stage.clock.today().isoformat()
    declined = after_news(lambda: client.post(where, APPLICATION), "not_found", "not_loan_eligible")
    officer.post(f"/loan-listings/{declined['id']}/review", {"verdict": "decline", "opinion": "材料不足"})
    one = f"/loan-listings/{client.post(where, APPLICATION | {'purpose': '设备改造，附报价'})['id']}"
    listing = officer.post(f"{one}/review", {"verdict": "list"})
    named = {"enterprise_id": listing["applicant"]["id"], "institution": "示例银行", "referred_on": today}
    referral = officer.post("/loan-referrals", named | {"kind": "credit_loan", "listing_id": listing["id"]})
    outcome = {"outcome": "grant", "granted_fen": 1_500_000_00, "answered_on": today}
    officer.post(f"/loan-referrals/{referral['id']}/outcome", outcome)
    for name in ("enterprises", "projects"):
        officer.download(f"/loan-lists/{name}/sheet")
    officer.post(f"{one}/removal", {"reason": "已还清"})
    release_changed(stage, "11")
