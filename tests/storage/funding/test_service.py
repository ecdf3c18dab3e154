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
from contracts.events.declaration import PackReleased, PilotListed
from contracts.events.registry import CalendarChanged
from contracts.refusal import Refusal
from contracts.sealed import Sealed
from services.funding.domain.payee import NUMBER_PURPOSE
from services.funding.service.payments import CONTENT_PURPOSE
from tests import builders_funding as build
from tests.builders_funding import CATEGORY, CHECKER, DISTRICT, MAKER, OFFICER, PROGRAMME, STRANGER
from tests.storage.funding.running import BY_NAME, Caller, running_funding, waited_for

PDF = b"%PDF-1.7 document"
ACCOUNT, PHONE = "6222000012345678", "13800001111"
ENTERPRISES = ("甲", "乙", "丙", "丁")


@pytest.fixture(scope="module")
def address(postgres_server: Any, fresh_databases: Any) -> str:
    found: str = fresh_databases(postgres_server, ["funding"])
    return found


@pytest.fixture(scope="module")
def call(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    folder: Path = tmp_path_factory.mktemp("funding")
    with running_funding(folder, address) as caller:
        yield caller


def a_document(call: Caller, number: str) -> dict[str, Any]:
    return {"document_number": number, "document_on": call.clock.today(), "file": call.upload(PDF)}


def tell(call: Caller) -> dict[str, str]:
    """Accepted projects of four enterprises, the acceptance first: the tranche of each."""
    ref = build.dalian().ref
    call.publish(PackReleased(**build.heard(build.an_id("pack")), pack=ref.text, sha256=ref.sha256))
    call.publish(CalendarChanged(**build.heard(build.an_id("2025")), year=2025, is_confirmed=True))
    for name in ENTERPRISES:
        applicant = build.an_applicant(name)
        listed = PilotListed(
            **build.heard(build.an_id(f"pilot {name}")),
            case_id=build.a_case_id(applicant),
            applicant=applicant,
            division="210211",
            pack=ref.text,
            pack_sha256=ref.sha256,
            batch="2024-1",
        )
        account = build.an_account(applicant)
        sealed = call.sealer.seal(ACCOUNT, purpose=NUMBER_PURPOSE)
        call.publish(build.an_acceptance(applicant))
        for event in (listed, build.an_organisation(applicant), build.a_contract(applicant)):
            call.publish(event)
        call.publish(type(account)(**{**vars(account), "number": sealed}))

    def tranches() -> dict[str, str] | None:
        found = call("list_tranches", OFFICER, state="computed")["items"]
        by_name = {item["applicant"]["name"]: item["id"] for item in found}
        names = {name: by_name.get(build.an_applicant(name).name) for name in ENTERPRISES}
        return names if all(names.values()) else None  # type: ignore[return-value]

    found: dict[str, str] = waited_for(tranches)
    return found


def budget(call: Caller) -> None:
    year = call.clock.today().year
    for source in ("central", "local"):
        given = {"fund_source": source, "fund_year": year, "category": CATEGORY, "amount_fen": 100_000_000}
        mistake = call("enter_budget", MAKER, **given, **a_document(call, f"误录 {source}"))
        call("withdraw_budget", MAKER, line_id=mistake["id"], expected_version=1)
        line = call("enter_budget", MAKER, **given, **a_document(call, f"大财建 {source}"))
        call("confirm_budget", CHECKER, line_id=line["id"], expected_version=1)
    assert call("get_budget_line_file", CHECKER, line_id=line["id"])["size"] == len(PDF)


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

    plan = planned(call, ids)
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

    recover(call, paying[1])
    assert len(call("list_funded_projects", None)["items"]) == 2
    read_everything(call, award["id"], plan["id"], batch["id"], paying[0])
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


def recover(call: Caller, tranche_id: str) -> None:
    reason = {"reason": "虚假改造", "article": "承诺书"}
    part = {"tranche_id": tranche_id, "amount_fen": 1, **reason}
    recovery = call("open_recovery", OFFICER, **part, **a_document(call, "追回 1"))
    call("get_recovery_file", OFFICER, recovery_id=recovery["id"])
    assert call("get_recovery", MAKER, recovery_id=recovery["id"]) == recovery
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
    assert len(seen) == len(set(seen)) == len(ENTERPRISES)
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
