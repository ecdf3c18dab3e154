"""Prints (打印件): what a form says, ready to be set on paper, and what its verification code proves (DL3, NM6).

The form is printed, stamped and scanned before it is submitted, so its code is over what the stamped pages
say: the same digests that tell a stale scan. Once submitted, a declaration is printed with a code over the
filing's own digest, attachments included. A form that is not complete is a draft: marked so, without a code.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from casework.dossier import Attachments, Dossier, Filing
from casework.ports import Answers
from casework.print_codes import Marker, PrintCode
from casework.states import State
from contracts.refusal import Invalid, Problem
from contracts.wire import to_json
from policy.attachments import Slots
from policy.forms import ShownPage
from policy.texts import Text

Shown = dict[str, Any]
PagesOf = Callable[[Answers], Mapping[str, str]]
"""Page -> digest of what it says, of the pages that are stamped."""

_UNFORBIDDEN: Final = str.maketrans(dict.fromkeys('\\/:*?"<>|\r\n\t', "_"))


class Covers(StrEnum):
    """What a code is over."""

    FORM = "form"
    FILING = "filing"


class PrintStatus(StrEnum):
    """What a code says about its print."""

    CURRENT = "current"
    CORRECTED = "corrected"
    NOT_SUBMITTED = "not_submitted"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True)
class Checked:
    """`submitted_at` is when this content was submitted, None where it was not."""

    status: PrintStatus
    covers: Covers
    submitted_at: datetime | None


def form_digest(pages: Mapping[str, str]) -> str:
    """sha256 in hex over what all stamped pages say."""
    canonical = json.dumps(dict(pages), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def is_as_filed(dossier: Dossier) -> bool:
    """Whether the dossier says what was submitted last, and the applicant is not correcting it."""
    if dossier.is_open_for_changes or not dossier.filings:
        return False
    filed = dossier.filings[-1]
    return (filed.answers, filed.attachments) == (dossier.answers, dossier.attachments)


def print_code(
    dossier: Dossier, marker: Marker, pages_of: PagesOf, *, is_complete: bool, with_attachments: bool
) -> tuple[str | None, Covers]:
    """The code of a print of the dossier as it is now, and what it is over; no code for a draft."""
    if with_attachments and is_as_filed(dossier):
        return marker.code(dossier.filings[-1].digest), Covers.FILING
    code = marker.code(form_digest(pages_of(dossier.answers))) if is_complete else None
    return code, Covers.FORM


def checked(dossier: Dossier, marker: Marker, pages_of: PagesOf, code: PrintCode) -> Checked | None:
    """What the code says of this dossier; None where it is not one of its codes. The newest content counts."""
    found = [
        told for told, digest in _contents(dossier, pages_of) if marker.is_of(code, digest)
    ]  # all are compared: the time says nothing
    return found[0] if found else None


def must_be_print_of_now(dossier: Dossier, marker: Marker, pages_of: PagesOf, text: str | None) -> None:
    """`Invalid` where the code on a scan is not that of what the form says now: an older print was stamped.

    Nothing is checked where no code is told.
    """
    if text is None:
        return
    now, code = form_digest(pages_of(dossier.answers)), PrintCode.read(text)
    alike = (filing.digest for filing in dossier.filings if form_digest(pages_of(filing.answers)) == now)
    if code is None or not any(marker.is_of(code, digest) for digest in (now, *alike)):
        raise Invalid(problems=[Problem(code="print_outdated", field="print_code")])


def _contents(dossier: Dossier, pages_of: PagesOf) -> Iterator[tuple[Checked, str]]:
    is_ended = dossier.state in (State.WITHDRAWN, State.VOIDED)
    for filing in reversed(dossier.filings):
        status = PrintStatus.CURRENT if filing is dossier.filings[-1] else PrintStatus.CORRECTED
        status = PrintStatus.ENDED if is_ended else status
        yield Checked(status=status, covers=Covers.FILING, submitted_at=filing.at), filing.digest
        for digest in _form_digests(filing, pages_of):
            yield Checked(status=status, covers=Covers.FORM, submitted_at=filing.at), digest
    status = PrintStatus.ENDED if is_ended else PrintStatus.NOT_SUBMITTED
    yield Checked(status=status, covers=Covers.FORM, submitted_at=None), form_digest(pages_of(dossier.answers))


def _form_digests(filing: Filing, pages_of: PagesOf) -> Iterator[str]:
    """What the filed form said; a scan that was filed knows it even if the case was moved to another pack since."""
    yield form_digest(pages_of(filing.answers))
    yield from (form_digest(each.stamps) for files in filing.attachments.values() for each in files if each.stamps)


def shown_pages(pages: tuple[ShownPage, ...]) -> list[Shown]:
    """The pages that are stamped; all of them where none is."""
    stamped = [page for page in pages if page.is_stamped]
    return [
        {
            "title": page.title,
            "rows": [list(row) for row in page.rows],
            "tables": [
                {"title": title, "columns": list(columns), "lines": [list(line) for line in lines]}
                for title, columns, lines in page.tables
            ],
        }
        for page in stamped or pages
    ]


def shown_files(attachments: Attachments, slots: Slots) -> list[Shown]:
    """The list of attachments, in the order of the pack."""
    return [
        {"slot": slot.title, "name": each.name, "size": each.size, "sha256": each.sha256}
        for slot in slots
        for each in attachments.get(slot.code, ())
    ]


def shown_wording(text: Text | None) -> Shown | None:
    """A text as it is printed."""
    return {"title": text.title, "body": text.body} if text else None


def shown_print(dossier: Dossier, code: tuple[str | None, Covers], **told: Any) -> Shown:
    """A document for the gateway to print; `told` is what only its service knows (`gateway.prints.page` lists it)."""
    text, covers = code
    name = f"{told['title']}-{told['applicant']}".translate(_UNFORBIDDEN)
    return {
        "letter": None,
        "attachments": None,
        "statement": None,
        "sign_off": None,
        **told,
        "file_name": f"{name}.pdf" if text else f"{name}（草稿）.pdf",
        "is_draft": text is None,
        "code": text,
        "covers": covers.value,
        "submitted_at": to_json(dossier.submitted_at) if is_as_filed(dossier) else None,
        "dated_at": to_json(dossier.submitted_at or dossier.started_at),
    }


def shown_checked(told: Checked, *, kind: str, title: str, number: str, applicant: str) -> Shown:
    """What anybody may know who has the code."""
    return {
        "kind": kind,
        "title": title,
        "number": number,
        "applicant_name": applicant,
        "status": told.status.value,
        "covers": told.covers.value,
        "submitted_at": to_json(told.submitted_at),
    }
