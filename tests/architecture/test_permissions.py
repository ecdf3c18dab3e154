"""Whoever comes in is asked for a permission, twice: by the gateway and by the service that owns what is asked for."""

from __future__ import annotations

import pytest

from chassis.http.entrypoint import routes_of
from contracts.events.subscriptions import SERVICES
from contracts.permissions import PERMISSIONS, PUBLIC, SIGNED_IN
from gateway.routes import ALL_OPERATIONS
from gateway.service import Gateway
from tests.architecture.declared import rpc_methods

KNOWN = {*PERMISSIONS, PUBLIC, SIGNED_IN}

ASKED_INSIDE = {
    "read_own": "says that a role sees its own",
    "read_assigned": "says that a role sees what is assigned to its institution",
    "read_division": "says that a role sees its division",
    "read_city": "says that a role sees the whole city",
}
"""Permissions that no entrypoint asks for: they say how far a role sees, and queries ask for them."""


def test_every_route_declares_a_permission_that_exists() -> None:
    declared = {f"{route.method} {route.pattern}": route.meta.get("permission") for route in routes_of(Gateway)}

    assert {route: permission for route, permission in declared.items() if permission not in KNOWN} == {}


@pytest.mark.parametrize("service", SERVICES)
def test_every_rpc_method_declares_a_permission_that_exists(service: str) -> None:
    declared = {method.address: method.permission for method in rpc_methods(service)}

    assert declared
    assert {method: permission for method, permission in declared.items() if permission not in KNOWN} == {}


@pytest.mark.parametrize("service", SERVICES)
def test_the_gateway_and_the_service_ask_for_the_same_permission(service: str) -> None:
    asked = {method.address: method.permission for method in rpc_methods(service)}

    differing = {
        operation.name: (operation.permission, asked[operation.rpc])
        for operation in ALL_OPERATIONS
        if operation.rpc in asked and operation.permission != asked[operation.rpc]
    }

    assert differing == {}


@pytest.mark.parametrize("service", SERVICES)
def test_every_permission_of_a_service_is_asked_for(service: str) -> None:
    asked = {method.permission for method in rpc_methods(service)}
    own = {name for name in PERMISSIONS if name.startswith(f"{service}.")}

    assert own, "a service that asks for no permission of its own"
    assert {name for name in own - asked if name.split(".")[1] not in ASKED_INSIDE} == set()
