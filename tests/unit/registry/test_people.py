"""Several people per organisation, and staff (user pain 2)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from chassis.testing import a_clock
from contracts.refusal import Invalid, NotFound
from services.registry.domain.accounts import Account
from services.registry.domain.errors import (
    IncompatibleRoles,
    LoginTaken,
    NothingToChange,
    OwnerOnly,
    OwnerStays,
    TokenNotValid,
)
from services.registry.domain.organisations import Kind
from services.registry.use_cases.accept_invitation import Joining, accept_invitation
from services.registry.use_cases.create_administrator import create_administrator
from services.registry.use_cases.create_staff import StaffSpec, create_staff
from services.registry.use_cases.disable_account import disable_account
from services.registry.use_cases.enable_account import enable_account
from services.registry.use_cases.invite_member import invite_member
from services.registry.use_cases.ports import Secrets
from services.registry.use_cases.remove_member import remove_member
from tests.builders_registry import (
    NOON,
    XIGANG_DISTRICT,
    ZHONGSHAN_DISTRICT,
    actor_for,
    an_account,
    an_officer,
    an_organisation,
    some_secrets,
)
from tests.fakes_registry import FakeWork

CLOCK = a_clock(NOON)


def joining(**given: object) -> Joining:
    values: dict[str, object] = {
        "token": "token-1",
        "login": "li.si",
        "password": "Mein-Wort-1",
        "phone": None,
        "terms_version": "2024-03",
    }
    return Joining(**values | given)  # type: ignore[arg-type]


def staff(**given: object) -> StaffSpec:
    values: dict[str, object] = {
        "login": "reviewer",
        "name": "王五",
        "email": "wang@example.com",
        "phone": None,
        "roles": frozenset({"district_reviewer"}),
        "division": ZHONGSHAN_DISTRICT,
        "organisation_id": None,
    }
    return StaffSpec(**values | given)  # type: ignore[arg-type]


def created(work: FakeWork, secrets: Secrets | None = None, **given: object) -> object:
    return create_staff(work, secrets or some_secrets(), CLOCK, an_officer(), staff(**given), now=NOON)


def test_somebody_whom_the_owner_invited_works_for_the_same_organisation() -> None:
    work, secrets = FakeWork(), some_secrets()
    organisation, _, actor = work.with_enterprise()

    invite_member(work, secrets, actor, name="李四", email="li@example.com", now=NOON)
    shown = accept_invitation(work, secrets, CLOCK, joining(), now=NOON + timedelta(days=6))

    (letter,) = work.mails.letters()
    assert "token-1" in letter.text
    assert (shown["organisation_id"], shown["roles"]) == (str(organisation.id), ["enterprise"])
    assert (shown["is_owner"], shown["must_change_password"]) == (False, False)


def test_an_invitation_works_once_and_for_a_week() -> None:
    work, secrets = FakeWork(), some_secrets()
    _, _, actor = work.with_enterprise()
    invite_member(work, secrets, actor, name="李四", email="li@example.com", now=NOON)

    with pytest.raises(TokenNotValid):
        accept_invitation(work, secrets, CLOCK, joining(), now=NOON + timedelta(days=7))
    accept_invitation(work, secrets, CLOCK, joining(), now=NOON)
    with pytest.raises(TokenNotValid):
        accept_invitation(work, secrets, CLOCK, joining(login="li.si2"), now=NOON)


def test_a_login_of_ones_own_is_free_and_well_formed() -> None:
    work, secrets = FakeWork(), some_secrets()
    _, owner, actor = work.with_enterprise()
    work.accounts.add(an_account(login="li.si"))
    invite_member(work, secrets, actor, name="李四", email="li@example.com", now=NOON)

    with pytest.raises(LoginTaken):
        accept_invitation(work, secrets, CLOCK, joining(login="LI.SI"), now=NOON)
    for login in (owner.login, "x", "4you", "a b c"):
        with pytest.raises(Invalid):
            accept_invitation(work, secrets, CLOCK, joining(login=login), now=NOON)


def a_member(work: FakeWork, organisation_id: object) -> Account:
    member = an_account(login="member", organisation_id=organisation_id, is_owner=False)
    work.accounts.add(member)
    return member


def test_only_the_owner_invites_and_removes_and_nobody_removes_the_owner() -> None:
    work, secrets = FakeWork(), some_secrets()
    organisation, owner, actor = work.with_enterprise()
    member = a_member(work, organisation.id)

    with pytest.raises(OwnerOnly):
        invite_member(work, secrets, actor_for(member), name="李四", email="li@example.com", now=NOON)
    with pytest.raises(OwnerOnly):
        remove_member(work, actor_for(member), owner.id, now=NOON)
    with pytest.raises(OwnerStays):
        remove_member(work, actor, owner.id, now=NOON)
    remove_member(work, actor, member.id, now=NOON)

    assert work.accounts.get(member.id).is_disabled


def test_somebody_elses_member_does_not_exist_for_an_owner() -> None:
    work = FakeWork()
    _, _, actor = work.with_enterprise()
    stranger = a_member(work, uuid4())

    with pytest.raises(NotFound):
        remove_member(work, actor, stranger.id, now=NOON)


def test_a_reviewer_gets_an_initial_password_by_mail() -> None:
    work, secrets = FakeWork(), some_secrets()

    created(work, secrets)

    account = work.accounts.only()
    (letter,) = work.mails.letters()
    assert (account.division, account.must_change_password) == (ZHONGSHAN_DISTRICT, True)
    assert secrets.passwords.made[0] in letter.text  # type: ignore[attr-defined]


def test_nobody_both_draws_up_payments_and_checks_them() -> None:
    with pytest.raises(IncompatibleRoles):
        created(FakeWork(), roles=frozenset({"finance_maker", "finance_checker"}), division=None)


def test_the_account_of_a_machine_is_nothing_else_besides() -> None:
    created(FakeWork(), roles=frozenset({"national_platform"}), division=None)

    with pytest.raises(IncompatibleRoles):
        created(FakeWork(), roles=frozenset({"national_platform", "city_officer"}), division=None)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"roles": frozenset({"enterprise"})}, "not_an_option"),
        ({"roles": frozenset()}, "not_an_option"),
        ({"division": None}, "required"),
        ({"division": "999999"}, "division_unknown"),
        ({"roles": frozenset({"third_party_assessor"}), "division": None}, "institution_required"),
        ({"organisation_id": uuid4()}, "organisation_unknown"),
    ],
)
def test_a_staff_account_fits_its_roles(given: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        created(FakeWork(), **given)

    assert [problem.code for problem in refusal.value.problems] == [code]


def test_an_assessor_works_for_an_institution_and_never_for_an_applicant() -> None:
    work = FakeWork()
    firm, enterprise = an_organisation(kind=Kind.INSTITUTION), an_organisation()
    work.organisations.add(firm)
    work.organisations.add(enterprise)
    roles = frozenset({"third_party_assessor"})

    with pytest.raises(Invalid):
        created(work, roles=roles, division=None, organisation_id=enterprise.id)
    created(work, roles=roles, division=None, organisation_id=firm.id)

    assert work.accounts.only().organisation_id == firm.id


def test_staff_of_a_bureau_serve_the_whole_city_wherever_the_bureau_stands() -> None:
    officer = an_account(roles=frozenset({"city_officer"}), organisation_id=uuid4())
    reviewer = an_account(roles=frozenset({"district_reviewer"}), division=XIGANG_DISTRICT)

    assert officer.actor(credit_code=None, division=ZHONGSHAN_DISTRICT).division is None
    assert reviewer.actor(credit_code=None, division=ZHONGSHAN_DISTRICT).division == XIGANG_DISTRICT


def test_a_disabled_account_comes_back_with_a_new_initial_password() -> None:
    work, secrets = FakeWork(), some_secrets()
    account = an_account()
    work.accounts.add(account)
    administrator = an_officer()

    disable_account(work, administrator, account.id, reason="离职", now=NOON)
    with pytest.raises(NothingToChange):
        disable_account(work, administrator, account.id, reason="离职", now=NOON)
    enable_account(work, secrets, administrator, account.id, now=NOON)

    back = work.accounts.only()
    (initial,) = secrets.passwords.made  # type: ignore[attr-defined]
    assert (back.is_disabled, back.must_change_password, back.version) == (False, True, 3)
    assert back.password_hash == f"hash of {initial}"


def test_an_administrator_cannot_close_the_own_account() -> None:
    work = FakeWork()
    account = an_account(roles=frozenset({"administrator"}))
    work.accounts.add(account)

    with pytest.raises(NothingToChange):
        disable_account(work, actor_for(account), account.id, reason="?", now=NOON)


def test_the_first_administrator_is_made_with_a_chosen_password_or_must_change_it() -> None:
    work, secrets = FakeWork(), some_secrets()

    chosen = create_administrator(
        work, secrets, CLOCK, login="root.one", name="管理员", email=None, password="Chosen-Wort-1"
    )
    made = create_administrator(work, secrets, CLOCK, login="root.two", name="管理员", email=None, password=None)

    assert (chosen.account.must_change_password, made.account.must_change_password) == (False, True)
    assert made.initial_password == secrets.passwords.made[0]  # type: ignore[attr-defined]
    with pytest.raises(LoginTaken):
        create_administrator(work, secrets, CLOCK, login="root.one", name="管理员", email=None, password=None)
    with pytest.raises(Invalid):
        create_administrator(work, secrets, CLOCK, login="root.six", name="管理员", email=None, password="weak")
