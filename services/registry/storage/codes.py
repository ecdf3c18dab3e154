"""Rows of codes that went to a phone, and of what a city settled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update

from chassis.db.transaction import Transaction
from contracts.sealed import Sealed
from services.registry.domain.city_settings import CitySettings, LoginMethod
from services.registry.domain.ids import city_settings_id
from services.registry.domain.one_time_codes import OneTimeCode, Purpose, Sent
from services.registry.storage.mapped import Mapped, Repository
from services.registry.storage.tables.accounts import one_time_code
from services.registry.storage.tables.people import city_settings

_put = update(one_time_code).where(one_time_code.c.id == bindparam("at_id"))
_put = _put.values({column.name: bindparam(column.name) for column in one_time_code.columns})
_to_phone = select(one_time_code.c.requested_at, one_time_code.c.from_known_address).where(
    one_time_code.c.phone_mark == bindparam("phone_mark"), one_time_code.c.requested_at > bindparam("since")
)
_outdated = delete(one_time_code).where(one_time_code.c.requested_at < bindparam("before"))


class CodeRepository(Repository[OneTimeCode]):
    """Codes of the city. They have no version: signing in, or what else they were good for, is what is recorded."""

    mapped = Mapped(one_time_code, OneTimeCode, {"purpose": Purpose, "phone": Sealed.from_wire})
    kind = "one_time_code"

    def sent_to(self, phone_mark: bytes, since: datetime) -> Sequence[Sent]:
        """What went to a phone since then, whoever asked for it."""
        rows = self._transaction.read(_to_phone, phone_mark=phone_mark, since=since)
        return [Sent(at=row.requested_at, from_known_address=row.from_known_address) for row in rows]

    def put(self, code: OneTimeCode) -> None:
        """It was tried or used."""
        self._transaction.write(_put, at_id=code.id, **self.mapped.values(code))


class SettingsRepository(Repository[CitySettings]):
    """What a city settled: one row, or none yet."""

    mapped = Mapped(
        city_settings, CitySettings, {"login_methods": lambda methods: tuple(LoginMethod(each) for each in methods)}
    )
    kind = "city_settings"

    def __init__(self, transaction: Transaction, city: str) -> None:
        super().__init__(transaction)
        self._city = city

    def current(self, *, for_update: bool = False) -> CitySettings:
        """What holds now."""
        found = self.find(self.identity, for_update=for_update)
        return found if found is not None else CitySettings.unsettled(self._city)

    @property
    def identity(self) -> UUID:
        return city_settings_id(self._city)

    def put(self, settings: CitySettings) -> None:
        """The next version, the first one too."""
        if settings.version == 1:
            self.add(settings)
        else:
            self.save(settings)


def remove_outdated_codes(transaction: Transaction, before: datetime) -> None:
    """Forget codes older than that."""
    transaction.write(_outdated, before=before)
