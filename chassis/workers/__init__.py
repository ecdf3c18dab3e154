"""Work that is bound to the processor, in processes of its own: `pool` on the side that asks, `serving` on the other.

The two are joined by one socket, the worker's standard input and output. A job is its length (4 bytes,
big-endian) and its bytes; an answer has one byte more before them, which says what became of it.
"""

from __future__ import annotations

import struct
from enum import Enum
from typing import Final

JOB: Final = struct.Struct(">I")
ANSWER: Final = struct.Struct(">cI")
LARGEST: Final = 64 * 1024 * 1024
"""Bytes of one job or one answer: more is a mistake, and must not fill the memory of the other side."""


class Outcome(Enum):
    """What became of a job: the answer's bytes are the result, the reason in JSON, or the traceback of a bug."""

    DONE = b"D"
    REFUSED = b"R"
    FAILED = b"F"


class JobRefused(Exception):
    """The worker cannot do this job, and says why: `reason` is JSON."""

    def __init__(self, reason: object) -> None:
        super().__init__(reason)
        self.reason = reason
