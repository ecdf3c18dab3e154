"""An electronic invoice as OFD (GB/T 33190): a zip whose attachment is the invoice as XML.

Only that attachment is read. An OFD that carries none says its figures by drawing them on a page; such a file is
kept as the scan of an invoice that is entered by hand, because what is guessed from a drawing is no evidence.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from services.acceptance.adapters.invoice_xml import LARGEST_XML, is_invoice, read_invoice_xml, root_of
from services.acceptance.domain.errors import InvoiceFileUnreadable
from services.acceptance.domain.evidence_checks import GivenItem

LARGEST_OFD: Final = 20 * 1024 * 1024
MOST_MEMBERS: Final = 2_000
MOST_ATTACHMENTS: Final = 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


def read_invoice_ofd(content: bytes) -> GivenItem:
    """The invoice. InvoiceFileUnreadable: no zip, too large, without an invoice among its attachments, with several."""
    if len(content) > LARGEST_OFD:
        raise InvoiceFileUnreadable(reason="too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = [read_invoice_xml(each) for each in _invoices(archive)]
    except _BROKEN:
        raise InvoiceFileUnreadable(reason="not_ofd") from None
    if not found:
        raise InvoiceFileUnreadable(reason="no_invoice_inside")
    if any(each != found[0] for each in found):
        raise InvoiceFileUnreadable(reason="several_invoices")
    return found[0]


def _invoices(archive: zipfile.ZipFile) -> Iterator[bytes]:
    """The attachments that are invoices. A member is read up to its limit, whatever it says of its own size."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise InvoiceFileUnreadable(reason="too_large")
    attached = [each for each in members if _is_attachment(each.filename)]
    for member in sorted(attached, key=lambda each: each.filename)[:MOST_ATTACHMENTS]:
        with archive.open(member) as opened:
            content = opened.read(LARGEST_XML + 1)
        if is_invoice(root_of(content)):
            yield content


def _is_attachment(name: str) -> bool:
    folder, _, file = name.replace("\\", "/").lower().rpartition("/")
    return "attach" in folder and file.endswith(".xml") and not file.startswith("attachments")
