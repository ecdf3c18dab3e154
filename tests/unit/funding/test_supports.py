"""Supports granted elsewhere (XB11): recorded or imported, once each, with every wrong field named."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from contracts.money import Money
from contracts.refusal import ActionNotAllowed, Invalid
from policy.conditions import Situation
from policy.overlap import SUPPORTS
from services.funding.adapters.support_files import read_supports
from services.funding.domain.refusals import SupportExists, SupportFileUnreadable
from services.funding.domain.supports import GrantedSupport, SupportState, as_facts
from services.funding.use_cases.import_supports import import_supports
from services.funding.use_cases.record_support import record_support
from services.funding.use_cases.return_support import return_support
from services.funding.use_cases.withdraw_support import withdraw_support
from tests import builders_funding as build
from tests.builders_funding import OFFICER
from tests.desk_funding import Desk
from tests.unit.funding.situations import another_file

CODE = build.an_applicant().credit_code
OTHER = build.an_applicant("乙").credit_code
HEADING = "统一社会信用代码,企业名称,支持事项,年度,金额（元）,政策名称,支持层级,批准日期"


def a_support(**members: Any) -> GrantedSupport:
    given: dict[str, Any] = {
        "credit_code": CODE,
        "purpose": "transformation",
        "year": 2024,
        "amount": Money.wan_yuan("15"),
        "policy": "技术改造补助",
        "granted_by": "city",
    }
    return GrantedSupport(**given | members)


def record(desk: Desk, support: GrantedSupport) -> Any:
    return desk.act(OFFICER, lambda uow: record_support(uow, desk.packs, desk.clock, OFFICER, support))


def take(desk: Desk, content: bytes, mark: str = "e") -> Any:
    rows = read_supports(content)
    return desk.act(
        OFFICER,
        lambda uow: import_supports(uow, desk.packs, desk.clock, OFFICER, file=another_file(mark), rows=rows),
    )


def a_file(*rows: str) -> bytes:
    return "\n".join([HEADING, *rows]).encode()


def a_row(code: str = CODE, *, purpose: str = "数字化改造补贴", yuan: str = "150000", level: str = "市级") -> str:
    return f"{code},某企业,{purpose},2024,{yuan},技术改造补助,{level},2024-05-06"


def test_a_support_is_recorded_by_its_codes_whatever_it_was_called() -> None:
    desk = Desk()

    shown = record(desk, a_support(purpose="数字化改造补贴", granted_by="市级", policy=" 技术改造补助 "))

    assert (shown["purpose"], shown["granted_by"], shown["policy"]) == ("transformation", "city", "技术改造补助")


def test_what_is_recorded_is_what_a_claim_is_held_against() -> None:
    desk = Desk()
    first = record(desk, a_support())
    record(desk, a_support(year=2025, granted_on=date(2025, 1, 2)))
    mistaken = record(desk, a_support(year=2023))
    desk.act(OFFICER, lambda uow: return_support(uow, OFFICER, first["id"], reason="已退还"))
    desk.act(OFFICER, lambda uow: withdraw_support(uow, OFFICER, mistaken["id"], reason="误录"))

    rows = as_facts(desk.uow.supports.of(CODE))

    assert [(row["year"], row["amount"], row["is_returned"]) for row in rows] == [
        (2024, Money.wan_yuan("15"), True),
        (2025, Money.wan_yuan("15"), False),
    ]
    assert Situation({SUPPORTS: rows}, {}).facts[SUPPORTS] == rows
    assert as_facts(desk.uow.supports.of(OTHER)) == ()


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"credit_code": CODE[:-1]}, ("credit_code_length", "credit_code")),
        ({"credit_code": CODE[:-1] + ("0" if CODE[-1] != "0" else "1")}, ("credit_code_check_digit", "credit_code")),
        ({"purpose": "加班费"}, ("not_an_option", "purpose")),
        ({"granted_by": "村"}, ("not_an_option", "granted_by")),
        ({"policy": " "}, ("required", "policy")),
        ({"policy": "长" * 201}, ("too_long", "policy")),
        ({"year": 1999}, ("out_of_range", "year")),
        ({"amount": Money(0)}, ("below_minimum", "amount_fen")),
        ({"granted_on": date(2099, 1, 1)}, ("date_in_future", "granted_on")),
    ],
)
def test_each_wrong_field_is_named(members: dict[str, Any], problem: tuple[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        record(Desk(), a_support(**members))

    assert [(each.code, each.field) for each in refused.value.problems] == [problem]


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        record(Desk(), a_support(credit_code="x", purpose="y", year=1, amount=Money(-1)))

    assert [each.field for each in refused.value.problems] == ["credit_code", "purpose", "year", "amount_fen"]
    assert refused.value.problems[1].inputs["options"] == ["transformation"]


def test_the_same_support_is_recorded_once_and_again_after_it_was_withdrawn() -> None:
    desk = Desk()
    first = record(desk, a_support())
    with pytest.raises(SupportExists):
        record(desk, a_support(amount=Money(1)))

    desk.act(OFFICER, lambda uow: withdraw_support(uow, OFFICER, first["id"], reason="误录"))
    again = record(desk, a_support(amount=Money(1)))

    assert (again["amount_fen"], desk.uow.supports.get(first["id"]).state) == (1, SupportState.WITHDRAWN)
    with pytest.raises(ActionNotAllowed):
        desk.act(OFFICER, lambda uow: return_support(uow, OFFICER, first["id"], reason="x"))


def test_a_file_is_taken_with_a_result_for_each_row_that_was_not() -> None:
    desk = Desk()
    record(desk, a_support(credit_code=OTHER))

    taken = take(desk, a_file(a_row(), a_row(OTHER), a_row(purpose="加班费"), a_row("1"), a_row(yuan="x"), a_row()))

    assert (taken["recorded"], taken["known"], taken["total_fen"]) == (1, 1, 15_000_000)
    assert [(each["row"], each["problems"][0]["field"], each["problems"][0]["code"]) for each in taken["refused"]] == [
        (4, "row.4.purpose", "not_an_option"),
        (5, "row.5.credit_code", "credit_code_length"),
        (6, "row.6.amount_fen", "not_an_amount"),
        (7, "row.7.credit_code", "support_twice"),
    ]


def test_the_same_file_changes_nothing_a_second_time_and_says_so() -> None:
    desk = Desk()
    first = take(desk, a_file(a_row()))

    second = take(desk, a_file(a_row()))
    corrected = take(desk, a_file(a_row(), a_row(OTHER)), mark="f")

    assert (second["id"], second["is_repeated"]) == (first["id"], True)
    assert (corrected["recorded"], corrected["known"]) == (1, 1)
    assert len(desk.uow.supports.rows) == 2


def test_another_amount_than_is_recorded_is_not_taken_silently() -> None:
    desk = Desk()
    record(desk, a_support())

    taken = take(desk, a_file(a_row(yuan="150000.01")))

    (refused,) = taken["refused"]
    assert (refused["problems"][0]["code"], refused["problems"][0]["inputs"]["recorded_fen"]) == (
        "support_differs",
        15_000_000,
    )


def test_excel_is_read_like_csv_with_its_numbers_and_dates() -> None:
    book = Workbook()
    book.active.append(HEADING.split(","))
    book.active.append([CODE, "某企业", "transformation", 2024, 150000.5, "技改", "city", date(2024, 5, 6)])
    book.active.append(["合计", None, None, None, 150000.5, None, None, None])
    content = io.BytesIO()
    book.save(content)

    (row,) = read_supports(content.getvalue())

    assert row.support is not None
    assert (row.support.amount, row.support.year, row.support.granted_on) == (
        Money.yuan("150000.50"),
        2024,
        date(2024, 5, 6),
    )


@pytest.mark.parametrize(
    ("content", "reason", "fields"),
    [
        (b"a,b\n1,2\n", "columns", ["credit_code", "purpose", "year", "amount_fen", "policy", "granted_by"]),
        (a_file(), "no_rows", []),
        (a_file(a_row(), "合计,,,,1,,,"), "sum", ["total"]),
        (b"PK\x03\x04 no archive", "not_a_table", []),
    ],
)
def test_a_file_that_is_no_list_is_refused_whole(content: bytes, reason: str, fields: list[str]) -> None:
    with pytest.raises(SupportFileUnreadable) as refused:
        read_supports(content)

    assert refused.value.facts["reason"] == reason
    assert [each.field for each in refused.value.problems] == fields
