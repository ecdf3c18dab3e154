"""Sheets for the finance side: every line once, a last row that is checked, text that stays text."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from contracts.money import Money
from services.funding.adapters.sheet_files import check_sheet, sheet_file
from services.funding.domain.ledger import EntryKind
from services.funding.domain.refusals import SheetTooLarge, SheetUnreadable
from services.funding.domain.sheets import (
    KIND_TITLES,
    MOST_ROWS,
    Sheet,
    journal_sheet,
    notice_sheet,
    plan_sheet,
)
from tests import builders_funding as build
from tests.desk_funding import Desk

SOURCES = {"central": "中央财政资金", "local": "地方财政资金"}


def a_published_plan() -> tuple[Any, Any]:
    desk = Desk()
    desk.budget()
    ids = [desk.accepted(build.an_applicant(name), yuan=yuan) for name, yuan in (("甲", 400_000), ("乙", 33_333))]
    shown = desk.planned(*ids)
    return desk.uow.plans.get(shown["id"]), desk.uow.notices.get(shown["notice"]["id"])


def rows(content: bytes) -> list[list[Any]]:
    return [list(row) for row in load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)]


def with_cell(content: bytes, row: int, column: int, value: Any) -> bytes:
    book = load_workbook(io.BytesIO(content))
    book.worksheets[0].cell(row=row, column=column).value = value
    return saved(book)


def without_row(content: bytes, row: int) -> bytes:
    book = load_workbook(io.BytesIO(content))
    book.worksheets[0].delete_rows(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    changed = io.BytesIO()
    book.save(changed)
    return changed.getvalue()


def test_a_plan_has_a_line_per_enterprise_and_a_column_per_source() -> None:
    plan, _ = a_published_plan()

    heading, first, second, total = rows(sheet_file(plan_sheet(plan, SOURCES)).content)

    assert heading == [
        *("序号", "企业名称", "统一社会信用代码", "区划代码", "金额（元）", "中央财政资金（元）", "地方财政资金（元）"),
        "校验码",
    ]
    assert first[4:7] == [200_000, 100_000, 100_000]
    assert float(second[5]) + float(second[6]) == pytest.approx(16_666.5)
    assert total[:2] == ["合计", "2行"]
    assert (float(total[4]), len(total[-1])) == (216_666.5, 64)


def test_the_published_list_names_enterprises_and_amounts_and_nothing_else() -> None:
    plan, notice = a_published_plan()

    file = sheet_file(notice_sheet(notice))

    assert [row[:2] for row in rows(file.content)[1:3]] == [
        ["1", build.an_applicant("甲").name],
        ["2", build.an_applicant("乙").name],
    ]
    text = str(rows(file.content))
    assert not any(line.credit_code in text for line in plan.lines)
    assert "6222" not in text


def test_a_journal_has_debit_and_credit_in_columns_that_add_up_to_the_same() -> None:
    desk = Desk()
    desk.budget()
    tranche_id = desk.accepted()
    desk.released(tranche_id)
    desk.paid(tranche_id)
    postings = [
        {
            "seq": number,
            "booked_on": entry.booked_on,
            "kind": entry.kind.value,
            "title": posting.account.value,
            "account": posting.account.value,
            "fund_source": posting.fund_source,
            "case_id": entry.subject.case_id,
            "fund_year": posting.fund_year,
            "category": posting.category,
            "amount_fen": posting.amount.fen,
        }
        for number, entry in enumerate(desk.uow.ledger.entries.values(), 1)
        for posting in entry.postings
    ]

    sheet = journal_sheet("日记账.xlsx", postings, SOURCES)

    assert len(sheet.lines) == len(postings)
    assert sheet.totals["借方（元）"] == sheet.totals["贷方（元）"] > Money(0)
    assert sheet.lines[0][2:6] == ("确认预算指标", "budget_quota", "budget_quota", "中央财政资金")


def test_every_kind_of_entry_is_called_something() -> None:
    assert set(KIND_TITLES) == set(EntryKind)


def test_what_comes_back_as_it_was_is_whole() -> None:
    plan, notice = a_published_plan()

    for sheet in (plan_sheet(plan, SOURCES), notice_sheet(notice)):
        checked = check_sheet(sheet_file(sheet).content)

        assert (checked.problems, checked.lines) == ((), 2)
        assert (checked.totals, checked.digest) == (sheet.totals, sheet.digest)


def test_every_change_of_a_line_is_found_in_the_last_row() -> None:
    plan, _ = a_published_plan()
    content = sheet_file(plan_sheet(plan, SOURCES)).content

    renamed = check_sheet(with_cell(content, 2, 2, "另一企业"))
    raised = check_sheet(with_cell(content, 2, 5, 200_000.01))
    shortened = check_sheet(without_row(content, 3))
    unreadable = check_sheet(with_cell(content, 2, 5, "二十万"))

    assert found(renamed) == [("sheet_digest", "total.校验码")]
    assert found(raised) == [("sheet_sum", "total.金额（元）"), ("sheet_digest", "total.校验码")]
    assert raised.problems[0].inputs == {"stated_fen": 21_666_650, "counted_fen": 21_666_651}
    assert found(shortened)[0] == ("sheet_count", "total.count")
    assert found(unreadable) == [("not_an_amount", "row.2.金额（元）")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"a,b\n1,2\n", "not_a_sheet"), (b"a,\xe6\xa0\xa1\xe9\xaa\x8c\xe7\xa0\x81\n1,\n", "no_total")],
)
def test_what_was_never_given_out_is_no_sheet(content: bytes, reason: str) -> None:
    with pytest.raises(SheetUnreadable) as refused:
        check_sheet(content)

    assert refused.value.facts["reason"] == reason


def test_codes_stay_text_and_nothing_becomes_a_formula() -> None:
    sheet = Sheet(
        name="x.xlsx",
        title="表",
        columns=("序号", "名称", "金额（元）"),
        amounts=frozenset({"金额（元）"}),
        lines=(("1", "=1+1", Money(100)), ("2", "0012345678901234567890", Money(1))),
    )

    page = load_workbook(io.BytesIO(sheet_file(sheet).content)).worksheets[0]

    assert (page.cell(row=2, column=2).value, page.cell(row=2, column=2).data_type) == ("=1+1", "s")
    assert page.cell(row=3, column=2).value == "0012345678901234567890"
    assert page.cell(row=3, column=3).number_format == "0.00"


def test_a_sheet_holds_only_so_many_lines() -> None:
    line = ("1", "甲", Money(1))

    with pytest.raises(SheetTooLarge) as refused:
        Sheet(name="x", title="表", columns=("a", "b", "c"), amounts=frozenset("c"), lines=(line,) * (MOST_ROWS + 1))

    assert refused.value.facts == {"most": MOST_ROWS, "found": MOST_ROWS + 1}


def found(checked: Any) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.field) for problem in checked.problems]
