"""Founding a city on an installation: its places, its calendar and its administrator, before anybody can sign in."""

from pathlib import Path

from chassis.config import Settings
from policy.login import login_of
from policy.pack import Pack
from policy.packs import load_folder
from services.registry.bootstrap import registry_of
from services.registry.domain.city_settings import LoginMethod, SettingsSpec
from services.registry.domain.divisions import DivisionSpec, Level
from services.registry.domain.errors import LoginTaken


def found_city(settings: Settings, pack: Path, *, login: str, password: str) -> None:
    """Seed the divisions, calendar exceptions and settings of a pack and make the administrator. Repeat it freely."""
    loaded = load_folder(pack)
    divisions = [
        DivisionSpec(code=each.code, name=each.name, level=Level(each.level), parent=each.parent)
        for each in (loaded.top, *loaded.divisions)
    ]
    with registry_of(settings) as registry:
        registry.seed_city(
            loaded.city,
            divisions=divisions,
            exceptions=loaded.calendar_exceptions,
            settings=settings_of(loaded),
        )
        try:
            registry.create_administrator(loaded.city, login=login, name=login, password=password)
        except LoginTaken:
            return


def settings_of(pack: Pack) -> SettingsSpec | None:
    """What the pack says about signing in; None where it says nothing."""
    login = login_of(pack)
    if login is None:
        return None
    basis = login.basis
    return SettingsSpec(
        login_methods=tuple(LoginMethod(method) for method in login.methods),
        login_source=basis.article or basis.assumed or "",
    )
