"""Electronic invoices are read as what they say; bombs, red invoices and drawings are refused."""

from __future__ import annotations

from datetime import date

import pytest

from services.acceptance.adapters import invoice_ofd, invoice_xml
from services.acceptance.adapters.invoice_files import read_invoice
from services.acceptance.domain.errors import InvoiceFileUnreadable
from tests.builders_evidence import BUYER, SELLER, a_number, yuan
from tests.invoice_samples import attached_xml, digital_xml, ofd

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def reason_of(content: bytes) -> str:
    with pytest.raises(InvoiceFileUnreadable) as refused:
        read_invoice(content)
    return str(refused.value.facts["reason"])


def test_a_digital_invoice_is_read() -> None:
    read = read_invoice(digital_xml())

    assert (read.number, read.code, read.issued_on) == (a_number(1), "", date(2024, 6, 1))
    assert (read.seller_code, read.buyer_code) == (SELLER, BUYER)
    assert (read.net_fen, read.tax_fen, read.gross_fen) == (8849558, 1150442, yuan(100000))
    [line] = read.lines
    assert (line.title, line.net_fen, line.tax_fen, line.gross_fen) == (
        "*软件*生产管控软件", 8849558, 1150442, yuan(100000),
    )  # fmt: skip


def test_an_ofd_is_read_by_its_attachment_and_a_discount_lowers_the_line_before_it() -> None:
    read = read_invoice(ofd())

    assert (read.number, read.code, read.issued_on) == ("12345678", "021002400011", date(2024, 6, 1))
    [line] = read.lines
    assert (line.net_fen, line.tax_fen, line.gross_fen) == (yuan(300), yuan(18), yuan(318))


def test_a_digital_invoice_in_an_ofd_is_read_wherever_it_is_attached() -> None:
    twice = {"Doc_0/Attachs/invoice.xml": digital_xml(), "Doc_0/attachments/a/original.xml": digital_xml()}

    assert read_invoice(ofd(twice)).number == a_number(1)


def test_an_exempt_line_has_no_tax() -> None:
    exempt = digital_xml(lines=(("*软件*生产管控软件", "100000.00", "***"),), totals=("100000.00", "***", "100000.00"))

    assert read_invoice(exempt).tax_fen == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (digital_xml(before=BOMB), "entities"),
        (digital_xml(before=OUTSIDE), "entities"),
        (b"<EInvoice><Header>", "not_xml"),
        (b"", "not_xml"),
        (b"%PDF-1.7", "not_xml"),
        (b'<?xml version="1.0" encoding="no-such"?><EInvoice/>', "not_xml"),
        (b"<html/>", "unknown_form"),
        (digital_xml(totals=("-88495.58", "-11504.42", "-100000.00")), "red_invoice"),
        (digital_xml(totals=("88495.58", "11504.42", "10 wan")), "not_an_amount"),
        (digital_xml(totals=("88495.58", "11504.42", "NaN")), "not_an_amount"),
        (digital_xml().replace(b"2024-06-01", b"yesterday"), "not_a_date"),
        (b"PK\x03\x04 broken", "not_ofd"),
        (ofd({}), "no_invoice_inside"),
        (
            ofd({"Doc_0/Attachs/a.xml": digital_xml(), "Doc_0/Attachs/b.xml": digital_xml(a_number(2))}),
            "several_invoices",
        ),
        (ofd({"Doc_0/Attachs/a.xml": digital_xml(before=BOMB)}), "entities"),
    ],
)
def test_what_is_no_invoice_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    assert reason_of(content) == reason


def test_what_would_fill_the_memory_is_not_unpacked() -> None:
    bomb = b"<EInvoice>" + b" " * (invoice_xml.LARGEST_XML * 4) + b"</EInvoice>"
    packed = ofd({"Doc_0/Attachs/bomb.xml": bomb})

    assert len(packed) < 100_000
    assert reason_of(packed) == "too_large"
    assert reason_of(bomb) == "too_large"


def test_an_ofd_of_very_many_members_is_not_walked() -> None:
    many = {f"Doc_0/Attachs/{number}.xml": b"<a/>" for number in range(invoice_ofd.MOST_MEMBERS + 1)}

    assert reason_of(ofd(many)) == "too_large"


def test_what_is_drawn_on_a_page_is_not_guessed() -> None:
    assert reason_of(ofd({"Doc_0/Pages/Page_1/Content.xml": attached_xml()})) == "no_invoice_inside"
