"""Starts services in this process: `python -m chassis.runner services.registry.service:RegistryService …`.

The first thing it does is to make the standard library green, before anything else is imported; so
the console starts processes through this module and never imports Nameko itself. SIGTERM and SIGINT
drain: entrypoints stop, workers end, and then the process does.
"""

from __future__ import annotations

import eventlet

eventlet.monkey_patch()

import gc  # noqa: E402
import importlib  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
from collections.abc import Sequence  # noqa: E402
from typing import Any  # noqa: E402

from nameko.runners import ServiceRunner  # noqa: E402

from chassis import logs  # noqa: E402
from chassis.bus import register_transports  # noqa: E402
from chassis.config import Settings  # noqa: E402
from chassis.health import HealthServer, WorkerWatch  # noqa: E402

TICK_SECONDS = 0.25
READY_LINE = "shuzhuan is running"


def start(service_classes: Sequence[type], settings: Settings) -> ServiceRunner:
    """Start containers for the classes, all with the same settings. `stop()` of what is given back drains them."""
    register_transports()
    runner = ServiceRunner(
        config={
            "AMQP_URI": settings.amqp_uri,
            "settings": settings,
            "max_workers": settings.workers,
            "serializer": "json",
        }
    )
    for service_class in service_classes:
        runner.add_service(watched(service_class))
    runner.start()
    return runner


def watched(service_class: type) -> type:
    """The class with what every service has beside its own: its health at a port, and its workers timed."""
    return type(service_class.__name__, (service_class,), {"health": HealthServer(), "watch": WorkerWatch()})


def loaded(path: str) -> type:
    """The class behind `package.module:Name`."""
    module, _, name = path.partition(":")
    service_class: type = getattr(importlib.import_module(module), name)
    return service_class


def main(paths: Sequence[str]) -> int:
    """Run until a signal asks to stop. Gives the exit status."""
    settings = Settings.from_environment()
    logs.configure(os.environ.get("LOG_LEVEL", "INFO"))
    service_classes = [loaded(path) for path in paths]
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, frame: asked.append(received))
    runner = start(service_classes, settings)
    gc.collect()
    gc.freeze()  # what is loaded now stays: later collections need not walk it
    print(READY_LINE, flush=True)
    _wait(runner, asked)
    return 0


def _wait(runner: Any, asked: list[int]) -> None:
    """Wait for a signal. A hub with nothing but idle sockets would not notice one, so it is woken now and then."""
    waiting = eventlet.spawn(runner.wait)
    while not asked and not waiting.dead:
        eventlet.sleep(TICK_SECONDS)
    if asked:
        runner.stop()
    waiting.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
