"""The form of what is handed to the national platform: lines, their chain, and signatures that anybody can check.

A line is a record as canonical JSON: UTF-8, members sorted by name, no spaces, whole numbers, text, null. Its digest is
the SHA-256 of these bytes. Each record names the digest of the one before (`previous`), so one that is lost, changed or
out of its place is seen, and the digest of the last one stands for all of them. Signatures are Ed25519, over canonical
JSON as well.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

RECORD_SCHEMA: Final = "shuzhuan-national-record/1"
STATEMENT_SCHEMA: Final = "shuzhuan-national-file/1"
ALGORITHM: Final = "Ed25519"
NOTHING_BEFORE: Final = "0" * 64
"""What the first record of a city names as `previous`."""

_SIGNATURE: Final = frozenset({"key_id", "signature"})


class FeedBroken(ValueError):
    """What was read is not what was handed out: a record is missing, changed or out of its place, or not signed."""


@dataclass(frozen=True)
class Place:
    """Where a reader stands: behind the record `number`, whose line has this digest."""

    number: int = 0
    digest: str = NOTHING_BEFORE


def line_of(record: Mapping[str, Any]) -> bytes:
    """The record as one line, without the end of it."""
    return orjson.dumps(record, option=orjson.OPT_SORT_KEYS)


def digest_of(line: bytes) -> str:
    """SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(line).hexdigest()


def followed(place: Place, records: Iterable[Mapping[str, Any]]) -> Place:
    """The place behind the records; FeedBroken where one does not follow the one before."""
    for record in records:
        if record["number"] != place.number + 1:
            raise FeedBroken(f"record {place.number + 1} is missing: {record['number']} came instead")
        if record["previous"] != place.digest:
            raise FeedBroken(
                f"record {record['number']} does not follow the record {place.number} that was read before"
            )
        place = Place(place.number + 1, digest_of(line_of(record)))
    return place


class FeedSigner:
    """Signs with the current key; old ones are kept so that what they signed can still be checked."""

    def __init__(self, keys: Mapping[str, bytes], current: str) -> None:
        if current not in keys:
            raise ValueError(f"no key {current!r} to sign with")
        self._keys = {key_id: Ed25519PrivateKey.from_private_bytes(seed) for key_id, seed in keys.items()}
        self._current = current

    def signed(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """The content with `key_id` and `signature`, both over all of the rest."""
        signature = self._keys[self._current].sign(line_of(content))
        return {**content, "key_id": self._current, "signature": base64.b64encode(signature).decode()}

    def public_keys(self) -> dict[str, str]:
        """By key id, the current one first: the 32 bytes of the public key in base64."""
        in_order = sorted(self._keys, key=lambda key_id: (key_id != self._current, key_id))
        return {
            key_id: base64.b64encode(self._keys[key_id].public_key().public_bytes_raw()).decode() for key_id in in_order
        }


class FeedVerifier:
    """Checks with public keys that the reader got beforehand; ValueError for one that is none."""

    def __init__(self, public_keys: Mapping[str, str]) -> None:
        self._keys = {
            key_id: Ed25519PublicKey.from_public_bytes(base64.b64decode(key)) for key_id, key in public_keys.items()
        }

    def must_be_signed(self, document: Mapping[str, Any]) -> None:
        """FeedBroken unless one of the keys signed all of it."""
        key = self._keys.get(document.get("key_id", ""))
        if key is None:
            raise FeedBroken(f"signed with the key {document.get('key_id')!r}, which is not among those given")
        content = {name: value for name, value in document.items() if name not in _SIGNATURE}
        try:
            key.verify(base64.b64decode(document["signature"], validate=True), line_of(content))
        except (InvalidSignature, KeyError, TypeError, binascii.Error):
            raise FeedBroken("the signature does not belong to the content") from None
