"""The operations of the API and the RPC methods that they call fit each other, in both directions."""

from __future__ import annotations

from collections import Counter

import pytest
from marshmallow import Schema
from marshmallow.utils import missing

from contracts.events.subscriptions import SERVICES
from gateway.operations import Operation
from gateway.routes import ALL_OPERATIONS
from tests.architecture.declared import RpcMethod, rpc_methods

NOT_OPERATIONS = {
    "registry.actor_of": "the gateway asks it who is behind a token, before any operation",
}
"""RPC methods that no operation calls, with the reason."""

VERSION = "expected_version"


def operations_of(service: str) -> list[Operation]:
    return [operation for operation in ALL_OPERATIONS if operation.service == service]


def called(operation: Operation) -> RpcMethod:
    return next(method for method in rpc_methods(operation.service) if method.address == operation.rpc)


def test_no_operation_has_the_name_or_the_address_of_another() -> None:
    names = Counter(operation.name for operation in ALL_OPERATIONS)
    addresses = Counter((operation.method, operation.path) for operation in ALL_OPERATIONS)

    assert [name for name, count in (names + addresses).items() if count > 1] == []


def test_every_operation_calls_a_service_that_exists() -> None:
    assert {operation.service for operation in ALL_OPERATIONS} <= set(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_calls_a_method_that_exists(service: str) -> None:
    methods = {method.address for method in rpc_methods(service)}

    assert [operation.name for operation in operations_of(service) if operation.rpc not in methods] == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_method_is_called_by_an_operation_or_says_why_not(service: str) -> None:
    methods = {method.address for method in rpc_methods(service)}
    reached = {operation.rpc for operation in operations_of(service)}

    assert methods - reached == {method for method in NOT_OPERATIONS if method.startswith(f"{service}.")}


@pytest.mark.parametrize("service", SERVICES)
def test_an_operation_sends_what_its_method_takes(service: str) -> None:
    differing = {
        operation.name: sorted(sent_by(operation) ^ called(operation).arguments) for operation in operations_of(service)
    }

    assert {name: arguments for name, arguments in differing.items() if arguments} == {}


@pytest.mark.parametrize("service", SERVICES)
def test_an_operation_always_sends_what_its_method_needs(service: str) -> None:
    absent = {
        operation.name: sorted(called(operation).needed - always_sent_by(operation))
        for operation in operations_of(service)
    }

    assert {name: arguments for name, arguments in absent.items() if arguments} == {}


@pytest.mark.parametrize("service", SERVICES)
def test_what_stands_in_an_address_is_read_as_text(service: str) -> None:
    strict = {
        f"{operation.name}: {name}"
        for operation in operations_of(service)
        for name, field in (operation.query_schema.fields.items() if operation.query_schema else ())
        if getattr(field, "strict", False)
    }

    assert strict == set(), "a strict number refuses every query, which is text"


@pytest.mark.parametrize("service", SERVICES)
def test_a_write_is_a_command_and_a_read_is_a_query(service: str) -> None:
    kinds = {True: "command", False: "query"}

    wrong = {
        operation.name: called(operation).kind
        for operation in operations_of(service)
        if called(operation).kind != kinds[operation.is_write]
    }

    assert wrong == {}


@pytest.mark.parametrize("service", SERVICES)
def test_a_command_that_stores_its_answer_gets_a_key(service: str) -> None:
    differing = [
        operation.name for operation in operations_of(service) if operation.needs_key != called(operation).is_keyed
    ]

    assert differing == []


def sent_by(operation: Operation) -> frozenset[str]:
    """The arguments that a request can carry: the path's values, the body, the query, and the version of `If-Match`."""
    names = set(operation.places) - {"city"}
    names |= _body(operation.body_schema) | _query(operation.query_schema)
    return frozenset(names | ({VERSION} if operation.versioned and operation.is_write else set()))


def always_sent_by(operation: Operation) -> frozenset[str]:
    """Those of them that every request carries, once it passed the schemas."""
    body, query = operation.body_schema, operation.query_schema
    names = set(operation.places) - {"city"}
    names |= {each.data_key or name for name, each in body.fields.items() if each.required} if body else set()
    for name, field in query.fields.items() if query else ():
        if field.required or (field.load_default is not missing and field.load_default is not None):
            names.add(field.attribute or name)
    return frozenset(names)


def _body(schema: Schema | None) -> set[str]:
    """A body is handed on as it came, so it is named as it is written."""
    return {field.data_key or name for name, field in schema.fields.items()} if schema else set()


def _query(schema: Schema | None) -> set[str]:
    """A query is handed on as it was read."""
    return {field.attribute or name for name, field in schema.fields.items()} if schema else set()
