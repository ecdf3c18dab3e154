"""Work that waits outside the hub's sight runs in a thread; what is bound to the processor in `chassis.workers`."""

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
