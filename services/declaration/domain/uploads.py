"""An uploaded file on its way into a declaration."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class UploadedFile:
    """What the gateway answered to the upload; handed back by the client, so only `sha256` and `name` are believed."""

    sha256: str
    size: int
    media_type: str
    name: str
