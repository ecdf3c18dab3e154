"""The shelf of released packs: one blob space for all cities, each pack under the sha256 of its canonical JSON."""

from __future__ import annotations

from typing import Final

from chassis.blobs import Blobs, NoSuchFile, blobs_of
from chassis.config import Settings
from policy.packs import Packs

SPACE: Final = "packs"


def packs_of(settings: Settings) -> Packs:
    """The packs that a process knows. A pinned version is fetched once, when it is first asked for."""
    blobs = blobs_of(settings)
    return Packs(lambda sha256: content_of(blobs, SPACE, sha256))


def content_of(blobs: Blobs, space: str, sha256: str) -> bytes:
    """A pack's bytes. KeyError for an unknown hash, as `Packs` expects it."""
    try:
        return b"".join(blobs.read(space, sha256))
    except NoSuchFile:
        raise KeyError(sha256) from None


def put_on_shelf(blobs: Blobs, content: bytes) -> str:
    """Keep a compiled pack for good. Gives its sha256; keeping the same content again changes nothing."""
    stored = blobs.receive(SPACE, (content,), limit=len(content))
    blobs.keep(SPACE, stored.sha256)
    return stored.sha256
