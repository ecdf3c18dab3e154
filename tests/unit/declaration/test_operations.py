"""The API of the declaration service: every operation has its method, its permission and its sentences."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest

from casework import refusals
from chassis.service import PERMISSION
from contracts.refusal import Refusal
from gateway.errors.declaration import SENTENCES
from gateway.operations import Operation
from gateway.routes.declaration import OPERATIONS
from gateway.schemas.declaration.requests import PILOT_STATES
from services.declaration.domain import errors
from services.declaration.domain.pilot_list import PilotState
from services.declaration.service import DeclarationService

GIVEN_BY_THE_ENTRYPOINT = {"self", "uow", "reading", "actor"}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_an_operation_asks_its_method_for_what_it_takes(operation: Operation) -> None:
    method = getattr(DeclarationService, operation.rpc_method)
    parameters = inspect.signature(method).parameters

    assert getattr(method, PERMISSION) == operation.permission
    given = set(arguments_of(operation))
    assert given <= parameters.keys()
    needed = {name for name, parameter in parameters.items() if parameter.default is parameter.empty}
    assert needed - GIVEN_BY_THE_ENTRYPOINT <= given
    assert ("expected_version" in parameters) == (operation.versioned and operation.is_write)


def test_every_method_that_can_be_called_has_an_operation() -> None:
    callable_methods = {
        name for name, method in vars_of(DeclarationService) if getattr(method, PERMISSION, None) is not None
    }

    assert callable_methods == {operation.rpc_method for operation in OPERATIONS}


@pytest.mark.parametrize("module", [errors, refusals])
def test_every_refusal_has_a_sentence_in_both_languages(module: object) -> None:
    codes = {kind.code for _, kind in vars_of(module) if inspect.isclass(kind) and issubclass(kind, Refusal)}

    assert codes - {Refusal.code} <= SENTENCES.keys()


def test_the_filter_knows_every_place_on_the_pilot_list() -> None:
    assert set(PILOT_STATES) == {state.value for state in PilotState}


def arguments_of(operation: Operation) -> Iterator[str]:
    """The names that the gateway hands to the method."""
    yield from (place for place in operation.places if place != "city")
    for schema in (operation.body, operation.query):
        if schema is not None:
            yield from schema().fields


def vars_of(thing: object) -> list[tuple[str, object]]:
    return inspect.getmembers(thing)
