"""Files for the bank and from the bank."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from functools import partial

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from contracts.money import Money
from services.funding.adapters.amount_in_words import amount_in_words
from services.funding.adapters.batch_files import batch_file
from services.funding.adapters.result_files import read_results
from services.funding.adapters.tables import MAX_BYTES
from services.funding.domain.bank_files import ExportFormat, must_be_downloadable, payment_export
from services.funding.domain.bank_results import lines_digest, settle
from services.funding.domain.payee import NUMBER_PURPOSE
from services.funding.domain.payment import BankVerdict, PaymentBatch
from services.funding.domain.refusals import ExportExpired, ResultFileUnreadable, ResultSumDiffers
from tests import builders_funding as build
from tests.builders_funding import CHECKER, CITY, NOON, SEALER
from tests.desk_funding import ONE_SECOND, Desk

HEADING = "指令号,金额（元）,状态,日期,银行流水号,退回原因"
open_number = partial(SEALER.open, purpose=NUMBER_PURPOSE)


def a_batch() -> PaymentBatch:
    desk = Desk()
    desk.budget()
    ids = [desk.accepted(build.an_applicant(name)) for name in ("甲", "乙")]
    desk.released(*ids)
    batch: PaymentBatch = desk.uow.batches.get(desk.instruct(*ids)["id"])
    return batch


def a_table(*rows: str, heading: str = HEADING) -> bytes:
    return "\r\n".join([heading, *rows]).encode()


def a_workbook(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("1", "壹元整"),
        ("10.05", "壹拾元零伍分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("200000", "贰拾万元整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("100000001", "壹亿零壹元整"),
        ("20000000000", "贰佰亿元整"),
    ],
)
def test_an_amount_in_words_is_written_as_the_rules_say(yuan: str, words: str) -> None:
    assert amount_in_words(Money.yuan(yuan)) == words


@given(st.integers(min_value=0, max_value=10**13), st.integers(min_value=0, max_value=10**13))
def test_two_amounts_never_have_the_same_words(one: int, other: int) -> None:
    assert (amount_in_words(Money(one)) == amount_in_words(Money(other))) == (one == other)


def test_the_neutral_file_names_every_payee_with_the_whole_number_and_adds_up() -> None:
    batch = a_batch()

    file = batch_file(batch, ExportFormat.JSON, open_number)

    content = orjson.loads(file.content)
    assert [line["account_number"] for line in content["lines"]] == ["6222000012345678"] * 2
    assert sum(line["amount_fen"] for line in content["lines"]) == content["total_fen"] == batch.total.fen
    assert (content["count"], content["digest"]) == (2, batch.digest)


def test_the_csv_ends_with_count_sum_and_digest() -> None:
    batch = a_batch()

    file = batch_file(batch, ExportFormat.CSV, open_number)

    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows[1][2] == "6222000012345678"
    assert rows[-1][0] == "合计"
    assert rows[-1][5:] == ["400000.00", "肆拾万元整", "400000.00", "0.00", "", "", "", ""]
    assert batch.digest in rows[-1][3]


def test_excel_keeps_account_numbers_as_text() -> None:
    file = batch_file(a_batch(), ExportFormat.XLSX, open_number)

    sheet = load_workbook(io.BytesIO(file.content)).worksheets[0]

    cell = sheet.cell(row=2, column=3)
    assert (cell.value, cell.data_type) == ("6222000012345678", "s")


def test_a_name_that_looks_like_a_formula_is_text_for_every_spreadsheet() -> None:
    batch = a_batch()
    first, *others = batch.instructions
    named = replace(first, payee=replace(first.payee, account_name="=1+1"))
    suspicious = replace(batch, instructions=(named, *others))

    sheet = load_workbook(io.BytesIO(batch_file(suspicious, ExportFormat.XLSX, open_number).content)).worksheets[0]
    text = batch_file(suspicious, ExportFormat.CSV, open_number).content.decode("utf-8-sig")

    assert (sheet.cell(row=2, column=2).value, sheet.cell(row=2, column=2).data_type) == ("=1+1", "s")
    assert next(row for row in csv.reader(io.StringIO(text)) if row[0] == first.number)[1] == "'=1+1"


def test_a_download_is_for_who_asked_and_for_a_quarter_of_an_hour() -> None:
    export = payment_export(
        build.an_id("export"),
        city=CITY,
        batch_id=build.an_id("batch"),
        file_format=ExportFormat.CSV,
        by=CHECKER.account_id,
        at=NOON,
    )

    must_be_downloadable(export, by=CHECKER.account_id, at=export.expires_at - ONE_SECOND)
    with pytest.raises(ExportExpired):
        must_be_downloadable(export, by=CHECKER.account_id, at=export.expires_at)
    with pytest.raises(ExportExpired):
        must_be_downloadable(export, by=build.MAKER.account_id, at=NOON)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_results_are_read_from_csv_in_the_encodings_that_banks_use(encoding: str) -> None:
    rows = ['N1,"200,000.00",成功,2025-06-12,BR1,', "N2,1.5,退回,2025/6/13,,账号不符", "合计,200001.50,2笔"]
    text = a_table(*rows).decode()

    file = read_results(text.encode(encoding))

    assert [(line.number, line.amount.fen, line.answer.verdict) for line in file.lines] == [
        ("N1", 20_000_000, BankVerdict.PAID),
        ("N2", 150, BankVerdict.RETURNED),
    ]
    assert (file.stated_count, file.stated_total) == (2, file.total)
    assert file.lines[1].answer.reason == "账号不符"
    assert file.lines[1].answer.on.isoformat() == "2025-06-13"


def test_results_are_read_from_excel_with_numbers_and_dates_as_cells() -> None:
    content = a_workbook(
        [["指令号", "金额", "状态", "日期"], ["N1", 200000.1, "支付成功", NOON.date()], [None], ["合计", 200000.1, "1"]]
    )

    file = read_results(content)

    assert file.lines[0].amount == file.stated_total == Money.yuan("200000.10")
    assert file.lines[0].answer.on == NOON.date()


def test_every_wrong_row_is_named_at_once() -> None:
    content = a_table("N1,1.001,成功,2025-06-12", ",2,maybe,never", "合计,3")

    with pytest.raises(ResultFileUnreadable) as refused:
        read_results(content)

    assert [(problem.code, problem.field) for problem in refused.value.problems] == [
        ("not_an_amount", "row.2.amount"),
        ("not_a_date", "row.3.on"),
        ("required", "row.3.number"),
        ("not_an_option", "row.3.verdict"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "columns"),
        (b"PK\x03\x04 not a workbook", "not_a_table"),
        (a_table("N1,1,成功,2025-06-12"), "no_total"),
        (a_table("合计,0", heading="指令号,状态,日期"), "columns"),
        (b"x" * (MAX_BYTES + 1), "too_large"),
        (a_table(*["N,1,成功,2025-06-12"] * 5_001), "too_many_rows"),
    ],
)
def test_what_is_no_result_file_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(ResultFileUnreadable) as refused:
        read_results(content)

    assert refused.value.facts["reason"] == reason


@given(st.binary(max_size=400))
def test_any_bytes_without_a_heading_are_refused(content: bytes) -> None:
    with pytest.raises(ResultFileUnreadable) as refused:
        read_results(content)

    assert refused.value.facts["reason"]


@pytest.mark.parametrize("file_format", [ExportFormat.CSV, ExportFormat.XLSX])
def test_the_file_that_we_gave_out_comes_back_filled_in_with_its_count_and_digest(file_format: ExportFormat) -> None:
    batch = a_batch()

    results = read_results(filled_in(batch_file(batch, file_format, open_number).content))

    assert (results.stated_count, results.stated_total) == (2, batch.total)
    assert results.stated_digest == lines_digest((line.number, line.amount) for line in results.lines)
    assert settle(results, {}, today=NOON.date()).unknown == results.lines


def test_two_amounts_that_were_exchanged_are_found_by_the_digest() -> None:
    batch = a_batch()
    first, second = batch.instructions
    one_more = replace(
        first, amount=first.amount + Money(1), shares={**first.shares, "local": first.shares["local"] + Money(1)}
    )
    unequal = replace(batch, instructions=(one_more, second))
    rows = list(csv.reader(io.StringIO(filled_in(batch_file(unequal, ExportFormat.CSV, open_number).content).decode())))
    rows[1][5], rows[2][5] = rows[2][5], rows[1][5]

    with pytest.raises(ResultSumDiffers) as refused:
        settle(read_results(a_csv(rows)), {}, today=NOON.date())

    assert [(each.code, each.field) for each in refused.value.problems] == [("result_digest", "total.digest")]


def filled_in(content: bytes) -> bytes:
    """As the bank's answer: every line paid."""
    if content.startswith(b"PK"):
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        rows = [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        return a_workbook([paid(row) for row in rows])
    return a_csv([paid(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))])


def paid(row: list[str]) -> list[str]:
    is_line = row[0] not in ("指令号", "合计")
    return [*row[:-4], "成功", "2025-06-04", "BR-1", ""] if is_line else row


def a_csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
