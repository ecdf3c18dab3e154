"""What every repository does."""

from __future__ import annotations

from typing import Protocol, TypeVar
from uuid import UUID

Thing = TypeVar("Thing")


class Things(Protocol[Thing]):
    """What every repository does."""

    def get(self, id: UUID, *, for_update: bool = False) -> Thing: ...  # noqa: A002
    def find(self, id: UUID, *, for_update: bool = False) -> Thing | None: ...  # noqa: A002
    def add(self, thing: Thing) -> None: ...
    def save(self, thing: Thing) -> None: ...
