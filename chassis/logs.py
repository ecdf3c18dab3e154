"""JSON logs, one line per record, without what does not belong in a log.

Messages are constant text, facts are fields (`extra={…}`). Fields that are not scalars are dropped and only named, for
an object printed by accident is how personal data gets into logs. Long digit runs and credit codes are masked
everywhere, also in the tracebacks of libraries that quote what they were given.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any, TextIO
from uuid import UUID

import orjson

FIELD_CHARACTERS = 1_000
TRACEBACK_CHARACTERS = 10_000
MASK = "***"

# Context variables are per greenlet (and per thread): each worker has its own.
_request_id: ContextVar[str] = ContextVar("request_id", default="")

_OF_EVERY_RECORD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_OWN_FIELDS = frozenset(("time", "level", "logger", "message", "exception", "dropped"))

# Phones (11), bank accounts (up to 19), identity numbers and credit codes (18), and the row that PostgreSQL quotes.
# Twelve digits after four hexadecimal ones and a hyphen are the end of a UUID.
_PERSONAL = re.compile(
    r"(?<![0-9A-Za-z])(?:\d{11}|(?<![0-9a-f]{4}-)\d{12}|\d{13,19}|\d{17}[xX]|[0-9A-HJ-NPQRTUWXY]{18})(?![0-9A-Za-z])"
    r"|(?<==)\([^)\n]*\)"
)


def current_request_id() -> str:
    """The id of the request that this greenlet works for, "" when there is none."""
    return _request_id.get()


def set_request_id(request_id: str) -> None:
    """From now on, in this greenlet."""
    _request_id.set(request_id)


@contextmanager
def request_id_set(request_id: str) -> Iterator[None]:
    """Within the block, in this greenlet."""
    token = _request_id.set(request_id)
    try:
        yield
    finally:
        _request_id.reset(token)


def configure(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Log JSON to `stream` (standard error: standard output is for answers). May be called again."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter())
    handler.addFilter(_is_told_once)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for talkative in ("amqp", "kombu", "botocore", "urllib3"):
        logging.getLogger(talkative).setLevel(logging.WARNING)


class JsonFormatter(logging.Formatter):
    """`{"time", "level", "logger", "message", "request_id", …fields, "exception", "dropped"}`; time is UTC."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _masked(record.getMessage(), FIELD_CHARACTERS),
        }
        request_id = current_request_id()
        if request_id:
            entry["request_id"] = request_id
        dropped = _add_fields(entry, record)
        if record.exc_info:
            entry["exception"] = _masked(self.formatException(record.exc_info), TRACEBACK_CHARACTERS)
        if dropped:
            entry["dropped"] = dropped
        return orjson.dumps(entry).decode()


def _add_fields(entry: dict[str, Any], record: logging.LogRecord) -> list[str]:
    """Adds the record's own fields; the names of those that may not be written."""
    dropped = []
    for name, value in vars(record).items():
        if name in _OF_EVERY_RECORD:
            continue
        if name in _OWN_FIELDS or not _is_scalar(value):
            dropped.append(name)
        else:
            entry[name] = _plain(value)
    return dropped


def _is_scalar(value: Any) -> bool:
    return value is None or isinstance(value, bool | int | float | str | UUID | Decimal | date | PurePath | Enum)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else str(value)
    if isinstance(value, date):
        return value.isoformat()
    return _masked(str(value), FIELD_CHARACTERS)


def _masked(text: str, characters: int) -> str:
    masked = _PERSONAL.sub(MASK, text).encode("utf-8", "replace").decode()
    return masked if len(masked) <= characters else masked[:characters] + "…"


def _is_told_once(record: logging.LogRecord) -> bool:
    """False for Nameko's own line about a failed worker whose entrypoint tells it itself, with the request's facts."""
    is_about_worker = record.name == "nameko.containers" and record.levelno >= logging.WARNING
    if not is_about_worker or not isinstance(record.args, tuple) or not record.args:
        return True
    return not getattr(getattr(record.args[0], "entrypoint", None), "logs_its_failures", False)
