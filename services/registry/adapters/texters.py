"""Where text messages go: an SMS gateway over HTTP, or in development a file that a person (or a test) reads.

    SMS_URL=https://<key id>:<key>@sms.example/send        percent-encode what a URL does not take

The gateway is sent a signed JSON document (`contracts.signature`; docs/operations.md describes it):

    {"id": "…", "phone": "13912345678", "template": "sign_in_code", "parameters": {"code": "123456", "minutes": "5"},
     "text": "登录验证码 123456，5 分钟内有效。请勿告诉他人。"}
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit
from uuid import UUID

import orjson

from chassis.config import Settings
from chassis.outgoing import NotSent, anywhere, post
from contracts.signature import KEY_ID, signed_headers
from services.registry.domain.sms import Text
from services.registry.use_cases.send_due_texts import GatewayAway, GatewayRefused, Texter

SECONDS = 5.0


class HttpGateway:
    """Any 2xx is "taken". 408, 429 and 5xx mean that the gateway is away; anything else refuses this one message."""

    is_there = True

    def __init__(self, url: str, *, per_minute: int) -> None:
        parts = urlsplit(url)
        self._key_id, self._key = unquote(parts.username or ""), unquote(parts.password or "")
        self._url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        self.per_minute = per_minute

    def send(self, phone: str, text: Text, *, message_id: UUID) -> None:
        """One request of up to five seconds; the gateway knows a repetition by its id."""
        document = {
            "id": str(message_id),
            "phone": phone,
            "template": text.template.value,
            "parameters": dict(text.parameters),
            "text": text.wording,
        }
        body = orjson.dumps(document)
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": str(message_id),
            KEY_ID: self._key_id,
            **signed_headers(self._key, message_id=str(message_id), timestamp=int(time.time()), body=body),
        }
        try:
            answer = post(self._url, body, headers, seconds=SECONDS, admits=anywhere)
        except NotSent as error:
            raise GatewayAway(error.reason) from None
        if answer.is_taken:
            return
        is_away = answer.status in (408, 429) or answer.status >= 500
        raise (GatewayAway if is_away else GatewayRefused)(f"status {answer.status}")


class TextFile:
    """One JSON line per text message. For development: codes lie there in clear."""

    is_there = True

    def __init__(self, path: Path, *, per_minute: int) -> None:
        self._path = path
        self.per_minute = per_minute

    def send(self, phone: str, text: Text, *, message_id: UUID) -> None:
        """Appended in one write, so that two writers do not mix their lines."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        line = {"id": str(message_id), "phone": phone, "template": text.template.value, "text": text.wording}
        handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, orjson.dumps({**line, "parameters": dict(text.parameters)}) + b"\n")
        finally:
            os.close(handle)


class NoGateway:
    """What production has until somebody sets `SMS_URL`: text messages are not offered there."""

    is_there = False
    per_minute = 1

    def send(self, phone: str, text: Text, *, message_id: UUID) -> None:
        """GatewayAway, each time."""
        raise GatewayAway("SMS_URL is not set")


def texter_of(settings: Settings) -> Texter:
    """The gateway that `SMS_URL` names; in development without one, `<data>/sms/messages.jsonl`."""
    if settings.sms_url:
        return HttpGateway(settings.sms_url, per_minute=settings.sms_per_minute)
    if settings.is_development:
        return TextFile(settings.data / "sms" / "messages.jsonl", per_minute=settings.sms_per_minute)
    return NoGateway()
