"""Log lines are JSON, carry the request id, and drop what does not belong in a log."""

import io
import json
import logging
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import eventlet
import pytest

from chassis import logs
from tests.contract.http.client import request_bytes


@pytest.fixture
def lines():
    """Configured logging; gives the lines written so far. What pytest configured comes back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure("INFO", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_record_is_one_line_of_json(lines):
    logging.getLogger("chassis.test").warning("case moved", extra={"city": "大连", "step": 2})

    [line] = lines()
    assert datetime.fromisoformat(line.pop("time")).tzinfo == UTC
    assert line == {"level": "warning", "logger": "chassis.test", "message": "case moved", "city": "大连", "step": 2}


def test_scalars_are_written_as_text_or_number(lines):
    case_id = UUID(int=1)
    extra = {"case_id": case_id, "rate": Decimal("0.50"), "at": datetime(2027, 1, 4, tzinfo=UTC), "none": None}

    logging.getLogger("chassis.test").info("noted", extra=extra)

    [line] = lines()
    assert (line["case_id"], line["rate"], line["none"]) == (str(case_id), "0.50", None)
    assert line["at"] == "2027-01-04T00:00:00+00:00"


def test_what_is_no_scalar_is_dropped_and_named(lines):
    person = {"name": "甲某"}

    logging.getLogger("chassis.test").info("noted", extra={"person": person, "answers": [1], "level": "x", "kept": 1})

    [line] = lines()
    assert line["dropped"] == ["person", "answers", "level"]
    assert (line["kept"], line["level"]) == (1, "info")
    assert "甲某" not in json.dumps(line, ensure_ascii=False)


@pytest.mark.parametrize(
    "personal", ["13800138000", "210203199001011234", "21020319900101123X", "6222021234567890123", "91210200MA0UXXXX4T"]
)
def test_numbers_of_persons_and_accounts_are_masked_wherever_they_stand(lines, personal):
    personal = personal.replace("XXXX", "ABCD")
    log = logging.getLogger("chassis.test")

    log.info("noted", extra={"field": f"tel {personal}."})
    log.info("library said %s", personal)
    try:
        raise ValueError(f'duplicate key: Key (credit_code)=({personal}) exists, phone="{personal}"')
    except ValueError:
        log.exception("failed")

    written = json.dumps(lines())
    assert personal not in written
    assert "ValueError" in written


def test_ids_and_hashes_are_not_masked(lines):
    case_id, sha256 = "6f1c2b3a-0000-4000-8000-123456789012", "12345678901234567890abcdef0123456789" * 2

    logging.getLogger("chassis.test").info("noted", extra={"case_id": case_id, "sha256": sha256})

    [line] = lines()
    assert (line["case_id"], line["sha256"]) == (case_id, sha256)


def test_long_fields_are_cut(lines):
    logging.getLogger("chassis.test").info("noted", extra={"text": "x" * 5000})

    assert len(lines()[0]["text"]) == logs.FIELD_CHARACTERS + 1


def test_the_request_id_is_of_the_greenlet_that_logs(lines):
    log = logging.getLogger("chassis.test")

    def work(request_id):
        logs.set_request_id(request_id)
        eventlet.sleep(0)
        log.info("worked", extra={"expected": request_id})

    for greenlet in [eventlet.spawn(work, f"order-{number}") for number in range(3)]:
        greenlet.wait()
    with logs.request_id_set("inner"):
        log.info("worked", extra={"expected": "inner"})
    log.info("outside")

    assert all(line["request_id"] == line["expected"] for line in lines()[:4])
    assert "request_id" not in lines()[4]


def test_a_failed_request_is_told_once_with_its_traceback(app, connect, lines):
    connect(app).send(request_bytes("GET", "/fails", X_Request_Id="order-7")).answer()

    [line] = lines()
    assert (line["message"], line["request_id"], line["path"]) == ("request failed", "order-7", "/fails")
    assert "in fails" in line["exception"]


def test_a_mapped_refusal_is_not_logged(app, connect, lines):
    connect(app).ask("GET", "/teapot")

    assert lines() == []
