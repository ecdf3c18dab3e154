"""The entrypoints of a service: what its class decorates its methods with.

    class DeclarationService:
        name = "declaration"
        runtime = ServiceRuntime(DeclarationUnit)

        @command("declaration.submit")
        def submit(self, uow, actor, declaration_id: UUID) -> UUID:
            return submit_declaration(uow, self.packs, self.runtime.clock, actor, declaration_id)

Arguments arrive as JSON and are read by their annotations. The entrypoint verifies the actor, checks
the permission, opens and commits the transaction; the method only names the use case.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, get_type_hints

from nameko.extensions import DependencyProvider

from chassis.commands import Asked, run_command
from chassis.config import Settings
from chassis.idempotency import Key
from chassis.rpc.transport.server import ServiceCall
from chassis.rpc.transport.wire import Call
from chassis.runtime import AnyRuntime
from chassis.service_runtime import ServiceRuntime
from contracts.actor import Actor
from contracts.permissions import PUBLIC, SIGNED_IN
from contracts.refusal import Invalid, NotSignedIn, Problem, Refusal
from contracts.wire import Malformed, Read, reader, to_json

Method = Callable[..., Any]
PERMISSION = "shuzhuan_permission"
KIND = "shuzhuan_kind"


class Provided(DependencyProvider):
    """One object per service and process, made from its settings: `packs = Provided(shelf_of)`."""

    def __init__(self, make: Callable[[Settings], Any]) -> None:
        super().__init__()
        self.make = make
        self.made: Any = None

    def setup(self) -> None:
        self.made = self.make(self.container.config["settings"])

    def get_dependency(self, worker_ctx: Any) -> Any:
        return self.made


class RefusingCall(ServiceCall):
    """A refusal is the answer to a call; everything else is nobody's business outside."""

    logs_its_failures = True

    def encode_error(self, error: Exception) -> dict[str, Any] | None:
        return error.as_wire() if isinstance(error, Refusal) else None


def command(permission: str, *, keyed: bool = True) -> Callable[[Method], Method]:
    """A write: `method(self, uow, actor, **arguments)` in one transaction. Its answer is stored under the key.

    `keyed=False` is for login and recovery only: they may run twice, and their answer holds a secret.
    """

    def decorate(method: Method) -> Method:
        read_arguments = arguments_of(method)

        @wraps(method)
        def run(self: Any, call: Call) -> Any:
            runtime: AnyRuntime = self.runtime
            actor = actor_of(runtime, call.headers, permission)
            arguments = read_arguments(call.arguments)

            def use_case(unit: Any) -> Any:
                unit.client = call.headers.get("client", "")
                return method(self, unit, unit.as_known_here(unit.transaction, actor), **arguments)

            return run_command(
                runtime.units,
                Asked(
                    actor=actor,
                    request_id=call.headers.get("request_id", ""),
                    key=key_of(runtime, call, actor) if keyed else None,
                ),
                use_case,
                now=runtime.clock.now,
                announced=runtime.wake_relay,
            )

        return _entrypoint(run, permission, "command")

    return decorate


def query(permission: str) -> Callable[[Method], Method]:
    """A read: `method(self, reading, actor, **arguments)`; gives plain JSON values."""

    def decorate(method: Method) -> Method:
        read_arguments = arguments_of(method)

        @wraps(method)
        def run(self: Any, call: Call) -> Any:
            runtime: AnyRuntime = self.runtime
            actor = actor_of(runtime, call.headers, permission)
            arguments = read_arguments(call.arguments)
            reading = runtime.units.reading(actor.city)
            return to_json(method(self, reading, runtime.units.kind.as_known_here(reading, actor), **arguments))

        return _entrypoint(run, permission, "query")

    return decorate


def arguments_of(method: Method) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """A function that reads a call's JSON arguments by the method's annotations; `Invalid` names each wrong one."""
    parameters = list(inspect.signature(method).parameters.values())[3:]
    hints = get_type_hints(method)
    readers: dict[str, Read] = {parameter.name: reader(hints[parameter.name]) for parameter in parameters}
    required = {parameter.name for parameter in parameters if parameter.default is inspect.Parameter.empty}

    def read(given: Mapping[str, Any]) -> dict[str, Any]:
        problems = [Problem(code="unknown_field", field=name) for name in given if name not in readers]
        problems += [Problem(code="required", field=name) for name in required if name not in given]
        values = {}
        for name in given.keys() & readers.keys():
            try:
                values[name] = readers[name](given[name])
            except Malformed as error:
                where = f"{name}.{error.path}" if error.path else name
                problems.append(Problem(code="malformed", field=where, requirement=error.expected))
        if problems:
            raise Invalid(problems=problems)
        return values

    return read


def actor_of(runtime: AnyRuntime, headers: Mapping[str, str], permission: str) -> Actor:
    """Who calls, verified, and allowed to: NotSignedIn or NotAllowed otherwise."""
    token = headers.get("actor")
    if token:
        actor = runtime.verifier.verify(token)
    elif permission == PUBLIC and headers.get("city"):
        actor = Actor.anonymous(headers["city"])
    else:
        raise NotSignedIn()
    if permission not in (PUBLIC, SIGNED_IN):
        actor.must(permission)
    return actor


def key_of(runtime: AnyRuntime, call: Call, actor: Actor) -> Key:
    """The idempotency key of a call; a command without one is refused before anything happens."""
    headers = call.headers
    if not headers.get("key") or not headers.get("fingerprint"):
        raise Invalid(problems=[Problem(code="required", field="Idempotency-Key")])
    return Key(
        city=actor.city,
        account_id=actor.account_id,
        route=f"{runtime.service}.{call.method}",
        key=headers["key"],
        fingerprint=bytes.fromhex(headers["fingerprint"]),
    )


def _entrypoint(run: Method, permission: str, kind: str) -> Method:
    setattr(run, PERMISSION, permission)
    setattr(run, KIND, kind)
    decorated: Method = RefusingCall.decorator(run)
    return decorated


__all__ = ["Provided", "ServiceRuntime", "command", "query"]
