"""The document is OpenAPI 3.1, and says of every operation what a client has to know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from jsonschema import Draft202012Validator

from gateway.errors import SENTENCES
from gateway.openapi import document
from tests.api.stage import SETTING_SECONDS, Stage

pytestmark = pytest.mark.timeout(SETTING_SECONDS)

OPERATIONS = {
    told["operationId"]: (method.upper(), told)
    for path in document()["paths"].values()
    for method, told in path.items()
}
BEFORE_ANY_ADDRESS = {405, 408, 417, 431}
"""Statuses of a request that never reaches an operation."""


def test_the_document_is_openapi() -> None:
    schemathesis.openapi.from_dict(document()).validate()


def test_every_schema_in_it_is_json_schema() -> None:
    for schema in document()["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_everything_that_is_referred_to_is_there() -> None:
    absent = [reference for reference in _references(document()) if _found(reference) is None]

    assert absent == []


def test_every_status_that_a_refusal_has_is_in_it() -> None:
    told = {int(status) for _, operation in OPERATIONS.values() for status in operation["responses"]}

    assert {status for status, _, _ in SENTENCES.values()} - told == BEFORE_ANY_ADDRESS


def test_a_whole_number_in_a_request_is_one_that_a_database_can_hold() -> None:
    unbounded = {
        name: field
        for name, (_, operation) in OPERATIONS.items()
        for field, schema in _asked(operation)
        if schema.get("type") == "integer" and not {"minimum", "maximum"} <= schema.keys()
    }

    assert unbounded == {}


def test_every_operation_has_one_answer_and_names_every_way_it_may_be_refused() -> None:
    statuses = {name: [*operation["responses"]] for name, (_, operation) in OPERATIONS.items()}

    assert {name: told for name, told in statuses.items() if len([each for each in told if each < "400"]) != 1} == {}
    assert [name for name, told in statuses.items() if "default" in told] == []


def test_a_write_takes_a_key_unless_whoever_guesses_is_slowed_down_by_it() -> None:
    writes = {name: operation for name, (method, operation) in OPERATIONS.items() if method != "GET"}
    keyed = {name for name, operation in writes.items() if "Idempotency-Key" in _headers_of(operation)}

    slowed = {name for name, operation in writes.items() if "429" in operation["responses"]}
    assert writes.keys() - keyed == slowed - {"request_phone_code"}  # signed in: what is limited is the cost of texts


def test_what_takes_the_version_that_was_seen_can_be_refused_for_it() -> None:
    matching = {name for name, (_, operation) in OPERATIONS.items() if "If-Match" in _headers_of(operation)}

    assert matching == {name for name, (_, operation) in OPERATIONS.items() if "412" in operation["responses"]}


def test_the_platform_serves_this_document(stage: Stage) -> None:
    assert stage.examiner.document == document()


def _asked(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The fields of a request, however deep, with their schemas."""
    for parameter in operation["parameters"]:
        if "schema" in parameter:
            yield parameter["name"], parameter["schema"]
    for media in operation.get("requestBody", {}).get("content", {}).values():
        yield from _fields("body", media["schema"])


def _fields(path: str, schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    schema = _found(schema["$ref"]) if "$ref" in schema else schema
    yield path, schema
    for name, inner in schema.get("properties", {}).items():
        yield from _fields(f"{path}.{name}", inner)
    if isinstance(schema.get("items"), dict):
        yield from _fields(f"{path}[]", schema["items"])


def _headers_of(operation: dict[str, Any]) -> set[str]:
    return {_found(parameter["$ref"])["name"] for parameter in operation["parameters"] if "$ref" in parameter}


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _found(reference: str) -> Any:
    found: Any = document()
    for step in reference.removeprefix("#/").split("/"):
        found = (found or {}).get(step)
    return found
