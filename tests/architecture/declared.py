"""What the code declares about itself: RPC methods, handlers and refusals, read from the classes."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from nameko.extensions import ENTRYPOINT_EXTENSIONS_ATTR, Entrypoint

from chassis.rpc.transport.server import ServiceCall
from chassis.service import KIND, PERMISSION
from chassis.subscriptions import SUBSCRIBED, Subscription
from console.installation import CLASSES
from contracts.events.base import Event
from contracts.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class RpcMethod:
    """One method that the gateway can call; `needed` are those of its `arguments` that have no default."""

    service: str
    name: str
    kind: str
    permission: str
    is_keyed: bool
    arguments: frozenset[str]
    needed: frozenset[str]

    @property
    def address(self) -> str:
        """As an operation names it."""
        return f"{self.service}.{self.name}"


@cache
def service_class(service: str) -> type:
    """The Nameko class of a service."""
    module, name = CLASSES[service].split(":")
    found: type = getattr(import_module(module), name)
    return found


def entrypoints(service: str, kind: type[Entrypoint]) -> Iterator[tuple[str, Callable[..., Any], Any]]:
    """(name, method, entrypoint) of every entrypoint of one kind."""
    for name, method in inspect.getmembers(service_class(service), inspect.isfunction):
        for entrypoint in getattr(method, ENTRYPOINT_EXTENSIONS_ATTR, ()):
            if isinstance(entrypoint, kind):
                yield name, method, entrypoint


@cache
def rpc_methods(service: str) -> tuple[RpcMethod, ...]:
    """Every RPC method of a service, one without a permission among them (its permission is then empty)."""
    return tuple(_described(service, name, method) for name, method, _ in entrypoints(service, ServiceCall))


@cache
def handlers(service: str) -> dict[type[Event], tuple[str, str]]:
    """The handler of each event that a service subscribes to, as (module, qualified name)."""
    return {
        getattr(method, SUBSCRIBED): (method.__module__, method.__qualname__)
        for _, method, _ in entrypoints(service, Subscription)
    }


def refusals(packages: Iterable[str]) -> dict[str, str]:
    """The code of every refusal that is declared below some packages, with the first class that has it."""
    for package in packages:
        _import_all(package)
    return {
        kind.code: f"{kind.__module__}.{kind.__name__}"
        for kind in sorted(_below(Refusal), key=lambda kind: (kind.__module__, kind.__name__), reverse=True)
        if any(kind.__module__ == package or kind.__module__.startswith(f"{package}.") for package in packages)
    }


def _described(service: str, name: str, method: Callable[..., Any]) -> RpcMethod:
    parameters = list(inspect.signature(method).parameters.values())[3:]
    return RpcMethod(
        service=service,
        name=name,
        kind=getattr(method, KIND, ""),
        permission=getattr(method, PERMISSION, ""),
        is_keyed=_is_keyed(method),
        arguments=frozenset(each.name for each in parameters),
        needed=frozenset(each.name for each in parameters if each.default is inspect.Parameter.empty),
    )


def _is_keyed(method: Callable[..., Any]) -> bool:
    """What `@command` was told, which it keeps in its closure; False for a query."""
    while True:
        kept = inspect.getclosurevars(method).nonlocals
        if "keyed" in kept:
            return bool(kept["keyed"])
        if not hasattr(method, "__wrapped__"):
            return False
        method = method.__wrapped__


def _import_all(package: str) -> None:
    found = import_module(package)
    for module in pkgutil.walk_packages(getattr(found, "__path__", ()), f"{package}."):
        if ".migrations" not in module.name:
            import_module(module.name)


def _below(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)
