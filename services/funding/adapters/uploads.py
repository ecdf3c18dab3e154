"""Uploaded files on their way into a document: kept in the blob store, measured and looked at."""

from __future__ import annotations

from casework import uploads
from casework.uploads import UploadedFile
from chassis.blobs import Blobs
from contracts.refusal import Refusal
from services.funding.adapters.tables import MAX_BYTES
from services.funding.domain.documents import FileReference


def kept(blobs: Blobs, city: str, file: UploadedFile | None) -> FileReference | None:
    """The file with its true size, kept from now on; None where none was handed in."""
    return None if file is None else _kept(blobs, city, file)


def kept_with_content(
    blobs: Blobs, city: str, file: UploadedFile, unreadable: type[Refusal]
) -> tuple[FileReference, bytes]:
    """The same, and its bytes. `unreadable(reason=…)` for one that is too large to be a table."""
    reference = _kept(blobs, city, file)
    if reference.size > MAX_BYTES:
        raise unreadable(reason="too_large")
    return reference, b"".join(blobs.read(city, reference.sha256))


def _kept(blobs: Blobs, city: str, file: UploadedFile) -> FileReference:
    found = uploads.kept(blobs, city, file)
    return FileReference(sha256=found.sha256, size=found.size, media_type=found.media_type, name=found.name)
