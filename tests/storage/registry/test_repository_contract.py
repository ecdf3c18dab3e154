"""What every repository promises, held against the fake of the unit tests and against PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest

from chassis.db.errors import LostUpdate
from contracts.refusal import NotFound
from services.registry.domain.tokens import RECOVERY_LASTS, Recovery
from tests.builders_registry import CODE, NOON, an_account, an_organisation
from tests.fakes_registry import FakeWork
from tests.storage.registry.conftest import Work


@pytest.fixture(params=["fake", "postgres"])
def opened(request: pytest.FixtureRequest, city: str, work: Work) -> Any:
    """Opens a unit of work of either kind, again and again over the same rows."""
    fake = FakeWork(city=city)

    @contextmanager
    def in_memory() -> Iterator[FakeWork]:
        yield fake

    return in_memory if request.param == "fake" else work


def test_what_was_added_is_found_by_its_id_and_its_login(opened: Any, city: str) -> None:
    account = an_account(city=city)

    with opened() as unit:
        unit.accounts.add(account)

    with opened() as unit:
        assert unit.accounts.get(account.id) == unit.accounts.by_login(CODE) == account
        assert unit.accounts.find(uuid4()) is None
        assert unit.accounts.by_login("nobody") is None


def test_what_is_not_there_is_not_found(opened: Any) -> None:
    with opened() as unit, pytest.raises(NotFound):
        unit.organisations.get(uuid4())


def test_a_version_is_saved_once(opened: Any, city: str) -> None:
    organisation = an_organisation(city=city)
    with opened() as unit:
        unit.organisations.add(organisation)
    with opened() as unit:
        unit.organisations.save(organisation.renamed("大连新名电子有限公司"))

    with pytest.raises(LostUpdate), opened() as unit:
        unit.organisations.save(organisation.moved_to("210203"))

    with opened() as unit:
        assert unit.organisations.get(organisation.id).name == "大连新名电子有限公司"


def test_people_of_an_organisation_are_those_who_can_sign_in(opened: Any, city: str) -> None:
    organisation_id = uuid4()
    here = an_account(city=city, login="here", organisation_id=organisation_id)
    gone = an_account(city=city, login="gone", organisation_id=organisation_id, is_disabled=True)
    other = an_account(city=city, login="other", organisation_id=uuid4())
    with opened() as unit:
        for account in (here, gone, other):
            unit.accounts.add(account)

    with opened() as unit:
        assert list(unit.accounts.of_organisation(organisation_id)) == [here]


def test_the_newest_recovery_of_an_account_is_known(opened: Any, city: str) -> None:
    account_id = uuid4()
    older, newer = (
        Recovery(
            id=uuid4(),
            city=city,
            version=1,
            account_id=account_id,
            token_sha256=bytes([number]) * 32,
            expires_at=NOON + RECOVERY_LASTS * number,
        )
        for number in (1, 2)
    )
    with opened() as unit:
        unit.recoveries.add(newer)
        unit.recoveries.add(older)

    with opened() as unit:
        assert unit.recoveries.last_of(account_id) == newer
        assert unit.recoveries.by_token(older.token_sha256) == older
        assert unit.recoveries.last_of(uuid4()) is None


def test_an_edition_replaces_who_is_on_a_list(opened: Any) -> None:
    with opened() as unit:
        unit.lists.replace_entries("dishonest", {CODE: "甲", "91210200MA30J4H3YX": "乙"})
    with opened() as unit:
        unit.lists.replace_entries("dishonest", {CODE: "甲"})

    with opened() as unit:
        assert unit.lists.codes_on("dishonest") == {CODE}
        assert unit.lists.codes_on("abnormal_operation") == set()
