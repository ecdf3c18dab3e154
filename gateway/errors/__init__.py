"""From a refusal to an answer: one catalogue of status and sentence per code, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from chassis import metrics
from chassis.http import PROBLEM_TYPE, HttpError, Request, Response
from chassis.rpc.transport.errors import ServiceTimeout, ServiceUnavailable
from contracts.refusal import Problem, Refusal
from gateway.errors import acceptance, assessments, common, declaration, funding, oversight, policy, project, registry

_MODULES: Final = (common, policy, registry, declaration, project, acceptance, assessments, funding, oversight)

SENTENCES: Final[dict[str, tuple[int, str, str]]] = {
    code: sentence for module in _MODULES for code, sentence in module.SENTENCES.items()
}
PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    code: sentence for module in _MODULES for code, sentence in module.PROBLEMS.items()
}


_ASK_AGAIN: Final = frozenset({429, 503})


class _Facts(dict[str, Any]):
    """A sentence may name a fact that this refusal does not carry; a list is read out."""

    def __init__(self, facts: Mapping[str, Any], comma: str) -> None:
        super().__init__(facts)
        self._comma = comma

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        return self._comma.join(map(str, value)) if isinstance(value, list | tuple) else value

    def __missing__(self, name: str) -> str:
        return "…"


def _both(chinese: str, english: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """The sentence in Chinese and in English, with its facts."""
    return chinese.format_map(_Facts(facts, "、")), english.format_map(_Facts(facts, ", "))


def error_response(request: Request, error: Exception) -> Response | None:
    """The problem document for an error; None for a bug, which the server answers with an opaque 500."""
    if isinstance(error, Refusal):
        return problem_document(request, error.code, facts=error.facts, problems=error.problems)
    if isinstance(error, ServiceTimeout):
        return problem_document(request, "service_timeout")
    if isinstance(error, ServiceUnavailable):
        return problem_document(request, "service_unavailable")
    if isinstance(error, HttpError):
        return problem_document(request, error.code, facts=error.facts, headers=error.headers)
    return problem_document(request, "internal") if getattr(error, "is_internal", False) else None


def problem_document(
    request: Request,
    code: str,
    *,
    facts: dict[str, Any] | None = None,
    problems: tuple[Problem, ...] = (),
    headers: tuple[tuple[str, str], ...] = (),
) -> Response:
    """RFC 9457 with `code`, both sentences, and every problem at once. A code without a sentence is a 409."""
    metrics.count_refusal(code)
    facts = facts or {}
    status, chinese, english = SENTENCES.get(code, (409, code, code))
    chinese, english = _both(chinese, english, facts)
    headers = (*_status_headers(status, facts), *headers)
    document = {
        "type": f"urn:shuzhuan:problem:{code}",
        "title": english,
        "status": status,
        "code": code,
        "detail_zh": chinese,
        "detail_en": english,
        "request_id": request.request_id,
        "facts": facts,
        "problems": [_told(problem) for problem in problems],
    }
    return Response.json(document, status, headers=headers, content_type=PROBLEM_TYPE)


def _status_headers(status: int, facts: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What a client needs with a status, whoever refused: how to sign in, or when to ask again."""
    if status == 401:
        yield "WWW-Authenticate", "Bearer"
    if status in _ASK_AGAIN:
        yield "Retry-After", str(facts.get("retry_after_seconds", 1))


def _told(problem: Problem) -> dict[str, Any]:
    sentences = PROBLEMS.get(problem.code, (problem.requirement or problem.code, problem.code))
    chinese, english = _both(*sentences, problem.inputs)
    return {**problem.as_wire(), "message_zh": chinese, "message_en": english}
