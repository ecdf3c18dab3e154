"""The version that a client saw (`If-Match`) against the one that is there."""

from __future__ import annotations

from typing import Protocol

from contracts.refusal import StaleVersion


class Versioned(Protocol):
    @property
    def version(self) -> int: ...


def must_be_version(found: Versioned, expected: int | None) -> None:
    """StaleVersion when somebody changed it since it was read; nothing is checked where the client does not ask."""
    if expected is not None and expected != found.version:
        raise StaleVersion(expected=expected, found=found.version)
