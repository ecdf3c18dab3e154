"""Reaching an installation's databases and bus from the console: by its address file, or by the environment."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg2

from chassis.config import Settings

_FILE = "running.json"
_NOTED = ("amqp_uri", "database_url", "host", "port", "environment")


def note_running(settings: Settings) -> None:
    """Remember how the installation runs, so that other commands find it. Readable by its owner only."""
    path = settings.data / _FILE
    path.touch(mode=0o600)
    noted = {name: getattr(settings, name) for name in _NOTED}
    path.write_text(json.dumps({**noted, "packs": str(settings.packs)}))


def forget_running(settings: Settings) -> None:
    """It has stopped."""
    (settings.data / _FILE).unlink(missing_ok=True)


def running_settings() -> Settings:
    """The settings of the environment; where it names no database, those that the running installation was given."""
    settings = Settings.from_environment()
    path: Path = settings.data / _FILE
    if settings.database_url or not path.exists():
        return settings
    found = json.loads(path.read_text())
    return replace(settings, **{**found, "packs": Path(found["packs"])})


@contextmanager
def cursor_of(settings: Settings, service: str, role: str) -> Iterator[Any]:
    """A cursor of one role on a service's database, each statement on its own."""
    with closing(psycopg2.connect(settings.database(service, role))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


@contextmanager
def snapshot_of(settings: Settings, service: str) -> Iterator[Any]:
    """A cursor that streams rows of a service's database as it is in one moment. It only reads, every city."""
    with closing(psycopg2.connect(settings.database(service, "auditor"))) as connection:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with connection.cursor(name="snapshot") as cursor:
            yield cursor
