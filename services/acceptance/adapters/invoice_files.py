"""An electronic invoice in whichever form it came."""

from __future__ import annotations

from typing import Final

from services.acceptance.adapters.invoice_ofd import LARGEST_OFD, read_invoice_ofd
from services.acceptance.adapters.invoice_xml import read_invoice_xml
from services.acceptance.domain.evidence_checks import GivenItem

LARGEST_INVOICE: Final = LARGEST_OFD


def read_invoice(content: bytes) -> GivenItem:
    """The invoice; what the file is, its bytes say. InvoiceFileUnreadable where it cannot be read."""
    return read_invoice_ofd(content) if content.startswith(b"PK") else read_invoice_xml(content)
