"""Codes that go to a phone: to sign in (XA3), to choose a new password, to show that a phone is one's own.

A code belongs to the request that asked for it: whoever types it names that request by its id, which only
the asker was told. So a stranger who asks for codes of a known credit code can neither use up the tries of
the owner's code nor make it worthless. Six digits, five minutes, five tries, one use; kept as a mark under
the sealing keys, because six digits are soon tried through.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from contracts.sealed import Sealed, Sealer
from services.registry.domain.sms import Template, Text, TextMessage, write_text

LASTS = timedelta(minutes=5)
BETWEEN = timedelta(minutes=1)
TRIES = 5
_DIGITS: Final = 6
_MARKED: Final = "one_time_code"


class Purpose(StrEnum):
    """What the code is good for, and for nothing else."""

    SIGN_IN = "sign_in"
    RECOVERY = "recovery"
    PHONE = "phone"


TEMPLATES: Final = {
    Purpose.SIGN_IN: Template.SIGN_IN_CODE,
    Purpose.RECOVERY: Template.RECOVERY_CODE,
    Purpose.PHONE: Template.PHONE_CODE,
}


@dataclass(frozen=True, kw_only=True)
class OneTimeCode:
    """`account_id` None: asked for by phone, for whichever account is bound to it. All times are real time.

    `from_known_address`: asked for where this account signed in before.
    """

    id: UUID
    city: str
    purpose: Purpose
    account_id: UUID | None
    phone: Sealed
    phone_mark: bytes
    code_mark: bytes
    from_known_address: bool
    requested_at: datetime
    attempts: int = 0
    used_at: datetime | None = None

    def tried(self, code: str, sealer: Sealer, now: datetime) -> tuple[OneTimeCode, bool]:
        """The code after somebody typed something, and whether that was right. Too old, used or tried out is wrong."""
        if self.used_at is not None or self.attempts >= TRIES or now >= self.requested_at + LASTS:
            return self, False
        marks = sealer.marks(_marked(self.id, code), purpose=_MARKED)
        if any(hmac.compare_digest(mark, self.code_mark) for mark in marks):
            return replace(self, attempts=self.attempts + 1, used_at=now), True
        return replace(self, attempts=self.attempts + 1), False

    def unused_try(self) -> OneTimeCode:
        """The code was right, but it was not said whose account is meant: one try is gone."""
        return replace(self, attempts=self.attempts + 1)


def new_code(choose: Callable[[str], str]) -> str:
    """Six digits; `choose` picks one of the characters, as `secrets.choice` does."""
    return "".join(choose("0123456789") for _ in range(_DIGITS))


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """Where a code goes, and for whom: `account_id` None stands for whichever account is bound to the phone."""

    account_id: UUID | None
    phone: Sealed
    phone_mark: bytes
    from_known_address: bool


def issue(
    code: str, purpose: Purpose, to: Addressee, *, ids: tuple[UUID, UUID], city: str, sealer: Sealer, now: datetime
) -> tuple[OneTimeCode, TextMessage]:
    """What is kept of a code, and the text message that brings it; `ids` are theirs."""
    code_id, text_id = ids
    kept = OneTimeCode(
        id=code_id,
        city=city,
        purpose=purpose,
        account_id=to.account_id,
        phone=to.phone,
        phone_mark=to.phone_mark,
        code_mark=sealer.marks(_marked(code_id, code), purpose=_MARKED)[0],
        from_known_address=to.from_known_address,
        requested_at=now,
    )
    minutes = int(LASTS.total_seconds() // 60)
    text = Text(template=TEMPLATES[purpose], parameters={"code": code, "minutes": str(minutes)})
    message = write_text(
        id=text_id, city=city, phone=to.phone, text=text, sealer=sealer, now=now, expires_at=now + LASTS
    )
    return kept, message


def _marked(id: UUID, code: str) -> str:  # noqa: A002
    return f"{id}\n{code.strip()}"


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A code that went to a phone before."""

    at: datetime
    from_known_address: bool


STRANGERS: Final = ((timedelta(hours=1), 3), (timedelta(days=1), 8))
OWNERS: Final = ((timedelta(hours=1), 6), (timedelta(days=1), 20))
"""So many codes in so long. What strangers ask for is counted apart: it cannot use up what the owner may ask for,

at an address where the account signed in before.
"""


def may_be_sent(before: Collection[Sent], *, from_known_address: bool, now: datetime) -> bool:
    """Whether one more code may go to this phone; `before` is what went there within a day."""
    same = [sent.at for sent in before if sent.from_known_address is from_known_address]
    if any(now - at < BETWEEN for at in same):
        return False
    limits = OWNERS if from_known_address else STRANGERS
    return all(sum(now - at < span for at in same) < most for span, most in limits)
