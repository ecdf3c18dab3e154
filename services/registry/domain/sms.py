"""Text messages that wait to be sent: rows as mails are, sealed, erased once they are gone, given up after some tries.

A gateway takes a template and its parameters, because operators in China approve wordings one by one; the
template's code and the parameters are the contract with it (docs/operations.md). Phones are sealed; what is
counted per phone is counted by a mark that only the keys can make.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import orjson

from casework.states import move
from contracts.sealed import Sealed, Sealer
from services.registry.domain.accounts import PHONE

CONTENT: Final = "text_message.content"
PHONE_MARK: Final = "account.phone"

LEASE = timedelta(minutes=2)
FIRST_DELAY = timedelta(seconds=15)
LONGEST_DELAY = timedelta(hours=1)
TRIES = 8
"""About half an hour apart at the end: after an hour without success a person has to look."""

NOTICES_A_DAY = 20
"""More text messages than that are not read; the portal has them all."""


class TextState(StrEnum):
    """Where a text message is. `dropped`: the phone had enough for a day; `expired`: too late to be of use."""

    WAITING = "waiting"
    SENT = "sent"
    EXPIRED = "expired"
    DROPPED = "dropped"
    QUARANTINED = "quarantined"


class TextAction(StrEnum):
    """What happens to it."""

    SEND = "send"
    EXPIRE = "expire"
    DROP = "drop"
    QUARANTINE = "quarantine"
    RETRY = "retry"


TRANSITIONS: Final[Mapping[tuple[TextState, TextAction], TextState]] = {
    (TextState.WAITING, TextAction.SEND): TextState.SENT,
    (TextState.WAITING, TextAction.EXPIRE): TextState.EXPIRED,
    (TextState.WAITING, TextAction.DROP): TextState.DROPPED,
    (TextState.WAITING, TextAction.QUARANTINE): TextState.QUARANTINED,
    (TextState.QUARANTINED, TextAction.RETRY): TextState.WAITING,  # an operator mended what was wrong
}


class Template(StrEnum):
    """The wordings that a gateway has to have approved, with their parameters."""

    SIGN_IN_CODE = "sign_in_code"
    RECOVERY_CODE = "recovery_code"
    PHONE_CODE = "phone_code"
    PHONE_CHANGED = "phone_changed"
    NOTICE = "notice"


WORDINGS: Final[Mapping[Template, str]] = {
    Template.SIGN_IN_CODE: "登录验证码 {code}，{minutes} 分钟内有效。请勿告诉他人。",
    Template.RECOVERY_CODE: "找回密码验证码 {code}，{minutes} 分钟内有效。如非本人操作请忽略。",
    Template.PHONE_CODE: "绑定手机验证码 {code}，{minutes} 分钟内有效。如非本人操作请忽略。",
    Template.PHONE_CHANGED: "您账户绑定的手机号已变更为尾号 {last_four}。如非本人操作，请立即联系当地主管部门。",
    Template.NOTICE: "{text}。请登录平台查看详情。",
}
"""What the person reads. `notice` comes with `kind`, too, for gateways that want one template per kind."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """What a text message says."""

    template: Template
    parameters: Mapping[str, str]

    @property
    def wording(self) -> str:
        """The whole sentence."""
        return WORDINGS[self.template].format_map(dict(self.parameters))


@dataclass(frozen=True, kw_only=True)
class TextMessage:
    """`content` is the sealed text, None once nobody needs it. `expires_at` is set for codes. All times are real."""

    id: UUID
    city: str
    phone: Sealed
    phone_mark: bytes
    template: Template
    content: Sealed | None
    written_at: datetime
    next_attempt_at: datetime
    expires_at: datetime | None = None
    attempts: int = 0
    state: TextState = TextState.WAITING
    sent_at: datetime | None = None
    error: str | None = None

    def leased(self, now: datetime) -> TextMessage:
        """Somebody sends it now; if he dies it is due again after two minutes."""
        return replace(self, attempts=self.attempts + 1, next_attempt_at=now + LEASE)

    def put_back(self, now: datetime) -> TextMessage:
        """It was leased and not even tried: the gateway did not answer for the one before it."""
        return replace(self, attempts=self.attempts - 1, next_attempt_at=now + FIRST_DELAY)

    def sent(self, now: datetime) -> TextMessage:
        """The gateway took it: what it said is forgotten."""
        return replace(self._moved(TextAction.SEND), content=None, sent_at=now, error=None)

    def failed(self, now: datetime, error: str) -> TextMessage:
        """Try again later, and after eight tries put it where an operator sees it."""
        if self.attempts >= TRIES:
            return replace(self._moved(TextAction.QUARANTINE), error=error)
        delay = min(FIRST_DELAY * 2 ** (self.attempts - 1), LONGEST_DELAY)
        return replace(self, next_attempt_at=now + delay, error=error)

    def expired(self) -> TextMessage:
        """A code that nobody could use any more."""
        return replace(self._moved(TextAction.EXPIRE), content=None)

    def dropped(self) -> TextMessage:
        """One too many for this phone today."""
        return replace(self._moved(TextAction.DROP), content=None, error="phone_limit")

    def retried(self, now: datetime) -> TextMessage:
        """An operator has it tried anew; ActionNotAllowed unless it is in quarantine."""
        return replace(self._moved(TextAction.RETRY), attempts=0, next_attempt_at=now, error=None)

    def is_expired(self, now: datetime) -> bool:
        return self.expires_at is not None and now >= self.expires_at

    def _moved(self, action: TextAction) -> TextMessage:
        return replace(self, state=move(TRANSITIONS, self.state, action))


def phone_mark(phone: str, sealer: Sealer) -> bytes:
    """By what a phone is looked up and counted: nobody without the keys can make it from a number."""
    return sealer.marks(phone, purpose=PHONE_MARK)[0]


def write_text(
    *,
    id: UUID,  # noqa: A002
    city: str,
    phone: Sealed,
    text: Text,
    sealer: Sealer,
    now: datetime,
    expires_at: datetime | None = None,
) -> TextMessage:
    """A text message to a sealed phone number, due at once."""
    # A sealed text shows its last four characters: this one ends with none of the parameters.
    content = orjson.dumps({"template": text.template, "parameters": dict(text.parameters), "version": 1}).decode()
    return TextMessage(
        id=id,
        city=city,
        phone=phone,
        phone_mark=phone_mark(sealer.open(phone, purpose=PHONE), sealer),
        template=text.template,
        content=sealer.seal(content, purpose=CONTENT),
        written_at=now,
        next_attempt_at=now,
        expires_at=expires_at,
    )


def read_text(message: TextMessage, sealer: Sealer) -> Text:
    """What it says; ValueError when that was erased."""
    if message.content is None:
        raise ValueError("the text was erased")
    content: dict[str, Any] = orjson.loads(sealer.open(message.content, purpose=CONTENT))
    return Text(template=Template(content["template"]), parameters=content["parameters"])
