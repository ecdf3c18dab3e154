"""From a bearer token to an actor, by asking the registry, remembered for a moment."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from contracts.actor import Actor
from contracts.refusal import NotSignedIn

REMEMBERED_SECONDS = 2.0
REMEMBERED = 10_000


@dataclass(frozen=True)
class Session:
    """Who signed in; with the initial password only the password can be changed (DL1)."""

    actor: Actor
    must_change_password: bool


class Sessions:
    """`ask(token_sha256, city)` asks the registry: `{"actor": claims, "must_change_password": bool}`, or a refusal."""

    def __init__(self, ask: Callable[[str, str], dict[str, Any]]) -> None:
        self._ask = ask
        self._known: dict[tuple[str, str], tuple[Session, float]] = {}

    def of(self, authorization: str | None, city: str) -> Session | None:
        """The session of an `Authorization` header; None without one, NotSignedIn for a token that is not valid."""
        if not authorization:
            return None
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotSignedIn()
        return self._lookup(hashlib.sha256(token.strip().encode()).hexdigest(), city)

    def _lookup(self, digest: str, city: str) -> Session:
        known = self._known.get((digest, city))
        if known is not None and known[1] > time.monotonic():
            return known[0]
        answer = self._ask(digest, city)
        session = Session(Actor.from_claims(answer["actor"]), answer["must_change_password"])
        if session.must_change_password:  # so that the change counts with the next request
            return session
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[digest, city] = (session, time.monotonic() + REMEMBERED_SECONDS)
        return session
