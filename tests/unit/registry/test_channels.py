"""By which ways somebody is told: the most particular choice holds, and the portal has everything (ALL5)."""

from __future__ import annotations

from uuid import uuid4

import pytest

from contracts.refusal import Invalid
from services.registry.domain.channels import Channels, Choice, Choices, channels_of, must_be_topic, topics_of
from services.registry.domain.errors import OwnerOnly
from services.registry.domain.notice_kinds import KINDS, TITLES, Group
from services.registry.domain.notices import Notice
from services.registry.domain.sms import Template, phone_mark
from services.registry.use_cases.choose_channels import choose_channels
from services.registry.use_cases.choose_organisation_channels import choose_organisation_channels
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.notify_applicants import notify_applicants
from tests.builders_registry import NOON, SEALER, actor_for, an_account
from tests.fakes_registry import FakeWork

PERSON, ORGANISATION = uuid4(), uuid4()
PAID = KINDS["tranche_paid"]


def holding(choices: Choices) -> Channels:
    return channels_of(PAID, choices, account_id=PERSON, organisation_id=ORGANISATION)


def test_until_somebody_chooses_the_kind_itself_says_how_it_comes() -> None:
    assert holding({}) == Channels(by_mail=True, by_sms=False)
    returned = channels_of(KINDS["declaration_returned"], {}, account_id=PERSON, organisation_id=None)
    assert returned == Channels(by_mail=True, by_sms=True)


@pytest.mark.parametrize(
    ("choices", "by_mail"),
    [
        ({(ORGANISATION, "money"): False}, False),
        ({(ORGANISATION, "money"): False, (ORGANISATION, "tranche_paid"): True}, True),
        ({(ORGANISATION, "tranche_paid"): False, (PERSON, "money"): True}, True),
        ({(PERSON, "money"): True, (PERSON, "tranche_paid"): False}, False),
        ({(uuid4(), "tranche_paid"): False, (PERSON, "returned"): False}, True),
    ],
)
def test_the_most_particular_choice_holds(choices: dict[tuple[object, str], bool], by_mail: bool) -> None:
    chosen = {key: Choice(by_mail=value) for key, value in choices.items()}

    assert holding(chosen).by_mail is by_mail  # type: ignore[arg-type]


def test_a_choice_about_one_channel_leaves_the_other_as_it_was() -> None:
    chosen = {(PERSON, "tranche_paid"): Choice(by_mail=False), (ORGANISATION, "money"): Choice(by_sms=True)}

    assert holding(chosen) == Channels(by_mail=False, by_sms=True)


def test_every_kind_is_in_a_group_that_people_can_read() -> None:
    assert {kind.group for kind in KINDS.values()} <= set(TITLES) == set(Group)
    assert topics_of([PAID]) == ["money", "tranche_paid"]
    assert [must_be_topic(topic) for topic in ("money", "tranche_paid")] == ["money", "tranche_paid"]
    with pytest.raises(Invalid):
        must_be_topic("everything")


def test_only_the_owner_chooses_for_the_others() -> None:
    work = FakeWork()
    organisation, _, actor = work.with_enterprise()
    member = an_account(login="member", organisation_id=organisation.id, is_owner=False)
    work.accounts.add(member)

    choose_organisation_channels(work, actor, topic="money", choice=Choice(by_mail=False))

    assert work.messages.chosen == {(organisation.id, "money"): Choice(by_mail=False)}
    with pytest.raises(OwnerOnly):
        choose_organisation_channels(work, actor_for(member), topic="money", choice=Choice(by_mail=True))


def test_news_is_in_every_portal_and_comes_by_mail_to_those_who_asked_for_it() -> None:
    work = FakeWork()
    organisation, _, actor = work.with_enterprise()
    keen = an_account(login="keen", organisation_id=organisation.id)
    work.accounts.add(keen)
    choose_channels(work, actor_for(keen), topic="news", choice=Choice(by_mail=True))
    notice = Notice(kind=KINDS["call_opened"], subject_id=uuid4(), at=NOON)

    notify_applicants(work, SEALER, notice, now=NOON)

    assert work.messages.for_applicants == [notice]
    assert [mail.recipient for mail in work.mails.all()] == [keen.email]
    assert actor.account_id != keen.id


def test_a_text_message_goes_to_a_bound_phone_and_the_portal_has_the_message_whatever_was_chosen() -> None:
    work = FakeWork()
    organisation, owner, _ = work.with_enterprise()
    typed = an_account(login="typed", organisation_id=organisation.id)
    bound = an_account(login="bound", organisation_id=organisation.id, phone_mark=phone_mark("13912345678", SEALER))
    silent = an_account(login="silent", organisation_id=organisation.id, phone_mark=b"m" * 32)
    for account in (typed, bound, silent):
        work.accounts.add(account)
    choose_channels(work, actor_for(silent), topic="returned", choice=Choice(by_mail=False, by_sms=False))
    notice = Notice(kind=KINDS["declaration_returned"], subject_id=uuid4(), at=NOON)

    notify_accounts(work, SEALER, (notice, work.accounts.all()), now=NOON)

    (text,) = work.texts.texts()
    assert work.texts.only().phone == bound.phone
    assert text.template is Template.NOTICE
    assert text.parameters == {"kind": "declaration_returned", "text": KINDS["declaration_returned"].chinese}
    assert len(work.mails.all()) == 3
    assert [work.messages.kinds_for(one) for one in (owner, typed, bound, silent)] == [["declaration_returned"]] * 4
    assert "13912345678" not in repr(work.texts.only())
