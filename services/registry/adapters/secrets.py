"""The secrets of a service process: hashing takes a native thread, so that other greenlets go on meanwhile."""

from __future__ import annotations

from chassis.config import Settings
from chassis.work import in_thread
from services.registry.adapters.passwords import secrets_with
from services.registry.use_cases.ports import Secrets


def secrets_of(settings: Settings) -> Secrets:
    """What `Provided` makes once per process."""
    return secrets_with(settings, in_thread)
