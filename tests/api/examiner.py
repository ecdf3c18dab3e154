"""Every call goes out as a schemathesis case, its answer is held against the document, and its status is noted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import uuid4

import orjson
import requests
import schemathesis
from schemathesis import CheckContext, Response
from schemathesis.checks import not_a_server_error
from schemathesis.core import NOT_SET
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from chassis.http import PROBLEM_TYPE
from console.demo.client import Client, Refused

ASK_AGAIN = frozenset({"not_known_yet", "busy"})
REFUSED = ["400", "401", "403", "404", "409", "412", "413", "414", "415", "422", "429"]
"""What wrong data may be answered with. A role, a state or a version may be looked at before the data is."""


def no_server_error(context: CheckContext, response: Response, case: schemathesis.Case) -> bool | None:
    """No 5xx; "ask again in a moment" is an answer: news between services travels, and rows are locked."""
    if response.status_code == 503 and response.json()["code"] in ASK_AGAIN:
        return None
    return not_a_server_error(context, response, case)


def refusals_are_problem_documents(context: CheckContext, response: Response, case: schemathesis.Case) -> bool | None:
    """RFC 9457 with the status that was sent, and sentences whose every fact was filled in."""
    if response.status_code < 400:
        return None
    problem = response.json()
    assert response.headers["content-type"] == [PROBLEM_TYPE], response.headers["content-type"]
    assert problem["status"] == response.status_code
    assert problem["type"].endswith(f":{problem['code']}")
    sentences = [problem["detail_zh"], problem["detail_en"]]
    sentences += [each[name] for each in problem["problems"] for name in ("message_zh", "message_en")]
    assert not [sentence for sentence in sentences if "…" in sentence or not sentence], sentences
    return None


CHECKS = (
    no_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    refusals_are_problem_documents,
)


@dataclass
class Examiner:
    """Of one platform, by the document that it serves itself."""

    address: str
    statuses: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    """Name of an operation -> how often it answered which status."""

    def __post_init__(self) -> None:
        self.session = requests.Session()
        self.document = self.session.get(f"{self.address}/api/v1/openapi.json", timeout=10).json()
        config = schemathesis.Config.from_dict({"checks": {"negative_data_rejection": {"expected-statuses": REFUSED}}})
        self.schema = schemathesis.openapi.from_dict(_without_security(self.document), config=config)
        found = [result.ok() for result in self.schema.get_all_operations()]
        self.operations = {name_of(operation): operation for operation in found}
        # Fixed segments before names, as the gateway reads an address.
        ordered = sorted(found, key=lambda operation: [part.startswith("{") for part in operation.path.split("/")])
        self._addresses = [(operation, _pattern(operation.path)) for operation in ordered]

    def ask(self, case: schemathesis.Case, token: str | None = None) -> Response:
        """The answer, which is as documented."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        response = case.call(base_url=self.address, session=self.session, headers=headers, timeout=30)
        self.statuses[name_of(case.operation)][response.status_code] += 1
        case.validate_response(response, checks=list(CHECKS), headers=headers)
        return response

    def never_answered_2xx(self) -> dict[str, dict[int, int]]:
        """The operations of the document that nobody got anything from, with what they answered instead."""
        return {
            name: dict(self.statuses[name])
            for name in self.operations
            if not any(200 <= status < 300 for status in self.statuses[name])
        }

    def case(
        self, method: str, target: str, body: Any = NOT_SET, headers: Iterable[tuple[str, str]] = ()
    ) -> schemathesis.Case:
        """The case of a request that is written out."""
        path, query = urlsplit(target).path, urlsplit(target).query
        for operation, pattern in self._addresses:
            if operation.method.upper() == method and (found := pattern.fullmatch(path)):
                given = {name: unquote(value) for name, value in found.groupdict().items()}
                asked = {name: values if len(values) > 1 else values[0] for name, values in parse_qs(query).items()}
                return operation.Case(path_parameters=given, query=asked, headers=dict(headers), body=body)
        raise LookupError(f"the document has no {method} {target}")


@dataclass
class ExaminedClient(Client):
    """The demonstration's client, whose every answer is held against the document."""

    examiner: Examiner = field(kw_only=True)

    def delete(self, path: str) -> Any:
        """The answer of a write without a body."""
        return self._write("DELETE", path, None, str(uuid4()), {})

    def _answer(self, method: str, path: str, content: bytes | None, headers: dict[str, str]) -> Any:
        body: Any = content or NOT_SET
        # What a file is, is read from its name: the document knows an upload as bytes.
        if (kind := headers.pop("Content-Type", None)) == "application/json":
            body = orjson.loads(content)
        elif kind is not None:
            headers = {**headers, "Content-Type": "application/octet-stream"}
        case = self.examiner.case(method, f"/api/v1/cities/{self.city}{path}", body, headers.items())
        response = self.examiner.ask(case, self.token)
        if "json" not in response.headers["content-type"][0]:
            return response.content
        if response.status_code >= 400:
            raise Refused(response.status_code, response.json())
        return response.json()


def _without_security(document: dict[str, Any]) -> dict[str, Any]:
    """Who asks is chosen call by call, and not made up."""
    paths = {
        path: {method: {**told, "security": []} for method, told in methods.items()}
        for path, methods in document["paths"].items()
    }
    return {**document, "paths": paths}


def name_of(operation: schemathesis.APIOperation) -> str:
    """The name by which the document knows it."""
    return str(operation.definition.raw["operationId"])


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path)))
