"""The stale seal: what was printed and stamped has changed after its scan was uploaded.

After a return the form that changed is printed and stamped again and replaces attachment 1. The scan
knows, page by page, what the form said when it was uploaded; the pack's form says what it says now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casework.dossier import Dossier
from contracts.refusal import Problem


@dataclass(frozen=True, kw_only=True)
class Seal:
    """The slot of the stamped scan, and the digest of each stamped page as the answers are now."""

    slot: str
    pages: Mapping[str, str]


def stale_pages(dossier: Dossier, seal: Seal) -> tuple[str, ...]:
    """The pages to print and stamp again, those that are no longer printed last; none without any scan.

    It compares content, not times: an answer that was changed and changed back leaves the stamp valid.
    """
    scans = dossier.attachments.get(seal.slot, ())
    if not scans:
        return ()
    changed = [page for page, digest in seal.pages.items() if all(scan.stamps.get(page) != digest for scan in scans)]
    dropped = dict.fromkeys(page for scan in scans for page in scan.stamps if page not in seal.pages)
    return (*changed, *dropped)


def seal_problems(dossier: Dossier, seal: Seal) -> Iterator[Problem]:
    """One problem that names all stale pages, or none."""
    pages = stale_pages(dossier, seal)
    if pages:
        yield Problem(code="stale_seal", field=f"attachments.{seal.slot}", inputs={"pages": list(pages)})
