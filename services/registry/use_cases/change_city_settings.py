"""The administrator settles how people sign in and when they are reminded (XA3)."""

from __future__ import annotations

from contracts.actor import Actor
from services.registry.domain.city_settings import LoginMethod, SettingsSpec
from services.registry.domain.errors import SmsNotOffered
from services.registry.domain.versions import must_match
from services.registry.domain.views import Shown, city_settings_shown
from services.registry.use_cases.ports import Work


def change_city_settings(
    uow: Work, actor: Actor, spec: SettingsSpec, *, is_gateway_there: bool, expected_version: int | None = None
) -> Shown:
    """The whole of it. SmsNotOffered for codes where the installation has no gateway; Invalid; NothingToChange."""
    if LoginMethod.SMS_CODE in spec.login_methods and not is_gateway_there:
        raise SmsNotOffered()
    before = uow.settings.current(for_update=True)
    must_match(before.version, expected_version)
    settings = before.changed(spec)
    uow.settings.put(settings)
    uow.audit.record(actor, "change_city_settings", settings, login_methods=list(settings.login_methods))
    return city_settings_shown(settings)
