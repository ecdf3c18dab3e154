"""Electronic invoices as XML: the digital invoice (数电发票, `EInvoice`) and the one of before it (`eInvoice`, in OFD).

A document type or an entity is refused before anything is expanded. The tax bureau's signature is not verified:
what is read is what the file says, and it is kept with the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from services.acceptance.domain.errors import InvoiceFileUnreadable
from services.acceptance.domain.evidence import EvidenceKind
from services.acceptance.domain.evidence_checks import GivenItem, GivenLine

LARGEST_XML: Final = 2 * 1024 * 1024
_DAY = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})(?!\d)")
_NO_TAX: Final = frozenset({"", "*", "**", "***", "免税", "不征税"})


@dataclass(frozen=True, kw_only=True)
class _Form:
    """Where a form of invoice says what, as paths of local names from the root; several where one may be missing."""

    number: tuple[str, ...]
    code: tuple[str, ...]
    issued_on: tuple[str, ...]
    seller: str
    buyer: str
    net: str
    tax: str
    gross: str
    line: str
    title: str
    line_net: str
    line_tax: str


_FORMS: Final[Mapping[str, _Form]] = {
    "EInvoice": _Form(
        number=("TaxSupervisionInfo/InvoiceNumber", "Header/EIid"),
        code=(),
        issued_on=("EInvoiceData/BasicInformation/RequestTime", "TaxSupervisionInfo/IssueTime"),
        seller="EInvoiceData/SellerInformation/SellerIdNum",
        buyer="EInvoiceData/BuyerInformation/BuyerIdNum",
        net="EInvoiceData/BasicInformation/TotalAmWithoutTax",
        tax="EInvoiceData/BasicInformation/TotalTaxAm",
        gross="EInvoiceData/BasicInformation/TotalTax-includedAmount",
        line="EInvoiceData/IssuItemInformation",
        title="ItemName",
        line_net="Amount",
        line_tax="ComTaxAm",
    ),
    "eInvoice": _Form(
        number=("InvoiceNo",),
        code=("InvoiceCode",),
        issued_on=("IssueDate",),
        seller="Seller/SellerTaxID",
        buyer="Buyer/BuyerTaxID",
        net="TaxExclusiveTotalAmount",
        tax="TaxTotalAmount",
        gross="TaxInclusiveTotalAmount",
        line="GoodsInfos/GoodsInfo",
        title="Item",
        line_net="Amount",
        line_tax="TaxAmount",
    ),
}


def read_invoice_xml(content: bytes) -> GivenItem:
    """The invoice. InvoiceFileUnreadable: too large, no XML, with entities, no form that is known, a red invoice."""
    root = root_of(content)
    form = _FORMS.get(_local(root))
    if form is None:
        raise InvoiceFileUnreadable(reason="unknown_form", found=_local(root)[:60])
    gross = _fen(_text(root, form.gross))
    if gross <= 0:
        raise InvoiceFileUnreadable(reason="red_invoice")
    return GivenItem(
        kind=EvidenceKind.INVOICE,
        number=_first(root, form.number),
        code=_first(root, form.code),
        issued_on=_day(_first(root, form.issued_on)),
        seller_code=_text(root, form.seller),
        buyer_code=_text(root, form.buyer),
        gross_fen=gross,
        net_fen=_fen(_text(root, form.net)),
        tax_fen=_fen(_text(root, form.tax), is_tax=True),
        lines=tuple(_without_discounts(_lines(root, form))),
    )


def root_of(content: bytes) -> Element:
    """The root of well-formed XML without a document type."""
    if len(content) > LARGEST_XML:
        raise InvoiceFileUnreadable(reason="too_large")
    try:
        root: Element = fromstring(content, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException:
        raise InvoiceFileUnreadable(reason="entities") from None
    except (ParseError, ValueError, LookupError):
        raise InvoiceFileUnreadable(reason="not_xml") from None
    return root


def is_invoice(root: Element) -> bool:
    """Whether it is of a form that is known."""
    return _local(root) in _FORMS


def _lines(root: Element, form: _Form) -> Iterator[GivenLine]:
    for element in _all(root, form.line.split("/")):
        net, tax = _fen(_text(element, form.line_net)), _fen(_text(element, form.line_tax), is_tax=True)
        yield GivenLine(title=_text(element, form.title)[:200], net_fen=net, tax_fen=tax, gross_fen=net + tax)


def _without_discounts(lines: Iterator[GivenLine]) -> Iterator[GivenLine]:
    """A discount (折扣行) is a negative line behind the one that it lowers: the two are one."""
    held: GivenLine | None = None
    for line in lines:
        if held is not None and line.gross_fen < 0:
            held = replace(
                held,
                net_fen=(held.net_fen or 0) + (line.net_fen or 0),
                tax_fen=(held.tax_fen or 0) + (line.tax_fen or 0),
                gross_fen=held.gross_fen + line.gross_fen,
            )
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _first(root: Element, paths: tuple[str, ...]) -> str:
    return next((text for path in paths if (text := _text(root, path))), "")


def _text(element: Element, path: str) -> str:
    """What the first element at the path says; nothing where there is none."""
    found = next(_all(element, path.split("/")), None)
    return (found.text or "").strip() if found is not None else ""


def _all(element: Element, path: list[str]) -> Iterator[Element]:
    for child in element:
        if _local(child) == path[0]:
            if len(path) == 1:
                yield child
            else:
                yield from _all(child, path[1:])


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _fen(text: str, *, is_tax: bool = False) -> int:
    plain = text.strip().lstrip("¥￥").replace(",", "")
    if is_tax and plain in _NO_TAX:
        return 0
    try:
        fen = Decimal(plain) * 100
    except InvalidOperation:
        raise InvoiceFileUnreadable(reason="not_an_amount", found=text[:60]) from None
    if not fen.is_finite() or abs(fen) > 10**17 or fen != fen.to_integral_value():
        raise InvoiceFileUnreadable(reason="not_an_amount", found=text[:60])
    return int(fen)


def _day(text: str) -> date:
    found = _DAY.match(text)
    try:
        return date(*map(int, found.groups())) if found else date.fromisoformat(text)
    except ValueError:
        raise InvoiceFileUnreadable(reason="not_a_date", found=text[:60]) from None
