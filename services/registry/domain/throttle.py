"""Wrong passwords slow down whoever sends them, and never lock the account out.

The login name is the public credit code (DL1), so a stranger can always send wrong passwords for it.
Two counters answer that. One belongs to the pair of login and client address: after five failures
this address waits, doubling from one second to five minutes. The other belongs to the login: after
ten failures from anywhere, an address that never signed in to this account is paused for up to a
second before its password is looked at. The owner, at an address that worked before, feels neither;
from a new address it costs a second at worst. Guessing is bounded by the cost of the password hash.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.registry.domain.errors import TooManyAttempts, TooManyCodes

REMEMBERED = timedelta(minutes=15)
FREE_FOR_ADDRESS = 5
FREE_FOR_LOGIN = 10
LONGEST_WAIT = timedelta(minutes=5)
LONGEST_PAUSE_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True)
class Failures:
    """How often it failed in a row, and when last."""

    count: int
    last_at: datetime

    def recent(self, now: datetime) -> int:
        """The count; 0 once a quarter of an hour has passed."""
        return self.count if now - self.last_at < REMEMBERED else 0


FREE_CODES = 30
LONGEST_WAIT_FOR_CODES = timedelta(minutes=1)


def must_not_ask_too_often(asked: Failures | None, now: datetime) -> None:
    """TooManyCodes for an address that asked for more than thirty codes without a quarter of an hour's pause.

    Generous, because a whole district may sit behind one address on the last day; what a phone gets is
    limited per phone.
    """
    excess = -1 if asked is None else asked.recent(now) - FREE_CODES
    if asked is None or excess < 0:
        return
    wait = min(timedelta(seconds=2 ** min(excess, 16)), LONGEST_WAIT_FOR_CODES)
    left = (asked.last_at + wait - now).total_seconds()
    if left > 0:
        raise TooManyCodes(retry_after_seconds=int(left) + 1)


@dataclass(frozen=True, kw_only=True)
class Throttle:
    """What was seen before an attempt. `by_address` is the pair of login and address, `by_login` all addresses."""

    by_address: Failures | None
    by_login: Failures | None
    is_known_address: bool

    def must_be_open(self, now: datetime) -> None:
        """TooManyAttempts, with the seconds left, while this address has to wait."""
        if self.by_address is None:
            return
        excess = self.by_address.recent(now) - FREE_FOR_ADDRESS
        if excess < 0:
            return
        wait = min(timedelta(seconds=2 ** min(excess, 16)), LONGEST_WAIT)
        left = (self.by_address.last_at + wait - now).total_seconds()
        if left > 0:
            raise TooManyAttempts(retry_after_seconds=int(left) + 1)

    def pause_seconds(self, now: datetime) -> float:
        """How long a strange address is held before its password is looked at."""
        if self.by_login is None or self.is_known_address:
            return 0.0
        excess = self.by_login.recent(now) - FREE_FOR_LOGIN
        return 0.0 if excess < 0 else min(0.25 * 2 ** min(excess, 4), LONGEST_PAUSE_SECONDS)
