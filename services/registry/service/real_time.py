"""Real time, for what a development clock must not move: sessions, tokens, throttling, mail."""

from __future__ import annotations

from datetime import UTC, datetime


def real_now() -> datetime:
    """This instant in UTC."""
    return datetime.now(UTC)
