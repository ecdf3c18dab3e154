"""The peer: FastAPI on uvicorn, one worker, calling our use cases with our repositories in its own process.

No bus between the request and the use case, no eventlet: threads, as FastAPI runs what blocks. It signs people in
the way the gateway does (remembered for two seconds), and its events are published by the relay of the service.
"""

from __future__ import annotations

import hashlib
import sys
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import FastAPI, Header, Response

from casework.shelf import packs_of
from chassis.commands import Asked, run_command
from chassis.config import Settings
from chassis.db.pool import Pool
from chassis.db.transaction import Reading
from chassis.idempotency import Key
from chassis.runtime import Runtime
from contracts.wire import to_json
from gateway.sessions import Session, Sessions
from services.declaration.storage.read_declaration import get_declaration
from services.declaration.storage.unit import DeclarationUnit
from services.declaration.use_cases.submit_declaration import submit_declaration
from services.registry.storage.queries.accounts import actor_of

settings = Settings.from_environment()
runtime = Runtime.of("declaration", DeclarationUnit, settings)
packs = packs_of(settings)
registry = Pool(settings.database("registry"), size=settings.pool_size)
sessions = Sessions(lambda token_sha256, city: actor_of(Reading(registry, city), token_sha256, datetime.now(UTC)))
app = FastAPI()

if "eventlet" in sys.modules:
    raise SystemExit("the peer must not carry what it is compared with")


@app.post("/api/v1/cities/{city}/declarations/{declaration_id}/submission")
def submit(
    city: str,
    declaration_id: UUID,
    authorization: Annotated[str, Header()],
    idempotency_key: Annotated[str, Header()],
) -> Response:
    """Hand a declaration in."""
    actor = _session(authorization, city).actor
    actor.must("declaration.submit")
    key = Key(
        city=city,
        account_id=actor.account_id,
        route="declaration.submit",
        key=idempotency_key,
        fingerprint=hashlib.sha256(f"POST {declaration_id}".encode()).digest(),
    )
    use_case = partial(_submitted, actor=actor, declaration_id=declaration_id)
    asked = Asked(actor=actor, request_id="peer", key=key)
    return _json(run_command(runtime.units, asked, use_case, now=runtime.clock.now))


@app.get("/api/v1/cities/{city}/declarations/{declaration_id}")
def read(city: str, declaration_id: UUID, authorization: Annotated[str, Header()]) -> Response:
    """One declaration."""
    actor = _session(authorization, city).actor
    actor.must("declaration.read")
    return _json(to_json(get_declaration(runtime.units.reading(city), packs, actor, declaration_id)))


def _submitted(unit: DeclarationUnit, *, actor: Any, declaration_id: UUID) -> Any:
    return submit_declaration(unit, packs, runtime.clock, actor, declaration_id, expected_version=None)


def _session(authorization: str, city: str) -> Session:
    session = sessions.of(authorization, city)
    assert session is not None
    return session


def _json(answer: Any) -> Response:
    return Response(orjson.dumps(answer), media_type="application/json")
