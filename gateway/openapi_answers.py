"""What an operation can answer, in OpenAPI's words: its own answer, and every status it may be refused with."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

from contracts.permissions import PUBLIC
from gateway.operations import Operation

_ANYWHERE: Final = frozenset({400, 401, 404, 414, 422, 500, 503, 504})
"""Bad requests, addresses and tokens, and what is down, meet every operation; a token is looked at even where none
is needed."""

_SENTENCES: Final[dict[int, str]] = {
    400: "请求或 JSON 不合规范 / not a well-formed request, or not JSON",
    401: "未登录、令牌失效或密码不对 / not signed in, or a wrong password",
    403: "没有权限，或须先修改初始密码 / not allowed, or the initial password must be changed first",
    404: "没有找到，或者不属于您 / no such thing, or not yours",
    409: "当前状态下不能这样做 / not possible in its present state",
    412: "内容已被他人修改 / somebody else changed it",
    413: "内容过大 / the body is too large",
    414: "地址过长 / the address is too long",
    415: "文件类型不对 / a kind of file that is not taken, or not what it says it is",
    422: "内容有误，problems 逐项列出 / wrong input: `problems` lists everything",
    429: "尝试过多，请稍后再试 / too many attempts",
    500: "系统内部错误 / internal error: quote the request id",
    503: "暂不可用，请用同一个 Idempotency-Key 重试 / not available now: ask again with the same key",
    504: "没有及时答复，请用同一个 Idempotency-Key 重试 / no answer in time: ask again with the same key",
}
_MORE_HEADERS: Final[dict[int, tuple[str, ...]]] = {
    401: ("WWW-Authenticate",),
    429: ("Retry-After",),
    503: ("Retry-After",),
}
HEADERS: Final[dict[str, dict[str, Any]]] = {
    "X-Request-Id": {
        "description": "请求编号，报障时请提供 / quote it when you report a fault",
        "schema": {"type": "string"},
    },
    "ETag": {
        "description": "版本或文件摘要；写操作用 If-Match 带回 / give it back as `If-Match`",
        "schema": {"type": "string", "pattern": '^"[0-9a-f]+"$'},
    },
    "Content-Disposition": {"description": "文件名 / the file's name", "schema": {"type": "string"}},
    "Retry-After": {"description": "几秒后再试 / seconds to wait", "schema": {"type": "integer", "minimum": 0}},
    "WWW-Authenticate": {"description": "登录方式 / how to sign in", "schema": {"type": "string"}},
}
BINARY: Final[dict[str, Any]] = {"type": "string", "format": "binary"}


def refusal_name(status: int) -> str:
    """The name of a refusal among the components: `NotFound`, `TooManyRequests`, …"""
    return HTTPStatus(status).phrase.title().replace(" ", "")


def refusals() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every refusal with its name: a problem document each."""
    schema = {"$ref": "#/components/schemas/ProblemDocument"}
    for status, sentence in _SENTENCES.items():
        yield (
            refusal_name(status),
            {
                "description": sentence,
                "headers": headers_named("X-Request-Id", *_MORE_HEADERS.get(status, ())),
                "content": {"application/problem+json": {"schema": schema}},
            },
        )


def refused_with(*statuses: int) -> dict[str, Any]:
    """References to the refusals that every operation knows and those that are named, by status."""
    return {
        str(status): {"$ref": f"#/components/responses/{refusal_name(status)}"}
        for status in sorted(_ANYWHERE.union(statuses))
    }


def answers_of(operation: Operation) -> dict[str, Any]:
    """All answers of an operation by status."""
    return {str(operation.status): _own_answer(operation), **refused_with(*_refusals_of(operation))}


def headers_named(*names: str) -> dict[str, Any]:
    """Headers that an answer always carries."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _refusals_of(operation: Operation) -> Iterator[int]:
    asks_for_a_password = operation.is_write and not operation.keyed
    if operation.permission != PUBLIC or asks_for_a_password:
        yield 403
    if operation.is_write:
        yield 409
        yield 413
    if operation.versioned and operation.is_write:
        yield 412
    if asks_for_a_password:
        yield 429
    yield from operation.also_refused


def _own_answer(operation: Operation) -> dict[str, Any]:
    if operation.download:
        return {
            "description": "文件，类型见 Content-Type / the file, of the kind that it was uploaded as",
            "headers": headers_named("X-Request-Id", "ETag", "Content-Disposition"),
            # The first is for clients that only ask whether it is text or bytes.
            "content": {kind: {"schema": BINARY} for kind in ("application/octet-stream", "*/*")},
        }
    if operation.checked_at:
        return {
            "description": "PDF",
            "headers": headers_named("X-Request-Id", "Content-Disposition"),
            "content": {"application/pdf": {"schema": BINARY}},
        }
    return {
        "description": operation.title,
        "headers": headers_named("X-Request-Id", *(("ETag",) if operation.versioned else ())),
        "content": {"application/json": {"schema": operation.answer}},
    }
