"""Passwords by argon2id, random tokens, and the sealing keys of the installation. Imports no eventlet."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from chassis.config import Settings
from chassis.sealing import sealer_from
from services.registry.domain.one_time_codes import new_code
from services.registry.domain.passwords import readable_password
from services.registry.use_cases.ports import Secrets

# OWASP's first choice for argon2id with little memory: 19 MiB, two passes. About 30 ms of one core.
_PASSES, _KIBIBYTES, _LANES = 2, 19_456, 1
TOKEN_BYTES = 32

Run = Callable[..., Any]
"""`run(function, *args)` calls the function somewhere that does not block others."""


class ArgonPasswords:
    """`run` is where the slow part happens: a native thread in a service, right here in a console."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._hasher = PasswordHasher(time_cost=_PASSES, memory_cost=_KIBIBYTES, parallelism=_LANES)
        # An unknown login costs the same time as a known one.
        self._nobody = self._hasher.hash(secrets.token_urlsafe())

    def initial(self) -> str:
        """A readable password for a new account."""
        return readable_password(secrets.choice)

    def hash(self, password: str) -> str:
        """What is stored."""
        hashed: str = self._run(self._hasher.hash, password)
        return hashed

    def matches(self, password_hash: str | None, password: str) -> bool:
        """Whether the password is the one; False, after the same time, for an account that does not exist."""
        is_right = self._run(self._verify, password_hash or self._nobody, password)
        return bool(is_right) and password_hash is not None

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False


def secrets_with(settings: Settings, run: Run) -> Secrets:
    """The secrets of an installation; FileNotFoundError without sealing keys."""
    return Secrets(
        passwords=ArgonPasswords(run),
        sealer=sealer_from(settings.sealing_keys),
        new_token=lambda: secrets.token_urlsafe(TOKEN_BYTES),
        new_code=lambda: new_code(secrets.choice),
    )
