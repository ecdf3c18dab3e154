"""Exclusion lists from Excel and CSV, and the standings that follow from them (DL5)."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import Workbook

from chassis.testing import a_clock
from contracts.refusal import Invalid
from services.registry.adapters.list_files import CSV, XLSX, must_be_readable, read_table
from services.registry.domain.errors import EditionOutdated, ListFileUnreadable
from services.registry.domain.exclusion import Edition, read_edition
from services.registry.domain.files import FileReference
from services.registry.use_cases.import_exclusion_list import import_exclusion_list
from tests.builders_registry import CODE, NOON, OTHER_CODE, a_code, an_officer
from tests.fakes_registry import FakeWork

CLOCK = a_clock(NOON)
FILE = FileReference(sha256="0" * 64, size=1, media_type=CSV, name="名单.csv")
HEADING = ["序号", "企业名称", "统一社会信用代码"]
FIRST, SECOND = date(2026, 10, 1), date(2026, 11, 1)


def an_edition(*codes: str) -> Edition:
    return read_edition([HEADING, *[["1", "某公司", code] for code in codes]])


def imported(work: FakeWork, *codes: str, on: date = FIRST, code: str = "dishonest") -> dict[str, object]:
    return import_exclusion_list(work, CLOCK, an_officer(), an_edition(*codes), code=code, edition_on=on, file=FILE)


def told(work: FakeWork) -> dict[str, tuple[str, ...]]:
    return {event.credit_code: event.lists for event in work.outbox.events}  # type: ignore[attr-defined]


def a_workbook(rows: list[list[object]]) -> bytes:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)  # type: ignore[union-attr]
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def test_every_row_that_was_not_taken_is_reported_with_its_number() -> None:
    rows = [
        ["严重失信名单（2026 年 10 月）", "", ""],
        HEADING,
        ["1", "甲公司", CODE],
        ["2", "乙公司", "91210200MA626E53AX"],
        ["", "", ""],
        ["3", "丙公司", ""],
        ["4", "甲公司又一次", CODE.lower()],
    ]

    edition = read_edition(rows)

    assert edition.entries == {CODE: "甲公司"}
    assert edition.rows == 4
    assert [(problem.row, problem.code) for problem in edition.problems] == [
        (4, "credit_code_check_digit"),
        (6, "credit_code_missing"),
        (7, "credit_code_repeated"),
    ]


@pytest.mark.parametrize("rows", [[], [["名称"], ["甲"]], [HEADING, ["1", "甲", "wrong"]]])
def test_a_table_without_usable_codes_is_refused_and_empties_no_list(rows: list[list[str]]) -> None:
    with pytest.raises(ListFileUnreadable):
        read_edition(rows)


def test_excel_and_csv_in_utf8_and_gbk_say_the_same() -> None:
    text = f"序号,企业名称,统一社会信用代码\r\n1,甲公司,{CODE}\r\n"
    workbook = a_workbook([[*HEADING], [1, "甲公司", CODE]])
    files = [(text.encode("utf-8-sig"), CSV), (text.encode("utf-8"), CSV), (text.encode("gbk"), CSV), (workbook, XLSX)]

    tables = [read_edition(read_table(content, media_type)) for content, media_type in files]

    assert all(edition == tables[0] for edition in tables)
    assert tables[0].entries == {CODE: "甲公司"}


@pytest.mark.parametrize(
    ("content", "media_type"), [(b"no workbook", XLSX), (b"\xff\xff\xff", CSV), (b"PK\x03\x04 cut off", XLSX)]
)
def test_a_broken_file_is_refused(content: bytes, media_type: str) -> None:
    with pytest.raises(ListFileUnreadable):
        read_edition(read_table(content, media_type))


def test_another_type_or_a_very_large_file_is_refused_before_it_is_read() -> None:
    with pytest.raises(ListFileUnreadable):
        must_be_readable(10, "application/pdf")
    with pytest.raises(ListFileUnreadable):
        must_be_readable(21 * 1024 * 1024, CSV)


def test_an_edition_replaces_the_one_before_and_only_who_is_affected_hears_of_it() -> None:
    work = FakeWork()
    imported(work, CODE, OTHER_CODE)
    first = told(work)
    work.outbox.events.clear()

    answer = imported(work, CODE, a_code(1), on=SECOND)

    assert first == {CODE: ("dishonest",), OTHER_CODE: ("dishonest",)}
    assert told(work) == {OTHER_CODE: (), a_code(1): ("dishonest",)}
    assert (answer["version"], answer["entries"], answer["changed"]) == (2, 2, 2)
    assert work.lists.codes_on("dishonest") == {CODE, a_code(1)}


def test_standings_over_several_lists_add_up() -> None:
    work = FakeWork()

    imported(work, CODE, code="dishonest")
    imported(work, CODE, code="abnormal_operation")
    imported(work, OTHER_CODE, code="dishonest", on=SECOND)

    mine = [
        (event.sequence, event.lists)  # type: ignore[attr-defined]
        for event in work.outbox.events
        if event.credit_code == CODE  # type: ignore[attr-defined]
    ]
    assert mine == [(1, ("dishonest",)), (2, ("abnormal_operation", "dishonest")), (3, ("abnormal_operation",))]


def test_the_same_edition_again_changes_no_standing() -> None:
    work = FakeWork()
    imported(work, CODE)
    work.outbox.events.clear()

    answer = imported(work, CODE)

    assert (answer["changed"], work.outbox.events) == (0, [])


def test_an_older_edition_does_not_undo_a_newer_one() -> None:
    work = FakeWork()
    imported(work, CODE, on=SECOND)

    with pytest.raises(EditionOutdated):
        imported(work, OTHER_CODE, on=FIRST)
    with pytest.raises(Invalid):
        imported(work, CODE, code="Not A Code")


def test_an_empty_edition_clears_the_list() -> None:
    work = FakeWork()
    imported(work, CODE)

    answer = imported(work, on=SECOND)

    assert (answer["entries"], answer["changed"]) == (0, 1)
    assert work.standings.kept[CODE].lists == ()
