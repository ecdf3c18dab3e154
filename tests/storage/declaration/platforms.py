"""The round for platforms on PostgreSQL."""

from __future__ import annotations

from typing import Any

from casework.common_facts import Organisation
from chassis.units import Units
from contracts.events.registry import DivisionChanged
from services.declaration.storage.unit import DeclarationUnit
from tests.builders_platforms import PATHS, platforms_pack
from tests.desk_platforms import PlatformActs
from tests.storage.declaration.conftest import RealDesk, heard, organisation_changed


class RealPlatformDesk(PlatformActs, RealDesk):
    """Two counties in two leagues of a region."""

    def __init__(self, units: Units[DeclarationUnit], *, letters: bool = False, **given: Any) -> None:
        super().__init__(units, pack=platforms_pack(letters=letters), **given)  # type: ignore[arg-type]
        for county, league in PATHS.values():
            self.division(league.code, league.level, "210000")
            self.division(county.code, county.level, league.code)

    def division(self, code: str, level: str, parent: str) -> None:
        """The registry told of a division."""
        event = DivisionChanged(**heard(), code=code, name=code, level=level, parent=parent)
        self.hear(event, "keep_division")

    def know(self, platform: Organisation) -> None:
        self.hear(organisation_changed(platform), "keep_organisation")
