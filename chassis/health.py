"""What a process says about itself: `/livez`, `/readyz`, `/metrics`.

`/livez` speaks of the process alone, so that a broken database does not restart every replica. `/readyz` runs the named
checks. Extensions add theirs in `setup` and take them away in `stop`; a gateway mounts the same three functions at its
own port, the other processes serve them at `health_port`.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any, ClassVar

import eventlet
from nameko.extensions import DependencyProvider

from chassis import logs, metrics
from chassis.config import Settings
from chassis.http.errors import HttpError
from chassis.http.messages import Request, Response
from chassis.http.routing import Endpoint
from chassis.http.server import Server
from chassis.http.settings import HttpSettings, Limits
from contracts.refusal import Refusal

CHECK_SECONDS = 2.0

Check = Callable[[], object]
Fact = Callable[[], Any]


class NotReady(Exception):
    """Raised by a check; its text is shown, so it says what is missing and nothing secret."""


class Health:
    """The checks and facts of one process, by owner and name. One is enough: `process_health`."""

    def __init__(self, check_seconds: float = CHECK_SECONDS) -> None:
        self._check_seconds = check_seconds
        self._checks: dict[tuple[str, str], Check] = {}
        self._facts: dict[str, Fact] = {}

    def add_check(self, owner: str, name: str, check: Check) -> None:
        """`check` returns when all is well and raises when not; it has two seconds. The same name is replaced."""
        self._checks[owner, name] = check

    def add_fact(self, name: str, fact: Fact) -> None:
        """Something to know beside the checks, as JSON: it never makes the process unready."""
        self._facts[name] = fact

    def remove(self, owner: str) -> None:
        """The owner has stopped: none of its checks counts any longer."""
        self._checks = {key: check for key, check in self._checks.items() if key[0] != owner}

    def livez(self, request: Request | None = None) -> Response:
        """200 as long as the process can answer."""
        return Response.json({"status": "alive"})

    def readyz(self, request: Request | None = None) -> Response:
        """200 or 503: `{"status", "checks": {"owner.name": {"state": "ok" | "failed" | "timed_out", …}}, "facts"}`."""
        running = {
            f"{owner}.{name}": eventlet.spawn(self._state_of, check) for (owner, name), check in self._checks.items()
        }
        checks = {name: greenlet.wait() for name, greenlet in running.items()}
        is_ready = all(check["state"] == "ok" for check in checks.values())
        facts = {name: _value_of(fact) for name, fact in self._facts.items()}
        document = {"status": "ready" if is_ready else "not_ready", "checks": checks, "facts": facts}
        return Response.json(document, 200 if is_ready else 503)

    def metrics(self, request: Request | None = None) -> Response:
        """Everything that was counted, for Prometheus."""
        return Response(200, metrics.exposition(), content_type=metrics.CONTENT_TYPE)

    def _state_of(self, check: Check) -> dict[str, Any]:
        late = eventlet.Timeout(self._check_seconds)
        try:
            check()
        except NotReady as reason:
            return {"state": "failed", "reason": str(reason)}
        except eventlet.Timeout as timeout:
            return {"state": "timed_out" if timeout is late else "failed", "reason": "no answer in time"}
        except Exception as error:  # noqa: BLE001  # whatever a check raises is its answer
            # The text of a driver's error may hold an address or a user name.
            return {"state": "failed", "reason": type(error).__name__}
        finally:
            late.cancel()
        return {"state": "ok"}


def _value_of(fact: Fact) -> Any:
    try:
        return fact()
    except Exception as error:  # noqa: BLE001  # a fact that is not known is no reason to say nothing
        return {"unknown": type(error).__name__}


process_health = Health()


class HealthServer(DependencyProvider):
    """Serves the process's health at `settings.health_port` as long as a container of the process runs.

    The first container starts it, the last one stops it. Workers get the `Health`, to mount or to ask.
    """

    server: ClassVar[Server | None] = None
    owners: ClassVar[set[int]] = set()

    def start(self) -> None:
        settings: Settings = self.container.config.get("settings") or Settings()
        if settings.health_port is None:
            return
        HealthServer.owners.add(id(self))
        if HealthServer.server is None:
            HealthServer.server = Server(
                [
                    Endpoint("GET", "/livez", process_health.livez),
                    Endpoint("GET", "/readyz", process_health.readyz),
                    Endpoint("GET", "/metrics", process_health.metrics),
                ],
                HttpSettings(limits=Limits(connections=50, drain_seconds=3)),
            )
            HealthServer.server.start(settings.host, settings.health_port)

    def stop(self) -> None:
        server = self._leave()
        if server is not None:
            server.drain()

    def kill(self) -> None:
        server = self._leave()
        if server is not None:
            server.close()

    def _leave(self) -> Server | None:
        """The server, when nobody needs it any longer."""
        process_health.remove(self.container.service_name)
        HealthServer.owners.discard(id(self))
        if HealthServer.owners:
            return None
        server, HealthServer.server = HealthServer.server, None
        return server

    def get_dependency(self, worker_ctx: Any) -> Health:
        return process_health


class WorkerWatch(DependencyProvider):
    """Times every worker of its service, and gives its log lines the request id that came with the call."""

    def __init__(self) -> None:
        super().__init__()
        self._started: dict[Any, float] = {}

    def worker_setup(self, worker_ctx: Any) -> None:
        logs.set_request_id(worker_ctx.data.get("request_id") or "")
        self._started[worker_ctx] = perf_counter()

    def worker_result(self, worker_ctx: Any, result: Any = None, exc_info: Any = None) -> None:
        started = self._started.pop(worker_ctx, None)
        if started is not None:
            method = worker_ctx.entrypoint.method_name
            seconds = perf_counter() - started
            metrics.observe_worker(worker_ctx.service_name, method, _outcome(exc_info), seconds)

    def worker_teardown(self, worker_ctx: Any) -> None:
        self._started.pop(worker_ctx, None)


def _outcome(exc_info: Any) -> str:
    if exc_info is None:
        return "ok"
    return "refused" if isinstance(exc_info[1], Refusal | HttpError) else "failed"
