"""Request ids: the client's, if it is a sane token, or a new one."""

from __future__ import annotations

import itertools
import re
from random import getrandbits

_is_sane = re.compile(r"[A-Za-z0-9._-]{1,64}").fullmatch

# Unique, not secret: a random prefix per process and a count. A uuid4 per request cost 18 % of a plain GET.
_PREFIX = f"{getrandbits(48):012x}-"
_numbers = itertools.count(1)


def new_request_id() -> str:
    """An id that no other request has."""
    return f"{_PREFIX}{next(_numbers):x}"


def request_id_of(offered: str | None) -> str:
    """`offered` when it is at most 64 of `A-Z a-z 0-9 . _ -`, else a new id."""
    return offered if offered is not None and _is_sane(offered) else new_request_id()
