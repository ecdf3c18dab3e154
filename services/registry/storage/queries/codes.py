"""Reading what a city settled."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from chassis.db.transaction import Reading
from services.registry.domain.city_settings import CitySettings, LoginMethod
from services.registry.domain.views import city_settings_shown
from services.registry.storage.codes import SettingsRepository
from services.registry.storage.tables.people import city_settings as table

_settings = select(table)


def city_settings(reading: Reading, *, is_gateway_there: bool) -> dict[str, Any]:
    """What holds now; a way of signing in that this installation cannot offer is left out."""
    row = reading.first(_settings)
    settings = CitySettings.unsettled(reading.city) if row is None else SettingsRepository.mapped.of(row)
    shown = city_settings_shown(settings)
    if not settings.offers_codes(is_gateway_there=is_gateway_there):
        shown["login_methods"] = [method for method in shown["login_methods"] if method != LoginMethod.SMS_CODE]
    return shown
