"""What every event is: a frozen fact in the past tense that says how a thing is now.

An event only grows: optional fields may be added, nothing is renamed, retyped or reused. A breaking
change is a new class with the next VERSION beside the old one (style rule 11). Order at the consumer
is not promised, so `aggregate_id` and `sequence` let a handler ignore what it already outran.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Event:
    """`sequence` grows with every change of the aggregate; `at` is business time; `actor` an account id."""

    SERVICE: ClassVar[str]
    NAME: ClassVar[str]
    VERSION: ClassVar[int] = 1

    city: str
    aggregate_id: UUID
    sequence: int
    at: datetime
    actor: UUID
    case_id: UUID | None = None
