"""Sheets, supports and traces over the bus: what goes out comes back whole, what is told twice counts once."""

from __future__ import annotations

from typing import Any

from contracts.refusal import Refusal
from tests import builders_funding as build
from tests.builders_funding import MAKER, OFFICER
from tests.storage.funding.running import Caller

CODE = build.an_applicant("甲").credit_code


def sheets(call: Caller, plan: dict[str, Any]) -> None:
    """The plan, its notice and the journal go out and come back."""
    given_out = [
        call("get_plan_sheet", MAKER, plan_id=plan["id"]),
        call("get_notice_sheet", None, notice_id=plan["notice"]["id"]),
        call("get_ledger_sheet", MAKER, fund_source="central", booked_from="2020-01-01", booked_until="2099-12-31"),
    ]
    for file in given_out:
        content = b"".join(call.blobs.read(build.CITY, file["sha256"]))
        assert len(content) == file["size"]
        checked = call("check_sheet", MAKER, file=call.upload(content, file["media_type"]))
        assert (checked["is_whole"], checked["problems"]) == (True, [])
        assert checked["lines"] > 0
    refusal = refused_by(call, call.upload(b"a,b\n1,2\n", "text/csv"))
    assert refusal.code == "sheet_unreadable"


def refused_by(call: Caller, file: dict[str, Any]) -> Refusal:
    try:
        call("check_sheet", MAKER, file=file)
    except Refusal as refusal:
        return refusal
    raise AssertionError("it was no sheet")


def supports(call: Caller) -> None:
    """Recorded, imported twice, paid back, withdrawn."""
    given = {"credit_code": CODE, "purpose": "transformation", "policy": "技改", "granted_by": "city"}
    first = call("record_support", OFFICER, year=2024, amount_fen=100, **given)
    second = call("record_support", OFFICER, year=2023, amount_fen=100, **given)
    call("return_support", OFFICER, support_id=first["id"], reason="已退还", expected_version=1)
    call("withdraw_support", OFFICER, support_id=second["id"], reason="误录", expected_version=1)
    rows = ["统一社会信用代码,支持事项,年度,金额（元）,政策名称,支持层级", f"{CODE},数字化改造补贴,2025,1.00,技改,市级"]
    rows.append(f"{CODE},加班费,2025,1.00,技改,市级")
    file = call.upload("\n".join(rows).encode(), "text/csv")
    imports = [call("import_supports", OFFICER, file=file) for _ in range(2)]
    assert [each["is_repeated"] for each in imports] == [False, True]
    assert imports[1]["refused"][0]["row"] == 3
    assert len(call("list_support_imports", OFFICER)["items"]) == 1
    listed = call("list_supports", MAKER, credit_code=CODE)["items"]
    assert sorted(each["state"] for each in listed) == ["recorded", "returned", "withdrawn"]


def traces(call: Caller) -> None:
    """A case and a source, and the rows behind one figure."""
    trace = call("get_case_fund_trace", MAKER, case_id=build.a_case_id(build.an_applicant("乙")))
    assert (trace["adds_up"], trace["claimed_fen"], trace["netted_fen"]) == (True, 2, 1)
    central = call("list_fund_traces", MAKER, fund_source="central")["items"][0]
    assert central["adds_up"]
    asked = {"fund_source": "central", "fund_year": central["fund_year"], "category": build.CATEGORY, "limit": 200}
    rows = call("list_fund_trace_entries", MAKER, figure="paid", **asked)["items"]
    assert sum(each["amount_fen"] for each in rows) == central["paid_fen"]
