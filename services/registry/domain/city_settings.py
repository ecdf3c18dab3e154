"""What a city settled about the platform itself: how people sign in, and when they are reminded of a deadline.

Seeded from the pack, and the administrator's to change afterwards (XA3).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from contracts.refusal import Invalid, Problem
from services.registry.domain.errors import NothingToChange, SmsNotOffered
from services.registry.domain.ids import city_settings_id

MOST_REMINDER_DAYS = 20
DEFAULT_REMINDER_DAYS = 1


class LoginMethod(StrEnum):
    """A way of signing in. `sms_code` is for enterprises and providers: staff need more than a telephone."""

    PASSWORD = "password"
    SMS_CODE = "sms_code"


@dataclass(frozen=True, kw_only=True)
class SettingsSpec:
    """What can be settled. `login_source` says where the methods come from: an article, or who decided."""

    login_methods: tuple[LoginMethod, ...] = (LoginMethod.PASSWORD,)
    login_source: str = ""
    reminder_working_days: int = DEFAULT_REMINDER_DAYS

    def problems(self) -> list[Problem]:
        """Everything that is wrong with it."""
        problems = []
        if len(set(self.login_methods)) != len(self.login_methods):
            problems.append(Problem(code="repeated", field="login_methods"))
        if LoginMethod.PASSWORD not in self.login_methods:
            problems.append(Problem(code="password_stays", field="login_methods"))
        if not 0 <= self.reminder_working_days <= MOST_REMINDER_DAYS:
            problems.append(Problem(code="out_of_range", field="reminder_working_days"))
        return problems


@dataclass(frozen=True, kw_only=True)
class CitySettings:
    """The settings of a city as they are now; version 0 where nobody settled anything."""

    id: UUID
    city: str
    version: int
    login_methods: tuple[LoginMethod, ...]
    login_source: str
    reminder_working_days: int

    @classmethod
    def unsettled(cls, city: str) -> CitySettings:
        """What holds until somebody settles something."""
        spec = SettingsSpec()
        return cls(
            id=city_settings_id(city),
            city=city,
            version=0,
            login_methods=spec.login_methods,
            login_source=spec.login_source,
            reminder_working_days=spec.reminder_working_days,
        )

    def changed(self, spec: SettingsSpec) -> CitySettings:
        """The next version; Invalid with every problem, NothingToChange when that is nothing new."""
        problems = spec.problems()
        if problems:
            raise Invalid(problems=problems)
        changed = replace(
            self,
            login_methods=spec.login_methods,
            login_source=spec.login_source.strip(),
            reminder_working_days=spec.reminder_working_days,
        )
        if self.version and changed == self:
            raise NothingToChange(field="settings")
        return replace(changed, version=self.version + 1)

    def offers_codes(self, *, is_gateway_there: bool) -> bool:
        """Whether codes go out by text message: the city has to want it, and the installation to have a gateway."""
        return is_gateway_there and LoginMethod.SMS_CODE in self.login_methods

    def must_offer_codes(self, *, is_gateway_there: bool) -> None:
        """SmsNotOffered otherwise."""
        if not self.offers_codes(is_gateway_there=is_gateway_there):
            raise SmsNotOffered()
