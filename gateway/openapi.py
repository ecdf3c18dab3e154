"""The API as an OpenAPI 3.1 document, generated from the operations and their schemas, and a page to browse it."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

import orjson
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from chassis.http import Response
from contracts.permissions import PUBLIC, SIGNED_IN, permissions_of
from contracts.roles import Role
from gateway.api import CITY_PATTERN, MAX_KEY
from gateway.openapi_answers import BINARY, HEADERS, answers_of, headers_named, refusals, refused_with
from gateway.operations import PREFIX, Operation
from gateway.schemas.base import FileReference, ProblemDocument

VERSION: Final = "0.1.0"
ASSETS: Final = Path(__file__).parent / "assets"
_PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'"
)


_DESCRIPTION: Final = """中小企业数字化转型试点平台 / digital-transformation pilots of SMEs, for all cities.

没有到达任何接口的请求可能得到 405、408、417 或 431，同样是 problem+json /
A request that never reaches an operation may be answered 405, 408, 417 or 431, with a problem document
like every other refusal."""

_CITY: Final[dict[str, Any]] = {"type": "string", "pattern": CITY_PATTERN}
_PLACES: Final[dict[str, dict[str, Any]]] = {
    "city": _CITY,
    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "year": {"type": "string", "pattern": "^[0-9]{4}$"},
}
"""Path values of a known shape; an id is a UUID, anything else a short code."""

_HEADERS_SENT: Final[dict[str, dict[str, Any]]] = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "required": True,
        "description": "同一操作重试时用同一个 / the same for a retry of the same act",
        "schema": {"type": "string", "minLength": 1, "maxLength": MAX_KEY, "pattern": r"^[!-~]([ -~]*[!-~])?$"},
    },
    "IfMatch": {
        "name": "If-Match",
        "required": False,
        "description": "您看到的版本（ETag）/ the version you saw",
        "schema": {"type": "string", "pattern": '^(W/)?"[0-9]{1,18}"$'},
    },
}


def _schema_name(schema: type[Schema] | Schema) -> str:
    kind = schema if isinstance(schema, type) else type(schema)
    return kind.__name__.removesuffix("Schema") or kind.__name__


@cache
def document() -> dict[str, Any]:
    """The document as JSON values."""
    operations: tuple[Operation, ...] = importlib.import_module("gateway.routes").ALL_OPERATIONS
    spec = APISpec(
        title="数转 Shuzhuan",
        version=VERSION,
        openapi_version="3.1.0",
        plugins=[MarshmallowPlugin(schema_name_resolver=_schema_name)],
        info={"description": _DESCRIPTION},
        servers=[{"url": "/"}],
    )
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    spec.components.schema("ProblemDocument", schema=ProblemDocument)
    for name, sent in _HEADERS_SENT.items():
        spec.components.parameter(name, "header", sent)
    for name, header in HEADERS.items():
        spec.components.header(name, {"required": True, **header})
    for name, refusal in refusals():
        spec.components.response(name, refusal)
    for operation in operations:
        spec.path(path=operation.full_path, operations={operation.method.lower(): described(operation)})
    spec.path(path=f"{PREFIX}/cities/{{city}}/files", operations={"post": _upload()})
    return spec.to_dict()


def described(operation: Operation) -> dict[str, Any]:
    """One operation in OpenAPI's words."""
    told: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.service],
        "summary": f"{operation.title} / {operation.summary}",
        "description": _who(operation.permission),
        "parameters": [*_path_parameters(operation.places), *_header_parameters(operation)],
        "responses": answers_of(operation),
    }
    if operation.query is not None:
        told["parameters"].append({"in": "query", "schema": operation.query})
    if operation.body is not None:
        told["requestBody"] = {"required": True, "content": {"application/json": {"schema": operation.body}}}
    if operation.permission != PUBLIC:
        told["security"] = [{"bearer": []}]
    return told


def _who(permission: str) -> str:
    if permission == PUBLIC:
        return "公开 / public"
    if permission == SIGNED_IN:
        return "已登录 / anybody who signed in"
    return "角色 / roles: " + ", ".join(role for role in Role if permission in permissions_of(role))


def _path_parameters(places: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{"in": "path", "name": place, "required": True, "schema": _place(place)} for place in places]


def _place(name: str) -> dict[str, Any]:
    if name.endswith("_id"):
        return {"type": "string", "format": "uuid"}
    return _PLACES.get(name, {"type": "string", "minLength": 1, "maxLength": 100})


def _header_parameters(operation: Operation) -> list[str]:
    keyed = ["IdempotencyKey"] if operation.needs_key else []
    return [*keyed, "IfMatch"] if operation.versioned and operation.is_write else keyed


def _upload() -> dict[str, Any]:
    return {
        "operationId": "upload_file",
        "tags": ["files"],
        "summary": "上传文件 / Upload a file",
        "description": "已登录 / anybody who signed in",
        "security": [{"bearer": []}],
        "parameters": [
            *_path_parameters(("city",)),
            {"in": "query", "name": "name", "required": True, "schema": {"type": "string", "maxLength": 200}},
            "IdempotencyKey",
        ],
        "requestBody": {"required": True, "content": {"application/octet-stream": {"schema": BINARY}}},
        "responses": {
            "201": {
                "description": "文件引用 / a reference to the file",
                "headers": headers_named("X-Request-Id"),
                "content": {"application/json": {"schema": FileReference}},
            },
            **refused_with(403, 413, 415),
        },
    }


@cache
def _json() -> bytes:
    return orjson.dumps(document())


def _show_document() -> Response:
    return Response(200, _json(), content_type="application/json")


def _asset(name: str, content_type: str) -> Callable[[], Response]:
    def show() -> Response:
        headers = (("Content-Security-Policy", _PAGE_POLICY), ("Cache-Control", "max-age=3600"))
        return Response(200, (ASSETS / name).read_bytes(), content_type=content_type, headers=headers)

    return show


DOCUMENTS: Final[tuple[tuple[str, str, Callable[[], Response]], ...]] = (
    ("show_openapi", f"{PREFIX}/openapi.json", _show_document),
    ("show_docs", f"{PREFIX}/docs", _asset("docs.html", "text/html; charset=utf-8")),
    ("show_docs_ui", f"{PREFIX}/docs/ui.js", _asset("docs-ui.js", "text/javascript; charset=utf-8")),
    ("show_docs_start", f"{PREFIX}/docs/start.js", _asset("docs-start.js", "text/javascript; charset=utf-8")),
    ("show_docs_style", f"{PREFIX}/docs/ui.css", _asset("docs-ui.css", "text/css; charset=utf-8")),
)
