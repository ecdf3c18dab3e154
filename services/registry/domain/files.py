"""Files that were uploaded before: referred to by their content, never carried along."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class FileReference:
    """What an upload answered; `size` in bytes is what the store says, not what the caller does."""

    sha256: str
    size: int
    media_type: str
    name: str
