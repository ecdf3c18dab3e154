"""What the use cases need of storage."""

from __future__ import annotations

from typing import Protocol

from services.oversight.domain.happening import Happening, KnownCase


class Happenings(Protocol):
    def add(self, happening: Happening) -> int | None: ...
    def keep_case(self, case: KnownCase) -> None: ...


class Unit(Protocol):
    """One transaction."""

    @property
    def happenings(self) -> Happenings: ...
