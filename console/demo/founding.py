"""Founding a city on an installation: its places, its calendar and its administrator, before anybody can sign in."""

from pathlib import Path

from chassis.config import Settings
from console.demo.cast import CITY_NAME
from policy.packs import load_folder
from services.registry.bootstrap import registry_of
from services.registry.domain.divisions import DivisionSpec, Level
from services.registry.domain.errors import LoginTaken


def found_city(settings: Settings, pack: Path, *, login: str, password: str) -> None:
    """Seed the divisions and calendar exceptions of a pack and make the administrator. Repeat it freely."""
    loaded = load_folder(pack)
    top = DivisionSpec(code=loaded.division, name=CITY_NAME, level=Level.CITY)
    below = [
        DivisionSpec(code=each.code, name=each.name, level=Level(each.level), parent=each.parent)
        for each in loaded.divisions
    ]
    with registry_of(settings) as registry:
        registry.seed_city(loaded.city, divisions=[top, *below], exceptions=loaded.calendar_exceptions)
        try:
            registry.create_administrator(loaded.city, login=login, name=login, password=password)
        except LoginTaken:
            return
