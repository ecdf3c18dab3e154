"""Funding as a running service: every operation of its API answers as it is documented, and nothing leaks."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg2
import pytest

from contracts.actor import Actor
from contracts.refusal import Refusal
from contracts.sealed import Sealed
from services.funding.service.payments import CONTENT_PURPOSE
from tests import builders_funding as build
from tests.builders_funding import CHECKER, DISTRICT, MAKER, OFFICER, PROGRAMME, STRANGER
from tests.storage.funding.calls_applications import applications
from tests.storage.funding.calls_loans import loans
from tests.storage.funding.calls_sheets import sheets, supports, traces
from tests.storage.funding.running import BY_NAME, Caller, running_funding, waited_for
from tests.storage.funding.telling import ACCOUNT, ENTERPRISES, LATER, a_document, budget, tell

PHONE = "13800001111"


@pytest.fixture(scope="module")
def address(postgres_server: Any, fresh_databases: Any) -> str:
    found: str = fresh_databases(postgres_server, ["funding"])
    return found


@pytest.fixture(scope="module")
def call(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    folder: Path = tmp_path_factory.mktemp("funding")
    with running_funding(folder, address) as caller:
        yield caller


def planned(call: Caller, ids: list[str]) -> dict[str, Any]:
    recommendation = call("recommend_awards", DISTRICT, tranche_ids=ids, **a_document(call, "甘工信 1"))
    assert call("list_recommendations", DISTRICT)["items"] == [recommendation]
    assert call("get_recommendation", DISTRICT, recommendation_id=recommendation["id"]) == recommendation
    call("get_recommendation_file", DISTRICT, recommendation_id=recommendation["id"])
    year = call.clock.today().year
    given_up = call("draw_up_plan", OFFICER, title="重复", fund_year=year, tranche_ids=ids[:1])
    call("withdraw_plan", OFFICER, plan_id=given_up["id"], reason="重复编制")
    plan = call("draw_up_plan", OFFICER, title="第一批", fund_year=year, tranche_ids=ids[:3])
    plan = call("add_plan_lines", OFFICER, plan_id=plan["id"], tranche_ids=ids[3:], expected_version=plan["version"])
    removed = plan["lines"][3]["id"]
    call("remove_plan_line", OFFICER, plan_id=plan["id"], line_id=removed, reason="材料待核")
    call("decide_plan", OFFICER, plan_id=plan["id"], verdict="approved", **a_document(call, "纪要 1"))
    call("get_meeting_decision_file", OFFICER, plan_id=plan["id"])
    return dict(call("publish_plan", OFFICER, plan_id=plan["id"]))


def released(call: Caller, plan: dict[str, Any]) -> dict[str, Any]:
    notice_id, lines = plan["notice"]["id"], [line["id"] for line in plan["lines"] if line["state"] == "included"]
    said = {"raised_by": "甲某", "text": "设备是旧的", "contact": PHONE}
    mine = call("raise_allocation_objection", STRANGER, notice_id=notice_id, line_id=lines[0], **said)
    assert call("list_allocation_objections", STRANGER, notice_id=notice_id)["items"] == [mine]
    assert call("list_allocation_objections", MAKER, notice_id=notice_id)["items"] == []
    decision = {"is_upheld": False, "findings": "经核查为新购"}
    call("decide_allocation_objection", OFFICER, notice_id=notice_id, objection_id=mine["id"], **decision)
    document = a_document(call, "大财指 1")
    with pytest.raises(Refusal) as refused:
        call("release_tranches", CHECKER, plan_id=plan["id"], line_ids=lines, **document)
    assert refused.value.code == "notice_still_open"
    call.wait_until(plan["notice"]["closes_at"])
    waited_for(lambda: call("get_allocation_notice", None, notice_id=notice_id)["state"] == "closed")
    return dict(call("release_tranches", CHECKER, plan_id=plan["id"], line_ids=lines, **document))


def bank_says(call: Caller, batch: dict[str, Any], verdict: str) -> dict[str, Any]:
    rows = ["指令号,金额（元）,状态,日期,银行流水号,退回原因"]
    for each in batch["instructions"]:
        yuan, today = f"{each['amount_fen'] / 100:.2f}", call.clock.today()
        rows.append(f"{each['number']},{yuan},{verdict},{today},{uuid4()},账号不符")
    rows.append(f"合计,{batch['total_fen'] / 100:.2f},{batch['count']}笔")
    file = call.upload("\n".join(rows).encode(), "text/csv")
    return dict(call("import_bank_results", MAKER, file=file))


def test_the_whole_way_over_the_bus(call: Caller, address: str) -> None:
    by_name = tell(call)
    ids = list(by_name.values())
    budget(call)
    award = call("list_awards_of_project", OFFICER, project_id=build.a_project_id(build.an_applicant("甲")))["items"][0]
    award = call("recompute_award", OFFICER, award_id=award["id"], expected_version=award["version"])
    assert award["award_fen"] == 20_000_000
    call("choose_instrument", OFFICER, award_id=award["id"], instrument="bank_transfer")
    assert call("get_instrument", OFFICER, award_id=award["id"])["version"] == 1

    plan = planned(call, ids)
    queue = {"programme_year": PROGRAMME, "fund_category": build.CATEGORY, "fund_year": None}
    assert call("list_budget_queue", OFFICER, **queue)["items"] == []
    assert call("list_budget_queue_of_award", OFFICER, award_id=award["id"], fund_year=2025)["items"] == []
    release = released(call, plan)
    given_up = next(each for each in call("list_tranches", OFFICER)["items"] if each["state"] == "recommended")
    call("grant_honour", OFFICER, project_id=given_up["project_id"], reason="企业不申请资金")
    assert len(call("list_honours", None)["items"]) == 1
    call("get_release_file", MAKER, release_id=release["id"])
    paying, recalled = release["tranche_ids"][:2], release["tranche_ids"][2]
    call("recall_tranche", OFFICER, tranche_id=recalled, reason="企业被移出名单")
    rejected = call("make_payment_batch", MAKER, tranche_ids=paying)
    call("check_payment_batch", CHECKER, batch_id=rejected["id"], is_approved=False, opinion="金额待核")
    batch = call("make_payment_batch", MAKER, tranche_ids=paying)
    call("check_payment_batch", CHECKER, batch_id=batch["id"], is_approved=True, expected_version=1)
    exported = export(call, batch)
    assert exported["lines"][0]["account_number"] == ACCOUNT
    assert bank_says(call, batch, "退回")["returned"] == 2
    for tranche_id in paying:
        call("correct_payment", OFFICER, tranche_id=tranche_id, reason="银行系统故障", adopt_account=False)
    again = call("make_payment_batch", MAKER, tranche_ids=paying)
    call("check_payment_batch", CHECKER, batch_id=again["id"], is_approved=True)
    assert bank_says(call, again, "成功")["paid"] == 2

    recover(call, paying[1], by_name[LATER])
    assert len(call("list_funded_projects", None)["items"]) == 2
    sheets(call, plan)
    supports(call)
    traces(call)
    read_everything(call, award["id"], plan["id"], batch["id"], paying[0])
    applications(call)
    loans(call)
    assert set(BY_NAME) - call.answered == set()
    must_not_hold(address, [ACCOUNT, PHONE])


def export(call: Caller, batch: dict[str, Any]) -> Any:
    asked = call("export_payment_batch", CHECKER, batch_id=batch["id"], file_format="json")
    another = build.an_actor("another checker", "finance_checker")
    with pytest.raises(Refusal) as refused:
        call("get_payment_export", another, batch_id=batch["id"], export_id=asked["id"])
    assert refused.value.code == "export_expired"
    file = call("get_payment_export", CHECKER, batch_id=batch["id"], export_id=asked["id"])
    assert ACCOUNT not in json.dumps(file)
    content = base64.b64decode(call.sealer.open(Sealed.from_wire(file["sealed"]), purpose=CONTENT_PURPOSE))
    assert len(content) == file["size"]
    return json.loads(content)


def recover(call: Caller, tranche_id: str, later: str) -> None:
    reason = {"reason": "虚假改造", "article": "承诺书"}
    part = {"tranche_id": tranche_id, "amount_fen": 2, **reason}
    recovery = call("open_recovery", OFFICER, **part, **a_document(call, "追回 1"))
    call("get_recovery_file", OFFICER, recovery_id=recovery["id"])
    assert call("get_recovery", MAKER, recovery_id=recovery["id"]) == recovery
    asked = {"recovery_id": recovery["id"], "tranche_id": later, "reason": "抵扣", "amount_fen": 1}
    given_up = call("propose_netting", OFFICER, **asked, **a_document(call, "抵扣 1"))
    call("withdraw_netting", OFFICER, netting_id=given_up["id"], expected_version=1)
    netting = call("propose_netting", OFFICER, **asked, **a_document(call, "抵扣 2"))
    call("get_netting_file", OFFICER, netting_id=netting["id"])
    call("confirm_netting", CHECKER, netting_id=netting["id"], expected_version=1)
    assert len(call("list_nettings", MAKER, recovery_id=recovery["id"], state="confirmed")["items"]) == 1
    assert call("get_tranche", OFFICER, tranche_id=later)["netted_fen"] == 1
    settled = {"settled_on": call.clock.today(), "bank_reference": "BR-9"}
    call("settle_recovery", MAKER, recovery_id=recovery["id"], **settled)
    assert call("list_recoveries", MAKER, state="settled")["items"][0]["id"] == recovery["id"]


def read_everything(call: Caller, award_id: str, plan_id: str, batch_id: str, tranche_id: str) -> None:
    applicant = build.an_applicant("甲")
    owner = build.enterprise(applicant)
    call("evaluate_award", OFFICER, award_id=award_id, is_done=True, is_passed=True)
    call("choose_showcase", OFFICER, award_id=award_id, is_chosen=True, reason="轴承行业样板")
    own = call("get_award", owner, award_id=award_id)
    assert (own["performance_evaluation"]["is_passed"], own["showcase"]["reason"]) == (True, "轴承行业样板")
    assert call("list_awards_of_case", owner, case_id=build.a_case_id(applicant))["items"] == [own]
    assert [item["award_id"] for item in call("list_tranches", owner)["items"]] == [award_id]
    for stranger in (STRANGER, build.OTHER_DISTRICT):
        with pytest.raises(Refusal) as refused:
            call("get_award", stranger, award_id=award_id)
        assert refused.value.code == "not_found"
    assert call("get_tranche", OFFICER, tranche_id=tranche_id)["payee"]["last4"] == ACCOUNT[-4:]
    assert (
        call("get_award_trial_calculation", OFFICER, award_id=award_id, pack=build.dalian().ref.text)["difference_fen"]
        == 0
    )
    spend = [{"category": "software", "link": "marketing", "amount_fen": 100, "invoice_on": "2024-12-01"}]
    trial = {"programme_year": PROGRAMME, "contract_on": "2024-06-01", "level": 2, "spend": spend}
    assert call("create_trial_calculation", owner, **trial)["award_fen"] == 50
    assert call("create_trial_calculation", None, **trial)["award_fen"] == 50
    assert [each["line"] for each in call("list_subsidy_lines", None)["items"]] == ["transformation"]
    pages(call)
    assert call("get_allocation_plan", DISTRICT, plan_id=plan_id)["state"] == "published"
    assert len(call("list_releases", OFFICER, plan_id=plan_id)["items"]) == 1
    assert call("get_payment_batch", MAKER, batch_id=batch_id)["exports"] == 1
    history = call("get_payment_history", owner, case_id=build.a_case_id(applicant))["items"]
    assert history[0]["action"] == "compute"
    names = {event["name"] for event in waited_for(lambda: call("list_payment_changes", owner)["items"])}
    assert "award_computed" in names
    assert call("list_payment_changes", STRANGER)["items"] == []


def pages(call: Caller) -> None:
    """Every list goes on where its page ended, and gives everything once."""
    seen: list[str] = []
    after = None
    while True:
        page = call("list_tranches", OFFICER, limit=2, after=after)
        seen += [item["id"] for item in page["items"]]
        if (after := page["next"]) is None:
            break
    assert len(seen) == len(set(seen)) == len(ENTERPRISES) + 1
    before, entries = None, 0
    while True:
        page = call("list_ledger_entries", MAKER, limit=7, before=before)
        assert all(sum(each["amount_fen"] for each in entry["postings"]) == 0 for entry in page["items"])
        entries += len(page["items"])
        if (before := page["next"]) is None:
            break
    assert entries > 7
    balances = call("list_ledger_balances", MAKER, fund_source="central")["items"]
    assert sum(each["debit_fen"] for each in balances) == 0
    (central, _) = call("list_budgets", MAKER)["items"]
    assert central["available_fen"] == central["allocated_fen"] - central["committed_fen"]
    assert next(each["code"] for each in call("list_ledger_accounts", MAKER)["items"]) == "budget_received"
    assert {each["state"] for each in call("list_budget_lines", MAKER)["items"]} == {"confirmed", "withdrawn"}
    assert len(call("list_allocation_plans", MAKER)["items"]) == 2
    assert [each["state"] for each in call("list_allocation_notices", None)["items"]] == ["closed"]
    assert len(call("list_payment_batches", MAKER, state="settled")["items"]) == 2
    assert len(call("list_bank_results", MAKER)["items"]) == 2


def must_not_hold(address: str, secrets: list[str]) -> None:
    """Neither an account number nor a phone stands anywhere in the database."""
    url = address.format(service="funding", role="funding_auditor")
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
            " and has_table_privilege(oid, 'select')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"select count(*) from {table} t where t::text like any(%s)", ([f"%{each}%" for each in secrets],)
            )
            assert cursor.fetchone() == (0,), table


def test_a_stranger_to_the_city_sees_nothing(call: Caller) -> None:
    elsewhere = Actor(account_id=uuid4(), city="xiamen", roles=frozenset({"city_officer"}))

    assert call("list_tranches", elsewhere)["items"] == []


@pytest.mark.parametrize("name", ["get_award", "get_tranche"])
def test_what_is_not_there_is_not_found(call: Caller, name: str) -> None:
    place = BY_NAME[name].places[1]

    with pytest.raises(Refusal) as refused:
        call(name, OFFICER, **{place: str(UUID(int=5))})

    assert refused.value.code == "not_found"
