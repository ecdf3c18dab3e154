"""What the use cases need of storage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from contracts.national_feed import Place
from services.oversight.domain.happening import Happening, KnownCase
from services.oversight.domain.national_record import NationalRecord, Untold


class Happenings(Protocol):
    def add(self, happening: Happening) -> int | None: ...
    def keep_case(self, case: KnownCase) -> None: ...


class NationalRecords(Protocol):
    def last_place(self) -> Place: ...
    def waiting(self, most: int) -> Sequence[Untold]: ...
    def add(self, record: NationalRecord, *, position: int) -> Place: ...


class Unit(Protocol):
    """One transaction."""

    @property
    def happenings(self) -> Happenings: ...
    @property
    def national_records(self) -> NationalRecords: ...
