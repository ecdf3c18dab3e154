"""An uploaded file on its way into a dossier: kept in the blob store, measured, and looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from casework.dossier import Attachment
from chassis.blobs import Blobs
from contracts.actor import Actor
from contracts.refusal import Invalid, NotFound, Problem

_MAGIC = {
    "application/pdf": b"%PDF-",
    "application/zip": b"PK",
    "application/ofd": b"PK",
    "image/png": b"\x89PNG",
    "image/jpeg": b"\xff\xd8\xff",
}


@dataclass(frozen=True, kw_only=True)
class UploadedFile:
    """What the gateway answered to the upload. Only `sha256` and `name` are believed."""

    sha256: str
    size: int
    media_type: str
    name: str

    def attached(self, *, by: Actor, at: datetime) -> Attachment:
        """As it enters a dossier."""
        return Attachment(
            id=uuid4(),
            sha256=self.sha256,
            size=self.size,
            media_type=self.media_type,
            name=self.name,
            uploaded_at=at,
            uploaded_by=by.account_id,
        )


@dataclass(frozen=True, kw_only=True)
class Download:
    """The permission to download a file: what the gateway streams, and under which name."""

    sha256: str
    media_type: str
    name: str
    size: int


def kept(blobs: Blobs, city: str, file: UploadedFile) -> UploadedFile:
    """The file with its true size, kept from now on. `Invalid` when its content is not what its type says.

    Called before anything is locked: the bytes may lie in a remote store.
    """
    size = blobs.keep(city, file.sha256)
    begins_with = _MAGIC.get(file.media_type, b"")
    beginning = next(iter(blobs.read(city, file.sha256)), b"")
    if size and not beginning.startswith(begins_with):
        problem = Problem(code="content_is_not_its_type", field="file", inputs={"media_type": file.media_type})
        raise Invalid(problems=[problem])
    return replace(file, size=size)


def download_of(files: Iterable[Attachment], attachment_id: UUID) -> Download:
    """The file with this id; NotFound where there is none."""
    for file in files:
        if file.id == attachment_id:
            return Download(sha256=file.sha256, media_type=file.media_type, name=file.name, size=file.size)
    raise NotFound(kind="attachment", id=str(attachment_id))
