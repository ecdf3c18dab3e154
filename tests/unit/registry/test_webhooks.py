"""Webhooks: who may have one, and what it is told (ALL5)."""

from __future__ import annotations

import inspect
import re
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from chassis.subscriptions import SUBSCRIBED
from contracts.actor import Actor
from contracts.events.declaration import DeclarationReturned, DeclarationSubmitted
from contracts.events.registry import DivisionChanged, OrganisationChanged, PayeeAccountChanged
from contracts.refusal import Invalid, NotFound, StaleVersion
from services.registry.domain.errors import OwnerOnly, TooManyWebhooks
from services.registry.domain.organisations import Kind
from services.registry.domain.webhook_events import EVENTS, concern_of, public_members
from services.registry.domain.webhooks import (
    MOST_WEBHOOKS,
)
from services.registry.service import RegistryService
from services.registry.use_cases.change_webhook import change_webhook
from services.registry.use_cases.register_webhook import register_webhook
from services.registry.use_cases.remove_webhook import remove_webhook
from tests.builders_registry import CITY, NOON, SEALER, actor_for, an_account, an_organisation
from tests.desk_webhooks import URL, Hooked, an_event
from tests.fakes_registry import FakeWork


def test_the_secret_is_shown_once_and_kept_sealed() -> None:
    hooked = Hooked()
    kept = repr((hooked.webhook, hooked.work.audit.rows, hooked.work.webhooks.kept))

    assert hooked.secret not in kept
    assert hooked.secret[-4:] not in kept


def test_nothing_is_posted_before_there_is_a_secret_to_sign_with() -> None:
    work = FakeWork()
    organisation, _, actor = work.with_enterprise()
    made = register_webhook(work, actor, url=URL, events=[], is_development=False, now=NOON)

    work.deliveries.queue(an_event(DeclarationSubmitted, organisation.id), NOON)

    assert made["state"] == "pending"
    assert not work.deliveries.all()


def test_only_the_events_that_are_wanted_come_and_only_what_concerns_the_organisation() -> None:
    hooked = Hooked("declaration_returned")

    hooked.tell(3)
    hooked.tell(4, kind=DeclarationReturned)
    hooked.work.deliveries.queue(an_event(DeclarationReturned, uuid4()), NOON)
    hooked.deliver()

    assert [document["name"] for document in hooked.receiver.got] == ["declaration_returned"]


def test_the_owner_changes_where_and_what_and_somebody_who_was_slower_is_told() -> None:
    hooked = Hooked()
    shown = change_webhook(
        hooked.work,
        hooked.actor,
        hooked.id,
        url="https://new.example.com/",
        events=["tranche_paid", "tranche_paid"],
        is_development=False,
        expected_version=2,
    )

    assert (shown["url"], shown["events"], shown["version"]) == ("https://new.example.com/", ["tranche_paid"], 3)
    with pytest.raises(StaleVersion):
        change_webhook(
            hooked.work, hooked.actor, hooked.id, url=URL, events=[], is_development=False, expected_version=2
        )


def test_a_webhook_is_the_owners_business_and_of_no_other_organisation() -> None:
    hooked = Hooked()
    member = an_account(login="member", organisation_id=hooked.organisation.id, is_owner=False)
    staff = an_account(login="officer", roles=frozenset({"city_officer"}), is_owner=False)
    institution = an_organisation(kind=Kind.INSTITUTION, credit_code="x")
    assessor = an_account(login="assessor", roles=frozenset({"administrator"}), organisation_id=institution.id)
    hooked.work.organisations.add(institution)
    for account in (member, staff, assessor):
        hooked.work.accounts.add(account)
    other = FakeWork.with_enterprise(hooked.work, credit_code="91210200MA30J4H3YX")[2]

    def register(actor: Actor) -> Any:
        return register_webhook(hooked.work, actor, url=URL, events=[], is_development=False, now=NOON)

    with pytest.raises(OwnerOnly):
        register(actor_for(member))
    for actor in (actor_for(staff), actor_for(assessor)):
        with pytest.raises(NotFound):
            register(actor)
    with pytest.raises(NotFound):
        remove_webhook(hooked.work, other, hooked.id)
    for _ in range(MOST_WEBHOOKS - 1):
        register(hooked.actor)
    with pytest.raises(TooManyWebhooks):
        register(hooked.actor)
    assert register(other)["state"] == "pending"


def test_the_staff_of_an_authority_may_have_one() -> None:
    work = FakeWork()
    bureau = an_organisation(kind=Kind.AUTHORITY, credit_code="x")
    officer = an_account(login="officer", roles=frozenset({"city_officer"}), is_owner=False, organisation_id=bureau.id)
    work.organisations.add(bureau)
    work.accounts.add(officer)

    made = register_webhook(work, actor_for(officer), url=URL, events=[], is_development=False, now=NOON)

    assert made["organisation_id"] == str(bureau.id)


@pytest.mark.parametrize("events", [["made_up"], ["division_changed"]])
def test_an_event_that_no_webhook_can_have_is_refused(events: list[str]) -> None:
    work = FakeWork()
    _, _, actor = work.with_enterprise()

    with pytest.raises(Invalid):
        register_webhook(work, actor, url=URL, events=events, is_development=False, now=NOON)


def test_a_webhook_can_have_every_milestone_of_a_case_and_what_the_registry_says_of_an_organisation() -> None:
    assert {"declaration_returned", "tranche_paid", "organisation_changed", "provider_enrolled"} <= EVENTS
    assert not {"division_changed", "calendar_changed", "standing_changed"} & EVENTS
    assert concern_of(_division()) is None


def test_every_event_of_a_case_is_queued_where_it_is_heard() -> None:
    handlers = {
        kind.NAME: inspect.getsource(member.__wrapped__)
        for member in (getattr(RegistryService, name) for name in dir(RegistryService))
        if (kind := getattr(member, SUBSCRIBED, None)) is not None
    }
    heard = {name: source for name, source in handlers.items() if name in EVENTS}

    queueing = re.compile(r"\b(_tell|_tell_enterprise|deliveries\.queue)\(")
    assert len(heard) > 20
    assert [name for name, source in heard.items() if not queueing.search(source)] == []


def test_what_is_sealed_never_leaves_with_an_event() -> None:
    number = SEALER.seal("3400201009000123456", purpose="payee_account.number")
    organisation = uuid4()
    event = PayeeAccountChanged(
        city=CITY,
        aggregate_id=uuid4(),
        sequence=1,
        at=NOON,
        actor=uuid4(),
        organisation_id=organisation,
        account_name="大连示例电子有限公司",
        bank_name="示例银行",
        branch_code="000000000001",
        number=number,
    )

    members = public_members(event)

    assert members == {
        "at": NOON.isoformat(),
        "organisation_id": str(organisation),
        "account_name": "大连示例电子有限公司",
        "bank_name": "示例银行",
        "branch_code": "000000000001",
    }
    assert concern_of(event).organisations == (organisation,)  # type: ignore[union-attr]


def test_news_of_an_organisation_itself_comes_to_its_webhook_too() -> None:
    hooked = Hooked()
    event = replace(hooked.organisation).told(at=NOON, by=uuid4())

    assert isinstance(event, OrganisationChanged)
    hooked.work.deliveries.queue(event, hooked.at)
    hooked.deliver()

    assert [document["name"] for document in hooked.receiver.got] == ["organisation_changed"]


def _division() -> DivisionChanged:
    values: dict[str, Any] = {"city": CITY, "aggregate_id": uuid4(), "sequence": 1, "at": NOON, "actor": uuid4()}
    return DivisionChanged(**values, code="210299", name="示例区", level="district")
