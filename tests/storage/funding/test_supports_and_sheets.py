"""Supports granted elsewhere and sheets on PostgreSQL: once each, one's own, and what the books say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chassis.db.errors import Duplicate
from contracts.money import Money
from contracts.refusal import NotFound
from services.funding.domain.refusals import SupportExists
from services.funding.domain.supports import GrantedSupport, SupportRow
from services.funding.storage import read_sheets
from services.funding.storage.supports import list_support_imports, list_supports
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.import_bank_results import import_bank_results
from services.funding.use_cases.import_supports import import_supports
from services.funding.use_cases.record_support import record_support
from services.funding.use_cases.withdraw_support import withdraw_support
from tests import builders_funding as build
from tests.builders_funding import MAKER, OFFICER, TABLE
from tests.desk_funding import results_for
from tests.storage.funding.conftest import RealDesk
from tests.storage.funding.test_side_by_side import in_parallel

WHOLE = {"credit_code": None, "purpose": None, "year": None, "state": None, "limit": 50, "after": None}


def a_support(name: str = "甲", **members: Any) -> GrantedSupport:
    given: dict[str, Any] = {
        "credit_code": build.an_applicant(name).credit_code,
        "purpose": "transformation",
        "year": 2024,
        "amount": Money.wan_yuan("15"),
        "policy": "技术改造补助",
        "granted_by": "city",
    }
    return GrantedSupport(**given | members)


def record(desk: RealDesk, support: GrantedSupport) -> Any:
    return desk.act(OFFICER, lambda uow: record_support(uow, desk.packs, desk.clock, OFFICER, support))


def test_a_support_is_recorded_once_and_an_enterprise_lists_its_own(desk: RealDesk) -> None:
    first = record(desk, a_support())
    record(desk, a_support("乙"))
    with pytest.raises((SupportExists, Duplicate)) as refused:
        record(desk, a_support(amount=Money(1)))
    desk.act(OFFICER, lambda uow: withdraw_support(uow, OFFICER, first["id"], reason="误录"))
    record(desk, a_support(amount=Money(1)))
    owner = replace(build.enterprise(build.an_applicant()), credit_code=build.an_applicant().credit_code)

    if isinstance(refused.value, Duplicate):
        assert isinstance(FundingUnit.refusal_for(refused.value.constraint), SupportExists)
    own = list_supports(desk.reading, owner, **{**WHOLE, "credit_code": build.an_applicant("乙").credit_code})
    assert sorted((each["amount_fen"], each["state"].value) for each in own["items"]) == [
        (1, "recorded"),
        (15_000_000, "withdrawn"),
    ]
    assert len(list_supports(desk.reading, OFFICER, **{**WHOLE, "year": 2024, "state": "recorded"})["items"]) == 2
    nobody = replace(owner, credit_code=None)
    assert list_supports(desk.reading, nobody, **WHOLE)["items"] == []


def test_twins_of_one_file_have_one_effect(desk: RealDesk) -> None:
    rows = [SupportRow(row=2, support=a_support()), SupportRow(row=3, support=a_support("乙"))]

    outcomes = in_parallel(
        desk,
        [lambda uow: import_supports(uow, desk.packs, desk.clock, OFFICER, file=TABLE, rows=rows) for _ in range(4)],
    )

    assert sorted(each["is_repeated"] for each in outcomes) == [False, True, True, True]
    assert {each["recorded"] for each in outcomes} == {2}
    assert len(list_supports(desk.reading, OFFICER, **WHOLE)["items"]) == 2
    assert len(list_support_imports(desk.reading, limit=50, after=None)["items"]) == 1


def test_sheets_are_made_of_what_the_database_holds(desk: RealDesk) -> None:
    desk.budget()
    tranche_id = desk.accepted()
    plan = desk.released(tranche_id)
    desk.paid(tranche_id)
    asked: dict[str, Any] = {"fund_source": None, "fund_year": None, "booked_from": None, "booked_until": None}

    lines = read_sheets.sheet_of_plan(desk.reading, desk.packs, plan["id"])
    published = read_sheets.sheet_of_notice(desk.reading, plan["notice"]["id"])
    journal = read_sheets.sheet_of_journal(desk.reading, desk.packs, **asked)
    central = read_sheets.sheet_of_journal(desk.reading, desk.packs, **asked | {"fund_source": "central"})
    today = read_sheets.sheet_of_journal(desk.reading, desk.packs, **asked | {"booked_from": desk.clock.today()})

    assert [column for column in lines.columns if column in lines.amounts] == [
        *("金额（元）", "中央财政资金（元）", "地方财政资金（元）")
    ]
    assert published.totals == {"拟奖补金额（元）": Money.wan_yuan("20")}
    assert journal.totals["借方（元）"] == journal.totals["贷方（元）"]
    assert len(journal.lines) == 2 * len(central.lines) > len(today.lines) > 0
    with pytest.raises(NotFound):
        read_sheets.sheet_of_plan(desk.reading, desk.packs, build.an_id("nothing"))


def test_twins_of_one_bank_file_have_one_effect(desk: RealDesk) -> None:
    desk.budget()
    tranche_id = desk.accepted()
    desk.released(tranche_id)
    batch = desk.instruct(tranche_id)
    desk.check(batch)
    results = results_for(batch, on=desk.clock.today())

    outcomes = in_parallel(
        desk,
        [
            lambda uow: import_bank_results(uow, desk.packs, desk.clock, MAKER, file=TABLE, results=results)
            for _ in range(4)
        ],
    )

    assert sorted(each["is_repeated"] for each in outcomes) == [False, True, True, True]
    assert {each["paid"] for each in outcomes} == {1}
