"""Holding attempts back for a moment, a few at a time."""

from __future__ import annotations

import time

from services.registry.domain.errors import TooManyAttempts

AT_ONCE = 4


class BoundedPauses:
    """At most four attempts of a process are held at once, so that a stranger cannot occupy every worker."""

    def __init__(self) -> None:
        self._held = 0

    def hold(self, seconds: float) -> None:
        """Sleep (greenly); TooManyAttempts when four others sleep already."""
        if seconds <= 0:
            return
        if self._held >= AT_ONCE:
            raise TooManyAttempts(retry_after_seconds=1)
        self._held += 1
        try:
            time.sleep(seconds)
        finally:
            self._held -= 1
