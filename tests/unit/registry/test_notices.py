"""People are told what concerns them, per kind and person (ALL5)."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.testing import a_clock
from contracts.events.base import Event
from contracts.events.declaration import (
    Applicant,
    DeclarationAssigned,
    DeclarationReturned,
    DeclarationSubmitted,
    DeclarationWithdrawn,
    PackReleased,
    PilotDelisted,
)
from contracts.events.funding import AwardComputed, TranchePaid
from contracts.events.project import ContractFiled, FindingRecorded
from contracts.events.subscriptions import CONSUMES
from contracts.refusal import Invalid
from services.registry.domain.channels import Choice
from services.registry.domain.measures import MeasureKind
from services.registry.domain.notice_kinds import KINDS
from services.registry.domain.organisations import Kind, Organisation
from services.registry.use_cases.choose_channels import choose_channels
from services.registry.use_cases.decide_change import decide_change
from services.registry.use_cases.mark_messages_read import mark_messages_read
from services.registry.use_cases.notify_people import notify_people
from services.registry.use_cases.request_name_change import request_name_change
from tests.builders_pool import a_pool, enrolled, measured
from tests.builders_registry import (
    CITY,
    CODE,
    NOON,
    SEALER,
    XIGANG_DISTRICT,
    ZHONGSHAN_DISTRICT,
    actor_for,
    an_account,
    an_officer,
)
from tests.fakes_registry import FakeWork

HEARD_FOR_OTHER_REASONS: set[type[Event]] = {PackReleased, ContractFiled, FindingRecorded}
"""The pool follows packs and contracts, ratings findings; what nobody is told of needs no sentence."""

MAILED = ("declaration_returned", "declaration_submitted")


def an_event(kind: type[Event], organisation: Organisation, **given: Any) -> Any:
    values: dict[str, Any] = {
        "city": CITY,
        "aggregate_id": uuid4(),
        "sequence": 3,
        "at": NOON,
        "actor": uuid4(),
        "case_id": uuid4(),
        "applicant": Applicant(kind="enterprise", id=organisation.id, credit_code=CODE, name=organisation.name),
        "division": ZHONGSHAN_DISTRICT,
        "pack": "dalian/sme-digital-2024@1",
        "pack_sha256": "0" * 64,
        "batch": "1",
        "state": "in_review",
    }
    return kind(**values | given)


def notify(work: FakeWork, event: Any) -> None:
    notify_people(work, SEALER, event, applicant_id=event.applicant.id, now=NOON)


def test_every_milestone_that_is_heard_has_its_sentence() -> None:
    for event in set(CONSUMES["registry"]) - HEARD_FOR_OTHER_REASONS:
        assert event.NAME in KINDS, event.NAME


def test_all_people_of_an_organisation_are_told_and_nobody_else() -> None:
    work = FakeWork()
    organisation, owner, _ = work.with_enterprise()
    member = an_account(login="member", organisation_id=organisation.id)
    gone = an_account(login="gone", organisation_id=organisation.id, is_disabled=True)
    stranger = an_account(login="stranger", organisation_id=uuid4())
    for account in (member, gone, stranger):
        work.accounts.add(account)

    notify(work, an_event(DeclarationReturned, organisation, state="returned"))

    assert work.messages.kinds_for(owner) == work.messages.kinds_for(member) == ["declaration_returned"]
    assert work.messages.kinds_for(gone) == work.messages.kinds_for(stranger) == []


def test_a_step_is_a_to_do_for_those_whose_role_and_division_have_it_and_for_nobody_else() -> None:
    work = FakeWork()
    organisation, owner, _ = work.with_enterprise()
    here = an_account(login="here", roles=frozenset({"district_reviewer"}), division=ZHONGSHAN_DISTRICT)
    there = an_account(login="there", roles=frozenset({"district_reviewer"}), division=XIGANG_DISTRICT)
    officer = an_account(login="officer", roles=frozenset({"city_officer"}))
    cashier = an_account(login="cashier", roles=frozenset({"finance_maker"}))
    for account in (here, there, officer, cashier):
        work.accounts.add(account)

    of_district = {"acting_role": "district_reviewer", "acting_division": ZHONGSHAN_DISTRICT}
    notify(work, an_event(DeclarationSubmitted, organisation, step=0, **of_district))
    notify(work, an_event(DeclarationSubmitted, organisation, step=1, acting_role="city_officer"))
    notify(work, an_event(DeclarationReturned, organisation, state="returned"))

    assert work.messages.kinds_for(owner) == [
        "declaration_submitted", "declaration_passed_on", "declaration_returned",
    ]  # fmt: skip
    assert work.messages.kinds_for(here) == work.messages.kinds_for(officer) == ["declaration_to_review"]
    assert work.messages.kinds_for(there) == work.messages.kinds_for(cashier) == []


def test_an_institution_is_told_of_the_step_that_is_assigned_to_it_and_no_other_is() -> None:
    work = FakeWork()
    organisation, owner, _ = work.with_enterprise()
    assessor = an_account(login="ours", roles=frozenset({"third_party_assessor"}), organisation_id=uuid4())
    other = an_account(login="other", roles=frozenset({"third_party_assessor"}), organisation_id=uuid4())
    for account in (assessor, other):
        work.accounts.add(account)

    step = {"acting_role": "third_party_assessor", "acting_institution_id": assessor.organisation_id, "step": 1}
    notify(work, an_event(DeclarationAssigned, organisation, **step))
    notify(work, an_event(DeclarationSubmitted, organisation, **step))

    assert work.messages.kinds_for(assessor) == ["declaration_to_review"] * 2
    assert work.messages.kinds_for(owner) == ["declaration_assigned", "declaration_passed_on"]
    assert work.messages.kinds_for(other) == []


def test_a_message_about_a_stage_says_which_in_the_words_of_the_pack() -> None:
    work = FakeWork()
    organisation, _, _ = work.with_enterprise()
    work.accounts.add(an_account(login="officer", roles=frozenset({"city_officer"})))
    filed = an_event(DeclarationSubmitted, organisation, aggregate_id=uuid4(), step=0, acting_role="city_officer")

    notify_people(work, SEALER, filed, applicant_id=organisation.id, now=NOON, stage_title="选择服务商")

    to_applicant, to_officer = (KINDS[each.kind].sentence(each.facts) for each in work.messages.kept)
    assert to_applicant[0].endswith("等待审核（选择服务商）")
    assert to_officer == ("有申报等待您办理（选择服务商）", "A declaration waits for you (选择服务商)")


def test_mail_comes_for_what_matters_unless_the_person_chose_otherwise() -> None:
    work = FakeWork()
    organisation, owner, actor = work.with_enterprise()

    notify(work, an_event(DeclarationSubmitted, organisation, step=0))
    quiet = len(work.mails.all())
    notify(work, an_event(DeclarationReturned, organisation))
    by_default = len(work.mails.all())
    choose_channels(work, actor, topic="declaration_returned", choice=Choice(by_mail=False))
    choose_channels(work, actor, topic="declaration_submitted", choice=Choice(by_mail=True))
    notify(work, an_event(DeclarationReturned, organisation))
    notify(work, an_event(DeclarationSubmitted, organisation, step=0))

    subjects = [letter.subject for letter in work.mails.letters()]
    assert (quiet, by_default) == (0, 1)
    assert [KINDS[kind].chinese in subject for kind, subject in zip(MAILED, subjects, strict=True)] == [True, True]
    assert len(work.messages.kinds_for(owner)) == 4
    with pytest.raises(Invalid):
        choose_channels(work, actor, topic="made_up", choice=Choice(by_mail=True))


def test_a_voided_declaration_is_told_by_message_and_mail_with_what_the_officer_wrote() -> None:
    work = FakeWork()
    organisation, owner, _ = work.with_enterprise()

    notify(work, an_event(DeclarationWithdrawn, organisation, state="voided", reason="材料不实"))

    assert work.messages.kinds_for(owner) == ["declaration_voided"]
    assert work.messages.kept[-1].facts == {"state": "voided", "reason": "材料不实"}
    [letter] = work.mails.letters()
    assert "作废" in letter.subject
    assert "原因 / Reason: 材料不实\n" in letter.text


def test_a_suspended_place_is_told_as_such_with_its_reason_and_not_as_the_end_of_it() -> None:
    work = FakeWork()
    organisation, owner, _ = work.with_enterprise()

    notify(work, an_event(PilotDelisted, organisation, state="suspended", reason="进度滞后"))
    notify(work, an_event(PilotDelisted, organisation, state="delisted", sequence=4))

    assert work.messages.kinds_for(owner) == ["pilot_suspended", "pilot_delisted"]
    assert work.messages.kept[0].facts["reason"] == "进度滞后"


def test_a_declaration_that_its_people_took_back_is_told_to_them_without_mail() -> None:
    work = FakeWork()
    organisation, owner, _ = work.with_enterprise()

    notify(work, an_event(DeclarationWithdrawn, organisation, state="withdrawn"))

    assert work.messages.kinds_for(owner) == ["declaration_withdrawn"]
    assert work.messages.kept[-1].facts == {"state": "withdrawn"}
    assert work.mails.letters() == []


def test_a_message_says_where_the_case_is_and_holds_no_amount_and_no_name() -> None:
    work = FakeWork()
    organisation, _, _ = work.with_enterprise()
    money = {"division": None, "pack": None, "pack_sha256": None, "batch": None, "state": None}
    shared = {
        "project_id": uuid4(),
        "award_id": uuid4(),
        "award_fen": 20_000_000,
        "amount_fen": 20_000_000,
        "paid_on": date(2026, 11, 20),
    }

    for kind in (AwardComputed, TranchePaid):
        wanted = set(kind.__dataclass_fields__)
        base = an_event(DeclarationReturned, organisation)
        values = {name: getattr(base, name) for name in vars(base) if name in wanted and name not in money}
        more = {name: value for name, value in shared.items() if name in wanted}
        notify(work, _built(kind, values | more))
    notify(work, an_event(DeclarationReturned, organisation, due_on=date(2026, 11, 25)))

    for message in work.messages.kept:
        assert "20000000" not in repr(message)
        assert organisation.name not in repr(message)
    assert work.messages.kept[-1].facts == {"state": "in_review", "due_on": date(2026, 11, 25)}


def _built(kind: type[Event], values: dict[str, Any]) -> Any:
    """The event, with something harmless where it needs more than a test speaks of."""
    needed = {
        field.name: ""
        for field in dataclasses.fields(kind)
        if field.default is dataclasses.MISSING
        and field.default_factory is dataclasses.MISSING
        and field.name not in values
    }
    return kind(**values | needed)


def test_one_reads_ones_own_messages_only_and_the_first_time_counts() -> None:
    work = FakeWork()
    organisation, owner, actor = work.with_enterprise()
    other = an_account(login="member", organisation_id=organisation.id)
    work.accounts.add(other)
    notify(work, an_event(DeclarationReturned, organisation))
    mine = next(message for message in work.messages.kept if message.account_id == owner.id)

    mark_messages_read(work, a_clock(NOON), actor_for(other), message_id=mine.id)
    unread = next(message for message in work.messages.kept if message.id == mine.id)
    mark_messages_read(work, a_clock(NOON), actor, message_id=mine.id)
    mark_messages_read(work, a_clock(NOON.replace(year=2027)), actor, message_id=None)
    read = next(message for message in work.messages.kept if message.id == mine.id)

    assert unread.read_at is None
    assert read == replace(mine, read_at=NOON)


def test_people_are_told_what_the_bureau_decided_about_them() -> None:
    work, packs = a_pool()
    _, owner, actor = work.with_enterprise(kind=Kind.PROVIDER)
    clock, bureau = a_clock(NOON), an_officer()
    enrolled(work, packs, actor)
    measured(work, packs, actor, MeasureKind.SUSPENSION)
    change = request_name_change(work, clock, actor, name="大连新名软件有限公司", reason="更名")
    decide_change(work, SEALER, clock, bureau, UUID(change["id"]), is_approved=False, opinion="", now=NOON)

    assert work.messages.kinds_for(owner) == ["provider_approved", "provider_suspended", "change_rejected"]
    assert len(work.mails.all()) == 3
