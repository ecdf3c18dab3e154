"""Performing an operation: who asks, what they ask, the call, the answer. The same few steps for all of them."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import Any, Protocol
from urllib.parse import quote

from chassis.auth import ActorSigner
from chassis.blobs import Blobs
from chassis.http import Request, Response
from contracts.permissions import PUBLIC, SIGNED_IN
from contracts.refusal import Invalid, NotAllowed, NotFound, NotSignedIn, Problem
from contracts.sealed import Sealed, Sealer
from gateway.operations import PREFIX, Operation
from gateway.prints.printing import Printer
from gateway.sessions import Session, Sessions
from gateway.validation import checked_body, checked_query, must_be_storable

MAX_KEY = 200
CITY_PATTERN = "^[a-z0-9-]{1,40}$"
_is_city = re.compile(CITY_PATTERN).fullmatch
_is_etag = re.compile(r'(?:W/)?"([0-9]{1,18})"|([0-9]{1,18})').fullmatch
_NUL = rb"\u0000"


class Calls(Protocol):
    """What calls services (`chassis.rpc.transport.client.RpcClient`)."""

    def call(
        self, service: str, method: str, arguments: dict[str, Any], *, headers: dict[str, str], timeout: float
    ) -> Any: ...


class PasswordChangeRequired(NotAllowed):
    """The session was opened with the initial password."""

    code = "password_change_required"


class Api:
    """One per gateway process."""

    def __init__(
        self, calls: Calls, signer: ActorSigner, blobs: Blobs, sealer: Sealer, *, printer: Printer, public_address: str
    ) -> None:
        self._calls, self._signer, self._sealer = calls, signer, sealer
        self.blobs, self.printer = blobs, printer
        self._public_address = public_address
        self.sessions = Sessions(self._ask_registry)

    def perform(self, operation: Operation, request: Request) -> Response:
        """The answer of an operation, or a refusal."""
        city = request.path_values["city"]
        session = self.admitted(request, city, operation.permission, is_first_step=operation.allowed_before_password)
        arguments = self._arguments(operation, request)
        headers = self._headers(operation, request, city, session)
        answer = self._calls.call(
            operation.service, operation.rpc_method, arguments, headers=headers, timeout=operation.timeout
        )
        if operation.download:
            return self._file(city, answer)
        if operation.checked_at:
            return self._printed(city, operation, answer)
        etag = (("ETag", f'"{answer["version"]}"'),) if operation.versioned else ()
        return Response.json(answer, operation.status, headers=etag)

    def admitted(self, request: Request, city: str, permission: str, *, is_first_step: bool = False) -> Session | None:
        """The session, if there is one and it suffices: NotSignedIn, NotAllowed, or NotFound for a foreign city."""
        if not _is_city(city):
            raise NotFound()
        session = self.sessions.of(request.headers.get("authorization"), city)
        if session is None:
            if permission != PUBLIC:
                raise NotSignedIn()
            return None
        if session.actor.city != city:
            raise NotFound()
        if session.must_change_password and not is_first_step and permission != PUBLIC:
            raise PasswordChangeRequired()
        if permission not in (PUBLIC, SIGNED_IN):
            session.actor.must(permission)
        return session

    def _arguments(self, operation: Operation, request: Request) -> dict[str, Any]:
        arguments: dict[str, Any] = {name: value for name, value in request.path_values.items() if name != "city"}
        if operation.body_schema is not None:
            body = request.json()
            if _NUL in request.body:
                must_be_storable(body)
            arguments |= checked_body(operation.body_schema, body)
        elif request.body:
            raise Invalid(problems=[Problem(code="no_body_expected")])
        if operation.query_schema is not None:
            arguments |= checked_query(operation.query_schema, request.query)
        elif request.query_string:
            raise Invalid(problems=[Problem(code="unknown_field", field=name) for name in request.query])
        if operation.versioned and operation.is_write and (expected := request.headers.get("if-match")):
            arguments["expected_version"] = _version(expected)
        return arguments

    def _headers(self, operation: Operation, request: Request, city: str, session: Session | None) -> dict[str, str]:
        headers = {"city": city, "request_id": request.request_id, "client": request.remote_address}
        if session is not None:
            headers["actor"] = self._signer.sign(session.actor)
        if operation.needs_key:
            headers["key"] = required_key(request)
            headers["fingerprint"] = fingerprint_of(request)
        return headers

    def _file(self, city: str, answer: Mapping[str, Any]) -> Response:
        return Response(
            200,
            self._content(city, answer),
            content_type=answer["media_type"],
            content_length=answer["size"],
            headers=(("Content-Disposition", disposition(answer["name"])), ("ETag", f'"{answer["sha256"]}"')),
        )

    def _content(self, city: str, answer: Mapping[str, Any]) -> bytes | Iterator[bytes]:
        """Of a stored file; or of one that came sealed, because it is stored nowhere and not for reading on the way."""
        if "sealed" in answer:
            return b64decode(self._sealer.open(Sealed.from_wire(answer["sealed"]), purpose=answer["purpose"]))
        return self.blobs.read(answer.get("space", city), answer["sha256"])

    def _printed(self, city: str, operation: Operation, document: dict[str, Any]) -> Response:
        path = operation.checked_at.format(city=city, code=document["code"])
        pdf = self.printer.pdf({**document, "check_at": f"{self._public_address}{PREFIX}{path}"})
        headers = (("Content-Disposition", disposition(document["file_name"])),)
        return Response(200, pdf, content_type="application/pdf", headers=headers)

    def _ask_registry(self, token_sha256: str, city: str) -> dict[str, Any]:
        answer: dict[str, Any] = self._calls.call(
            "registry", "actor_of", {"token_sha256": token_sha256}, headers={"city": city}, timeout=5.0
        )
        return answer


def required_key(request: Request) -> str:
    """The `Idempotency-Key`, which every write needs."""
    key: str = request.headers.get("idempotency-key", "").strip()
    if not key:
        raise Invalid(problems=[Problem(code="required", field="Idempotency-Key")])
    if len(key) > MAX_KEY or not key.isprintable():
        raise Invalid(problems=[Problem(code="malformed", field="Idempotency-Key")])
    return key


def fingerprint_of(request: Request) -> str:
    """What makes two requests the same: method, path, query, precondition and body."""
    digest = hashlib.sha256()
    for part in (request.method, request.path, request.query_string, request.headers.get("if-match", "")):
        digest.update(part.encode())
        digest.update(b"\0")
    digest.update(request.body)
    return digest.hexdigest()


def disposition(name: str) -> str:
    """A download is saved, never shown in the page's own origin; the name may be Chinese (RFC 6266)."""
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def _version(etag: str) -> int:
    found = _is_etag(etag.strip())
    if found is None:
        raise Invalid(problems=[Problem(code="malformed", field="If-Match")])
    return int(found[1] or found[2])
