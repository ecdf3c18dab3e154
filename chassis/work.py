"""Work that would block the hub: it runs in a thread of eventlet's pool, or in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from eventlet import tpool

P = ParamSpec("P")
Result = TypeVar("Result")


def in_thread(function: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
    """Call `function` in a native thread while other greenlets go on (password hashing, sending mail)."""
    result: Result = tpool.execute(function, *args, **kwargs)
    return result
