"""Uploaded files, kept in the blob store before anything is locked: the bytes may lie in a remote store."""

from __future__ import annotations

from dataclasses import replace

from chassis.blobs import Blobs
from contracts.refusal import Invalid, Problem
from services.declaration.domain.uploads import UploadedFile

_BEGINS_WITH = {
    "application/pdf": b"%PDF-",
    "application/zip": b"PK",
    "image/png": b"\x89PNG",
    "image/jpeg": b"\xff\xd8\xff",
}


def kept(blobs: Blobs, city: str, file: UploadedFile) -> UploadedFile:
    """The file with its true size, kept from now on. `Invalid` when its content is not what its type says."""
    size = blobs.keep(city, file.sha256)
    beginning = next(iter(blobs.read(city, file.sha256)), b"")
    if size and not beginning.startswith(_BEGINS_WITH.get(file.media_type, b"")):
        problem = Problem(code="content_is_not_its_type", field="file", inputs={"media_type": file.media_type})
        raise Invalid(problems=[problem])
    return replace(file, size=size)
