"""Two people who change the same thing: the second one is told (`If-Match`)."""

from __future__ import annotations

from contracts.refusal import StaleVersion


def must_match(found: int, expected: int | None) -> None:
    """StaleVersion when the caller saw another version; None expects nothing."""
    if expected is not None and expected != found:
        raise StaleVersion(expected=expected, found=found)
