"""A file for the national platform says itself whether it is whole, in either format."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from contracts.national_feed import FeedBroken, FeedSigner, FeedVerifier, Place, followed
from contracts.wire import to_json
from services.oversight.adapters.national_files import checked, json_lines, statement_of, workbook
from services.oversight.domain.happening import Happening
from services.oversight.domain.national_record import MEMBERS, Levels, national_record
from tests.builders_oversight import CITY, a_contract, a_level, an_award, paid, submitted

SIGNER = FeedSigner({"f1": bytes(range(32))}, "f1")
VERIFIER = FeedVerifier(SIGNER.public_keys())
Records = list[dict[str, Any]]
Write = Callable[[Records, dict[str, Any]], bytes]


def as_workbook(records: Records, statement: dict[str, Any]) -> bytes:
    return workbook(records, statement, MEMBERS)


def told() -> Records:
    place, made = Place(), []
    for event in (submitted(), a_contract(), a_level(level=3), an_award(), paid()):
        made.append(to_json(national_record(Happening.of(event), None, Levels(), place)))
        place = followed(place, made[-1:])
    return made


def signed(records: Records) -> dict[str, Any]:
    period = {"happened_from": "2026-01-01", "happened_until": "2026-03-31"}
    return SIGNER.signed(statement_of(records, city=CITY, up_to=9, **period))


@pytest.mark.parametrize("write", [json_lines, as_workbook])
def test_what_is_written_is_found_whole_with_its_totals(write: Write) -> None:
    statement = checked(write(told(), signed(told())), VERIFIER)

    assert statement == signed(told())
    assert statement["records"] == 5
    assert (statement["totals"]["contract_fen"], statement["totals"]["amount_fen"]) == (80_000_000, 20_000_000)


@pytest.mark.parametrize("write", [json_lines, as_workbook])
def test_a_period_without_records_is_a_file_too(write: Write) -> None:
    assert checked(write([], signed([])), VERIFIER)["records"] == 0


@pytest.mark.parametrize("write", [json_lines, as_workbook])
def test_a_record_that_was_changed_or_left_out_is_seen(write: Write) -> None:
    changed = [*told()[:-1], {**told()[-1], "amount_fen": 1}]

    for records in (changed, told()[1:], [*told(), told()[0]], told()[::-1]):
        with pytest.raises(FeedBroken):
            checked(write(records, signed(told())), VERIFIER)


def test_an_amount_that_was_changed_in_a_spreadsheet_is_named(tmp_path: Any) -> None:
    book = load_workbook(io.BytesIO(as_workbook(told(), signed(told()))))
    page = book.worksheets[0]
    column = [cell.value for cell in page[1]].index("contract_fen") + 1
    page.cell(3, column).value = 80_000_001
    content = io.BytesIO()
    book.save(content)

    with pytest.raises(FeedBroken, match="contract_fen"):
        checked(content.getvalue(), VERIFIER)


def test_a_statement_that_was_changed_is_not_signed() -> None:
    statement = {**signed(told()), "up_to": 10}

    with pytest.raises(FeedBroken, match="signature"):
        checked(json_lines(told(), statement), VERIFIER)


@pytest.mark.parametrize("content", [b"", b"nothing\n", b"PK\x03\x04 no workbook", b"[]\n"])
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    with pytest.raises(FeedBroken):
        checked(content, VERIFIER)
