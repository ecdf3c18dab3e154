"""How a message of ours to another system is signed, and how the other side checks it.

    Shuzhuan-Timestamp: 1793160000
    Shuzhuan-Message-Id: 6f8c…            the same in every repetition
    Shuzhuan-Signature: v1=<hex>          HMAC-SHA256(key, "<timestamp>.<message id>." + body)

The timestamp is of the attempt, so that an old recording can be told from a repetition of ours.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final

TIMESTAMP: Final = "Shuzhuan-Timestamp"
MESSAGE_ID: Final = "Shuzhuan-Message-Id"
SIGNATURE: Final = "Shuzhuan-Signature"
KEY_ID: Final = "Shuzhuan-Key-Id"

_SCHEME = "v1="
LONGEST_AGE_SECONDS: Final = 300


def signed_headers(key: str, *, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers of a signed message. `key` is the text that both sides were given."""
    return {
        TIMESTAMP: str(timestamp),
        MESSAGE_ID: message_id,
        SIGNATURE: _SCHEME + _mark(key, str(timestamp), message_id, body),
    }


def is_signed_by(key: str, headers: Mapping[str, str], body: bytes, *, now: int) -> bool:
    """Whether the holder of the key sent this body within the last five minutes."""
    timestamp, message_id = headers.get(TIMESTAMP, ""), headers.get(MESSAGE_ID, "")
    if not (timestamp.isascii() and timestamp.isdigit()) or abs(now - int(timestamp)) > LONGEST_AGE_SECONDS:
        return False
    expected = _SCHEME + _mark(key, timestamp, message_id, body)
    return hmac.compare_digest(expected.encode(), headers.get(SIGNATURE, "").encode())


def _mark(key: str, timestamp: str, message_id: str, body: bytes) -> str:
    content = f"{timestamp}.{message_id}.".encode() + body
    return hmac.new(key.encode(), content, hashlib.sha256).hexdigest()
