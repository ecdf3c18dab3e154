"""The invariants hold after everything that people do, and each one finds what it is there for."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import psycopg2
import pytest

from chassis.db.pool import Pool
from chassis.invariants import check_service
from chassis.units import Units
from console.backing.postgres import PrivatePostgres
from contracts.money import Money
from services.funding.domain.payment import BankVerdict
from services.funding.storage.invariants import INVARIANTS
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.call_off_tranche import call_off_tranche
from services.funding.use_cases.correct_payment import correct_payment
from tests import builders_funding as build
from tests.builders_funding import OFFICER, PDF
from tests.conftest import FreshDatabases
from tests.desk_funding import results_for
from tests.desk_funding_back import claim_back, give_up, net, pay_back
from tests.storage.funding.conftest import RealDesk


@pytest.fixture(scope="module")
def busy(postgres_server: PrivatePostgres, fresh_databases: FreshDatabases) -> str:
    """The address of a database with a busy city in it, with `{role}` in it. No test changes it."""
    url = fresh_databases(postgres_server, ["funding"]).replace("{service}", "funding")
    pool = Pool(url.format(role="funding"), size=2)
    a_busy_city(RealDesk(Units(pool, FundingUnit)))
    pool.close()
    return url


def a_busy_city(desk: RealDesk) -> dict[str, Any]:
    """One tranche in every state that money can be in."""
    desk.budget()
    ids = {name: desk.accepted(build.an_applicant(name)) for name in "甲乙丙丁戊己庚辛壬癸"}
    desk.recommend(ids["乙"])
    desk.draw_up(ids["乙"])
    plan = desk.planned(*(ids[name] for name in "丙丁戊己庚辛壬癸"))
    desk.decide_objection(desk.object_to(plan, line=5), is_upheld=True, corrected=Money.wan_yuan("3"))
    desk.wait_for_the_end(plan)
    lines = {line["tranche_id"]: line["id"] for line in plan["lines"]}
    desk.release(plan, *(lines[ids[name]] for name in "丁戊己庚壬癸"))
    desk.paid(ids["戊"], ids["壬"], ids["癸"])
    pay_back(desk, claim_back(desk, ids["壬"], Money.wan_yuan("7.01")))
    claim_back(desk, ids["壬"], Money.wan_yuan("2"))
    pay_back(desk, claim_back(desk, ids["癸"]))
    give_up(desk, desk.tranche(ids["甲"]).project_id)
    later = desk.accepted(build.an_applicant("戊"), "2", yuan=50_000)
    desk.released(later)
    net(desk, claim_back(desk, ids["戊"], Money.wan_yuan("2")), later, Money.wan_yuan("1.01"))
    desk.instruct(later)
    desk.instruct(ids["己"])
    returned = desk.instruct(ids["庚"])
    desk.check(returned)
    desk.bank_says(
        results_for(returned, on=desk.clock.today(), verdict=BankVerdict.RETURNED, reason="x"),
        file=type(PDF)(**{**vars(PDF), "sha256": "c" * 64}),
    )
    desk.act(
        OFFICER,
        lambda uow: correct_payment(uow, desk.packs, desk.clock, OFFICER, ids["庚"], adopt_account=False, reason="x"),
    )
    desk.act(OFFICER, lambda uow: call_off_tranche(uow, desk.packs, desk.clock, OFFICER, ids["丙"], reason="收回"))
    return ids


def test_in_a_busy_city_every_invariant_holds_and_says_what_it_checked(busy: str) -> None:
    with closing(psycopg2.connect(busy.format(role="funding_auditor"))) as connection, connection.cursor() as auditor:
        results = {invariant.name: invariant.check(auditor) for invariant in INVARIANTS}

    assert {name: found for name, (_, found) in results.items() if found} == {}
    assert all(checked > 0 for checked, _ in results.values())


def test_every_change_has_its_audit_row_and_its_events_one_outbox_row_each(busy: str) -> None:
    with closing(psycopg2.connect(busy.format(role="funding_auditor"))) as connection, connection.cursor() as auditor:
        findings = {found.name: found for found in check_service(auditor, "funding")}

    unpublished = findings.pop("every event is published")
    assert {name: found.found for name, found in findings.items() if not found.holds} == {}
    assert unpublished.broken == unpublished.checked > 0, "no relay runs here"


@pytest.mark.parametrize(
    ("damage", "name"),
    [
        (
            "update ledger_posting set amount_fen = amount_fen + 1 where line = 1",
            "every ledger entry balances by source and year",
        ),
        (
            "update ledger_posting set fund_year = 2024 where line = 1 and account = 'committed'",
            "the ledger balances per city, source and year",
        ),
        ("delete from ledger_posting where account = 'budget_quota'", "the ledger balances per city, source and year"),
        (
            "update ledger_posting set account = 'returned' where account = 'payable' and amount_fen < 0",
            "no place that money can be in is overdrawn",
        ),
        (
            "update tranche set state = 'approved' where state = 'released'",
            "the ledger says of every tranche where its state says it is",
        ),
        (
            """update award set award_fen = award_fen - 1, shares = '{"central": 1}'""",
            "shares add up to their amount, and awards to what is due of them",
        ),
        ("update enterprise_allowance set held_fen = held_fen - 1, approved_fen = 0", "no cap is exceeded"),
        (
            """update tranche set caps = '[{"name": "*/yearly@2025", "holder": "x"}]' where state = 'in_recovery'""",
            "no cap is exceeded",
        ),
        (
            """update award set computation = jsonb_set(computation, '{outcome}', '{
            "rows": [{"row": "x", "award_fen": 2}],
            "explanation": [{"inputs": {"row": "x", "awarded_in": []}, "cap_fen": 1}]}')""",
            "no row that is counted across awards passes its cap in all of them",
        ),
        (
            "update recovery set state = 'settled', settled_on = now() where state = 'opened'",
            "the ledger says of every tranche where its state says it is",
        ),
        (
            """update recovery set terms = '{"reenters_budget": false}' where state = 'settled'""",
            "no budget is exceeded",
        ),
        ("update budget_pool set committed_fen = committed_fen - 1", "no budget is exceeded"),
        ("update budget_line set amount_fen = 1", "no budget is exceeded"),
        ("update payment_instruction set state = 'cancelled'", "one live instruction per tranche"),
        (
            "update payment_instruction set payee = jsonb_set(payee, '{branch_code}', '\"0\"')",
            "the payee is the approved snapshot, the amount that of the plan",
        ),
        (
            "update plan_line set amount_fen = amount_fen + 1",
            "the payee is the approved snapshot, the amount that of the plan",
        ),
        (
            "update plan_notice set closes_at = now() + interval '100 years'",
            "nothing is instructed before its notice ended, or under an objection",
        ),
        (
            """update plan_notice set lines = jsonb_set(lines, '{2,objections}', '[{"state": "raised"}]')""",
            "nothing is instructed before its notice ended, or under an objection",
        ),
        (
            "update payment_batch set checked_by = made_by",
            "whoever made a payment did not check it, nor drew up its plan",
        ),
        (
            "update allocation_plan set drawn_up_by = (select made_by from payment_batch limit 1)",
            "whoever made a payment did not check it, nor drew up its plan",
        ),
        (
            "update netting set amount_fen = amount_fen + 1",
            "what is netted of a tranche settled a recovery of the same payee by as much",
        ),
        (
            "update tranche set applicant_id = gen_random_uuid() where netted <> '{}'",
            "what is netted of a tranche settled a recovery of the same payee by as much",
        ),
        (
            """update payment_instruction set netted = '{"central": 1}' where netted <> '{}'""",
            "the payee is the approved snapshot, the amount that of the plan",
        ),
        ("update payment_batch set total_fen = total_fen + 1", "a batch is the sum of its instructions"),
    ],
)
def test_each_damage_is_found(busy: str, damage: str, name: str) -> None:
    with closing(psycopg2.connect(busy.format(role="funding_owner"))) as connection, connection.cursor() as cursor:
        take_the_guards_away(cursor)
        cursor.execute(damage)
        assert cursor.rowcount > 0

        found = {invariant.name for invariant in INVARIANTS if invariant.check(cursor)[1]}
        connection.rollback()

    assert name in found


def take_the_guards_away(cursor: Any) -> None:
    """What no role of the platform can do: until the rollback, the owner holds nothing back."""
    cursor.execute("select conrelid::regclass::text, conname from pg_constraint where contype = 'c' and conrelid <> 0")
    for table, constraint in cursor.fetchall():
        if not table.startswith(("outbox", "inbox", "audit")):
            cursor.execute(f"alter table {table} drop constraint {constraint}")
    for table in ("ledger_entry", "ledger_posting"):
        cursor.execute(f"alter table {table} disable trigger user")
    cursor.execute("select relname from pg_class where relforcerowsecurity and relkind = 'r'")
    for (table,) in cursor.fetchall():
        cursor.execute(f"alter table {table} no force row level security")
