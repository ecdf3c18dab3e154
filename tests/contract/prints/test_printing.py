"""Real PDFs, read back; and what the answer is where something is not installed. Needs Pango and a Chinese font."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import eventlet
import psutil
import pypdf
import pytest

from chassis.http import Request, TooBusy
from chassis.workers.pool import JobFailed
from gateway.errors import error_response
from gateway.prints.printing import (
    Printer,
    PrintInterrupted,
    PrintNotAvailable,
    PrintTimedOut,
    install_line,
    worker_environment,
)
from tests.contract.chassis.platform import eventually
from tests.unit.gateway.documents import a_document, a_table

ROOT = Path(__file__).parents[3]
LONG = "本企业主要从事精密轴承的研发与制造，" * 28

Make = Callable[..., Printer]


@pytest.fixture
def make() -> Iterator[Make]:
    printers: list[Printer] = []

    def one(**given: Any) -> Printer:
        printers.append(Printer(**given))
        return printers[-1]

    yield one
    for printer in printers:
        printer.stop()


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, without what breaks lines."""
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def test_a_print_says_in_chinese_what_was_answered(make: Make) -> None:
    (text,) = pages_of(make().pdf(a_document()))

    for said in ("大连示例轴承有限公司", "上年度营业收入5000万元", "****5678", "实现工单跟踪", "审计报告2023.pdf"):
        assert said in text


def test_every_page_has_the_code_where_to_check_it_and_its_number(make: Make) -> None:
    pages = pages_of(make().pdf(a_document(pages=[{"title": "需求", "rows": [], "tables": [a_table(12, LONG)]}])))

    assert len(pages) > 3
    for number, text in enumerate(pages, start=1):
        assert "25FD-0Z2K-PMX5-8KYP-GYA1-JP17" in text
        assert "https://city.example/declaration-prints/" in text
        assert f"第{number}页共{len(pages)}页" in text


def test_a_draft_is_marked_on_every_page(make: Make) -> None:
    draft = a_document(is_draft=True, code=None, submitted_at=None)
    pages = pages_of(make().pdf(draft | {"pages": [{"title": "需求", "rows": [], "tables": [a_table(12, LONG)]}]}))

    assert len(pages) > 3
    assert all("草稿，未提交，不得用于盖章" in text and "验证码" not in text for text in pages)
    assert [text.count("草稿") for text in pages] == [2] * len(pages), "above the text, and across it"


def test_long_words_stay_within_the_page(make: Make) -> None:
    pdf = make().pdf(
        a_document(pages=[{"title": "长", "rows": [["字段" * 40, "q" * 700], ["二", LONG]], "tables": []}])
    )

    lines = [line for page in pypdf.PdfReader(io.BytesIO(pdf)).pages for line in page.extract_text().splitlines()]
    assert sum(line.count("q") for line in lines) == 700
    assert max(line.count("q") for line in lines) < 70


def test_an_answer_that_looks_like_markup_is_printed_as_text_and_nothing_is_read(make: Make) -> None:
    evil = "<img src=file:///etc/passwd><iframe src='http://127.0.0.1:1/'></iframe><link rel=attachment href=file:///etc/hosts>"

    pdf = make().pdf(a_document(pages=[{"title": "基础信息", "rows": [["企业名称", evil]], "tables": []}]))

    assert "<imgsrc=file:///etc/passwd>" in pages_of(pdf)[0]
    assert not list(pypdf.PdfReader(io.BytesIO(pdf)).attachments)


def test_a_page_that_names_an_address_is_not_rendered(make: Make) -> None:
    program = (
        "import gateway.prints.worker as worker\n"
        "worker.page = lambda document: '<img src=\"file:///etc/hostname\">'\n"
        "worker.main()"
    )

    with pytest.raises(JobFailed, match="a print loads nothing"):
        make(command=(sys.executable, "-c", program)).pdf(a_document())


def test_the_same_document_gives_the_same_bytes_whoever_prints_it(make: Make) -> None:
    first, second = make().pdf(a_document()), make().pdf(a_document())

    assert first == second
    information = pypdf.PdfReader(io.BytesIO(first)).metadata
    assert information is not None
    assert information.creation_date is not None
    assert information.creation_date.isoformat() == "2024-11-05T02:30:00+00:00"


def test_other_greenlets_go_on_while_a_print_runs(make: Make) -> None:
    printer = make()
    printing = eventlet.spawn(printer.pdf, a_document())
    ticks = 0

    while not printing.dead:
        ticks += 1
        eventlet.sleep(0)

    assert printing.wait().startswith(b"%PDF-")
    assert ticks > 100


def test_a_print_that_takes_too_long_is_given_up_and_the_next_one_works(make: Make) -> None:
    endless = a_document(pages=[{"title": "需求", "rows": [], "tables": [a_table(4_000, LONG)]}])
    printer = make(seconds=6.0)

    with pytest.raises(PrintTimedOut):
        printer.pdf(endless)

    assert printer.pdf(a_document()).startswith(b"%PDF-")


def test_a_print_whose_worker_is_killed_is_interrupted_and_the_next_one_works(make: Make) -> None:
    printer = make()
    working = eventlet.spawn(printer.pdf, a_document(pages=[{"title": "需", "rows": [], "tables": [a_table(9000)]}]))
    eventually(lambda: printer.pids)
    psutil.Process(printer.pids[0]).kill()

    with pytest.raises(PrintInterrupted):
        working.wait()

    assert printer.pdf(a_document()).startswith(b"%PDF-")


def test_a_full_queue_says_when_to_ask_again(make: Make) -> None:
    printer = make(waiting=1)
    begun = [eventlet.spawn(printer.pdf, a_document()) for _ in range(2)]
    eventlet.sleep(0)

    with pytest.raises(TooBusy) as busy:
        printer.pdf(a_document())

    assert busy.value.headers == (("Retry-After", "5"),)
    assert all(job.wait().startswith(b"%PDF-") for job in begun)


def test_without_weasyprint_the_answer_names_the_line_that_installs_it(make: Make) -> None:
    bare = make(command=(sys.executable, "-S", "-m", "gateway.prints.worker"), environ={"PYTHONPATH": str(ROOT)})

    with pytest.raises(PrintNotAvailable) as refused:
        bare.pdf(a_document())

    assert refused.value.facts["missing"] == ["weasyprint"]
    assert refused.value.facts["install"] == install_line(["weasyprint"])


def test_the_line_names_the_interpreter_that_runs_the_platform_and_no_other_path() -> None:
    inside = install_line(["weasyprint"], python=Path("/srv/city/.venv/bin/python"), here=Path("/srv/city"))
    outside = install_line(["weasyprint"], python=Path("/usr/bin/python3"), here=Path("/srv/city"))

    assert inside == ".venv/bin/python -m pip install --require-hashes -r requirements/print.txt"
    assert outside == "python -m pip install --require-hashes -r requirements/print.txt"


def test_without_a_chinese_font_the_answer_names_the_package_that_brings_one(make: Make, tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text(
        f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>"
    )
    environ = worker_environment() | {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}

    with pytest.raises(PrintNotAvailable) as refused:
        make(environ=environ).pdf(a_document())

    assert refused.value.facts == {"missing": ["chinese_font"], "install": "apt-get install fonts-wqy-microhei"}


def test_without_pango_the_answer_names_its_packages(make: Make, tmp_path: Path) -> None:
    """A file of its name that is no library: the loader finds it first, and cannot load it."""
    for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0"):
        (tmp_path / name).write_bytes(b"")
    environ = worker_environment() | {"LD_LIBRARY_PATH": str(tmp_path)}

    with pytest.raises(PrintNotAvailable) as refused:
        make(environ=environ).pdf(a_document())

    assert refused.value.facts["missing"] == ["pango"]
    assert refused.value.facts["install"].startswith("apt-get install libpango-1.0-0 libpangoft2-1.0-0")


def test_a_missing_piece_is_a_503_with_the_line_in_both_languages(make: Make) -> None:
    refused = PrintNotAvailable(missing=["weasyprint"], install="pip install it")

    response = error_response(Request(request_id="r1"), refused)

    assert response is not None
    assert response.status == 503
    assert bytes(response.body).count(b"pip install it") >= 3


def test_a_worker_knows_no_address_and_no_key_of_the_platform() -> None:
    ours = {"PATH": "/bin", "DATABASE_URL": "x", "AMQP_URI": "x", "SEALING_KEYS_FILE": "x", "FONTCONFIG_FILE": "f"}

    assert worker_environment(ours) == {"PATH": "/bin", "FONTCONFIG_FILE": "f"}
