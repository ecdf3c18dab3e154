"""What a service process has at hand: its database, clock, blobs, keys, and a way to wake its relay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic

from chassis.auth import ActorVerifier, verifier_from
from chassis.blobs import Blobs, blobs_of
from chassis.clock import Clock, clock_of
from chassis.config import Settings
from chassis.db.pool import Pool
from chassis.sealing import sealer_from
from chassis.units import Unit, Units
from contracts.sealed import Sealer


@dataclass(kw_only=True)
class Runtime(Generic[Unit]):
    """One per service and process. `wake_relay` is called after a commit that announced something."""

    service: str
    settings: Settings
    units: Units[Unit]
    clock: Clock
    verifier: ActorVerifier
    blobs: Blobs
    sealer: Sealer
    wake_relay: Callable[[], None] = field(default=lambda: None)

    @classmethod
    def of(cls, service: str, unit: type[Unit], settings: Settings) -> Runtime[Unit]:
        """Built from an installation's settings. Connections open when they are first used."""
        pool = Pool(settings.database(service), size=settings.pool_size)
        return cls(
            service=service,
            settings=settings,
            units=Units(pool, unit),
            clock=clock_of(settings),
            verifier=verifier_from(settings.actor_public_key),
            blobs=blobs_of(settings),
            sealer=sealer_from(settings.sealing_keys),
        )

    def close(self) -> None:
        """Let go of the connections."""
        self.units.pool.close()


AnyRuntime = Runtime[Any]
