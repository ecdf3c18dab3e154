"""Sealed values: bank accounts, phones and identity numbers leave the process only like this.

AES-256-GCM with a key id, so that keys can be changed one by one; the last four characters stay in
clear, because people compare them (architecture section 4).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12
_MARKS = b"shuzhuan marks"


@dataclass(frozen=True, slots=True)
class Sealed:
    """`key_id` names the key, `box` is nonce + ciphertext in base64, `last4` is in clear."""

    key_id: str
    box: str
    last4: str

    def as_wire(self) -> dict[str, str]:
        return {"key_id": self.key_id, "box": self.box, "last4": self.last4}

    @classmethod
    def from_wire(cls, wire: Mapping[str, str]) -> Sealed:
        return cls(key_id=wire["key_id"], box=wire["box"], last4=wire["last4"])

    def __str__(self) -> str:
        return f"****{self.last4}"


class Sealer:
    """Seals with the current key and opens with any key it was given."""

    def __init__(self, keys: Mapping[str, bytes], current: str) -> None:
        if current not in keys:
            raise ValueError(f"no key {current!r} to seal with")
        if any(len(key) != 32 for key in keys.values()):
            raise ValueError("a sealing key has 32 bytes")
        self._boxes = {key_id: AESGCM(key) for key_id, key in keys.items()}
        in_order = sorted(keys, key=lambda key_id: key_id != current)
        # A key of their own: what seals must not also mark.
        self._mark_keys = tuple(hmac.digest(keys[key_id], _MARKS, hashlib.sha256) for key_id in in_order)
        self._current = current

    def seal(self, text: str, *, purpose: str) -> Sealed:
        """`purpose` (`payee_account.number`) is bound to the value: a sealed phone cannot pose as an account."""
        nonce = os.urandom(_NONCE_BYTES)
        box = nonce + self._boxes[self._current].encrypt(nonce, text.encode(), purpose.encode())
        return Sealed(key_id=self._current, box=base64.b64encode(box).decode(), last4=text[-4:])

    def open(self, sealed: Sealed, *, purpose: str) -> str:
        """The text; KeyError for an unknown key, `cryptography.exceptions.InvalidTag` for anything tampered with."""
        box = base64.b64decode(sealed.box)
        nonce, ciphertext = box[:_NONCE_BYTES], box[_NONCE_BYTES:]
        return self._boxes[sealed.key_id].decrypt(nonce, ciphertext, purpose.encode()).decode()

    def marks(self, text: str, *, purpose: str) -> tuple[bytes, ...]:
        """32 bytes that only who has the keys can make from the text (HMAC-SHA256): one per key, the current one first.

        The first is what one gives away; what comes back is good where it is any of them.
        """
        content = f"{purpose}\n{text}".encode()
        return tuple(hmac.digest(key, content, hashlib.sha256) for key in self._mark_keys)
