"""The registry as a running service on the embedded bus: from the first administrator to a signed-in enterprise."""

from __future__ import annotations

import hashlib
from contextlib import closing
from uuid import uuid4

import psycopg2
import pytest

from contracts.actor import Actor
from contracts.refusal import Refusal
from gateway.schemas.base import page_of
from gateway.schemas.registry import accounts, organisations
from services.registry.domain.sessions import sha256
from tests.builders_registry import CITY, CODE, WHOLE_CITY, ZHONGSHAN_DISTRICT
from tests.storage.registry.running import Caller, initial_password_in


def test_an_enterprise_registers_reads_its_mail_changes_its_password_and_acts(call: Caller) -> None:
    registered = call(
        "register",
        answer=accounts.RegistrationSchema,
        kind="enterprise",
        name="大连示例电子有限公司",
        credit_code=CODE,
        division=ZHONGSHAN_DISTRICT,
        contact_name="甲某",
        phone="13912345678",
        email="zhang@example.com",
        terms_version="2024-03",
    )
    initial = initial_password_in(call.letter_to("zhang@example.com"))
    first = call("sign_in", answer=accounts.NewSessionSchema, login=CODE, password=initial)
    restricted = call("actor_of", token_sha256=hashlib.sha256(first["token"].encode()).hexdigest())

    call(
        "change_password",
        call.actor_of(first["token"]),
        answer=accounts.AccountSchema,
        current_password=initial,
        new_password="Neues-Wort-1",
        keep_session_id=first["id"],
    )
    actor = call.actor_of(first["token"])
    organisation = call("own_organisation", actor, answer=organisations.OrganisationSchema)
    call("own_account", actor, answer=accounts.AccountSchema)
    call("own_sessions", actor, answer=page_of(accounts.SessionSchema))
    call("list_members", actor, answer=accounts.MembersSchema)
    call("invite_member", actor, answer=accounts.InvitationSchema, name="李四", email="li@example.com")
    changed = call(
        "change_profile",
        actor,
        answer=organisations.ChangedOrganisationSchema,
        staff=5000,
        revenue_fen=39_999 * 1_000_000,
        data_year=2025,
        declared_size_class="large",
        expected_version=1,
    )

    assert restricted["must_change_password"] is True
    assert (organisation["id"], organisation["version"]) == (registered["id"], 1)
    assert (changed["version"], changed["size_class"]) == (2, "medium")
    assert [warning["code"] for warning in changed["warnings"]] == ["size_class_differs"]
    with pytest.raises(Refusal) as refusal:
        call("change_profile", actor, expected_version=1)
    assert refusal.value.as_wire() == {
        "code": "stale_version",
        "facts": {"expected": 1, "found": 2},
        "problems": [],
    }


def test_a_wrong_password_is_counted_although_it_is_refused(call: Caller) -> None:
    for _ in range(3):
        with pytest.raises(Refusal) as refusal:
            call("sign_in", login="nobody", password="wrong")
        assert refusal.value.code == "wrong_credentials"

    address = call.settings.database("registry", "auditor")
    with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
        cursor.execute("select count from failed_login where subject = %s", (sha256("nobody"),))
        assert cursor.fetchall() == [(3,)]


def test_the_administrator_makes_staff_whose_first_session_may_only_change_the_password(call: Caller) -> None:
    token = call("sign_in", login="admin", password="Verwalter-Wort-1")["token"]
    admin = call.actor_of(token)

    made = call(
        "create_staff",
        admin,
        login="reviewer",
        name="王五",
        email="wang@example.com",
        roles=["district_reviewer"],
        division=ZHONGSHAN_DISTRICT,
    )
    initial = initial_password_in(call.letter_to("wang@example.com"))
    session = call("sign_in", login="Reviewer", password=initial)
    call("disable_account", admin, answer=accounts.AccountSchema, account_id=made["id"], reason="离职")

    assert session["must_change_password"] is True
    assert [item["login"] for item in call("list_staff", admin)["items"]] == ["admin", "reviewer"]
    with pytest.raises(Refusal) as refusal:
        call.actor_of(session["token"])
    assert refusal.value.code == "not_signed_in"


def test_an_enterprise_cannot_do_what_officers_do(call: Caller) -> None:
    enterprise = Actor(account_id=uuid4(), city=CITY, roles=frozenset({"enterprise"}), organisation_id=uuid4())

    for method in ("list_staff", "list_organisations", "list_change_requests"):
        with pytest.raises(Refusal) as refusal:
            call(method, enterprise)
        assert refusal.value.code == "not_allowed"


def test_divisions_and_calendar_are_public_and_seeding_twice_adds_nothing(call: Caller) -> None:
    divisions = call("list_divisions", answer=page_of(organisations.DivisionSchema))["items"]
    years = call("list_calendar_years", answer=page_of(organisations.CalendarYearSchema), year=2026)["items"]
    admin = Actor(account_id=uuid4(), city=CITY, roles=frozenset({"administrator"}))

    again = call("seed_city", admin, divisions=[{"code": WHOLE_CITY, "name": "x", "level": "city"}], exceptions={})

    assert [division["code"] for division in divisions] == [WHOLE_CITY, ZHONGSHAN_DISTRICT]
    assert years[0]["exceptions"]["2026-10-10"] is True
    assert again == {"divisions": [], "years": []}
