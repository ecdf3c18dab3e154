"""Messages to other systems are signed, and the example of docs/api.md checks them."""

from __future__ import annotations

import pytest

from contracts.signature import LONGEST_AGE_SECONDS, MESSAGE_ID, SIGNATURE, TIMESTAMP, is_signed_by, signed_headers

KEY, BODY, NOW = "whsec_made-up", '{"name": "项目"}'.encode(), 1_793_160_000


def headers(**changed: str) -> dict[str, str]:
    return {**signed_headers(KEY, message_id="m-1", timestamp=NOW, body=BODY), **changed}


def test_whoever_has_the_key_recognises_the_message() -> None:
    assert is_signed_by(KEY, headers(), BODY, now=NOW)
    assert is_signed_by(KEY, headers(), BODY, now=NOW + LONGEST_AGE_SECONDS)


@pytest.mark.parametrize(
    ("key", "changed", "body", "now"),
    [
        ("another", {}, BODY, NOW),
        (KEY, {MESSAGE_ID: "m-2"}, BODY, NOW),
        (KEY, {TIMESTAMP: str(NOW + 1)}, BODY, NOW),
        (KEY, {SIGNATURE: "v1="}, BODY, NOW),
        (KEY, {TIMESTAMP: "soon"}, BODY, NOW),
        (KEY, {}, BODY + b" ", NOW),
        (KEY, {}, BODY, NOW + LONGEST_AGE_SECONDS + 1),
    ],
)
def test_anything_that_was_changed_or_is_old_is_not_ours(
    key: str, changed: dict[str, str], body: bytes, now: int
) -> None:
    assert not is_signed_by(key, headers(**changed), body, now=now)


def test_the_signature_is_the_one_that_was_published() -> None:
    assert headers()[SIGNATURE] == "v1=" + "16eebdc60fae9dd58e61555405f5044ee5a4af0a101fcf296c8a1961b7f708db"
