"""Whoever has a step is reminded once before it is due, and the officers are told once when it is overdue."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from contracts.events.declaration import Applicant, DeclarationApproved, DeclarationReturned, DeclarationSubmitted
from contracts.events.funding import TranchePaid
from contracts.working_days import WorkingDays
from services.registry.domain.city_settings import CitySettings
from services.registry.domain.due_steps import DueStep, due_step_after, tells_of_step
from services.registry.domain.notice_kinds import KINDS, Group
from services.registry.use_cases.keep_due_step import keep_due_step
from services.registry.use_cases.remind_of_due_steps import remind_of_due_steps
from tests.builders_pool import a_pool, reviewed
from tests.builders_registry import CITY, CODE, SEALER, ZHONGSHAN_DISTRICT, an_account
from tests.fakes_registry import FakeSettings, FakeWork
from tests.unit.registry.test_recommendations import a_district, a_recommendation

CHINA = ZoneInfo("Asia/Shanghai")
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)
SUBMITTED = datetime(2026, 11, 16, 15, tzinfo=CHINA)
CALENDAR = WorkingDays({}, frozenset({2026}))


def nine(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=CHINA)


def an_event(kind: Any = DeclarationSubmitted, **given: Any) -> Any:
    values: dict[str, Any] = {
        "city": CITY,
        "aggregate_id": UUID(int=7),
        "sequence": 3,
        "at": SUBMITTED,
        "actor": uuid4(),
        "case_id": uuid4(),
        "applicant": Applicant(kind="enterprise", id=uuid4(), credit_code=CODE, name="大连示例电子有限公司"),
        "division": ZHONGSHAN_DISTRICT,
        "pack": "dalian/sme-digital-2024@1",
        "pack_sha256": "0" * 64,
        "batch": "1",
        "state": "in_review",
        "step": 0,
        "due_on": MONDAY,
        "acting_division": ZHONGSHAN_DISTRICT,
        "acting_role": "district_reviewer",
    }
    return kind(**values | given)


def after(event: Any, before: DueStep | None = None, *, days: int = 1, now: datetime = SUBMITTED) -> DueStep | None:
    return due_step_after(event, before, CALENDAR, days_before=days, now=now)


@pytest.mark.parametrize(
    ("due_on", "days", "remind_on", "escalate_on"),
    [
        (MONDAY, 1, FRIDAY, date(2026, 11, 24)),
        (FRIDAY, 1, date(2026, 11, 19), MONDAY),
        (FRIDAY, 3, date(2026, 11, 17), MONDAY),
        (FRIDAY, 5, FRIDAY, MONDAY),
        (date(2026, 11, 17), 1, date(2026, 11, 17), date(2026, 11, 18)),
        (date(2026, 11, 16), 1, None, date(2026, 11, 17)),
        (FRIDAY, 0, None, MONDAY),
    ],
)
def test_reminders_come_on_working_days_and_never_on_the_day_on_which_the_step_began(
    due_on: date, days: int, remind_on: date | None, escalate_on: date
) -> None:
    due = after(an_event(due_on=due_on), days=days)

    assert due is not None
    assert due.remind_at == (nine(remind_on) if remind_on else None)
    assert due.escalate_at == nine(escalate_on)


def test_a_holiday_is_no_day_to_be_reminded_on() -> None:
    calendar = WorkingDays({FRIDAY: False, date(2026, 11, 24): False}, frozenset({2026}))

    due = due_step_after(an_event(), None, calendar, days_before=1, now=SUBMITTED)

    assert due is not None
    assert (due.remind_at, due.escalate_at) == (nine(date(2026, 11, 19)), nine(date(2026, 11, 25)))


def test_news_that_was_outrun_changes_nothing_and_a_step_that_goes_on_keeps_what_was_said() -> None:
    known = after(an_event(sequence=5))
    assert known is not None
    said = known.reminded()

    again = after(an_event(sequence=6), said)
    passed_on = after(an_event(sequence=7, step=1, acting_role="city_officer", acting_division=None), said)

    assert after(an_event(sequence=5), known) is after(an_event(DeclarationReturned, sequence=4), known) is None
    assert again is not None
    assert passed_on is not None
    assert (again.remind_at, again.escalate_at) == (None, known.escalate_at)
    assert passed_on.remind_at == nine(FRIDAY)


@pytest.mark.parametrize(
    "changed",
    [{"kind": DeclarationReturned, "acting_role": None}, {"kind": DeclarationApproved, "step": None}, {"due_on": None}],
)
def test_what_nobody_has_or_has_no_deadline_is_not_due(changed: dict[str, Any]) -> None:
    due = after(an_event(**changed))

    assert due is not None
    assert (due.step, due.remind_at, due.escalate_at) == (None, None, None)


def test_only_events_of_a_review_tell_of_steps() -> None:
    assert tells_of_step(an_event())
    assert "acting_role" not in TranchePaid.__dataclass_fields__


class District:
    """A reviewer here, one elsewhere, an officer of the city, and what they are told."""

    def __init__(self) -> None:
        self.work = FakeWork(settings=FakeSettings(version=1, reminder_working_days=1))
        self.here, self.there, self.officer = (
            an_account(login=login, roles=frozenset({role}), division=division, organisation_id=None)
            for login, role, division in (
                ("here", "district_reviewer", ZHONGSHAN_DISTRICT),
                ("there", "district_reviewer", "210203"),
                ("officer", "city_officer", None),
            )
        )
        for account in (self.here, self.there, self.officer):
            self.work.accounts.add(account)

    def hear(self, event: Any) -> None:
        keep_due_step(self.work, event, at=SUBMITTED)

    def run(self, at: datetime) -> int:
        return remind_of_due_steps(self.work, SEALER, at=at, now=at)

    @property
    def told(self) -> list[list[str]]:
        return [self.work.messages.kinds_for(each) for each in (self.here, self.there, self.officer)]


def test_the_one_whose_turn_it_is_is_reminded_once() -> None:
    district = District()
    district.hear(an_event())

    counts = [district.run(nine(FRIDAY) + timedelta(minutes=each)) for each in (-1, 0, 1)]

    (message,) = district.work.messages.kept
    assert counts == [0, 1, 0]
    assert district.told == [["step_due_soon"], [], []]
    assert message.facts == {"about": "declaration", "step": 0, "due_on": MONDAY}
    assert message.subject_id == UUID(int=7)


def test_when_it_is_overdue_the_officers_are_told_as_well_and_once() -> None:
    district = District()
    district.hear(an_event())
    district.run(nine(FRIDAY))

    counts = [district.run(nine(date(2026, 11, 24)) + timedelta(days=each)) for each in (0, 1)]

    assert counts == [1, 0]
    assert district.told == [["step_due_soon", "step_overdue"], [], ["step_overdue"]]


def test_a_reminder_that_comes_too_late_is_left_out() -> None:
    district = District()
    district.hear(an_event())

    district.run(nine(date(2026, 11, 25)))
    district.run(nine(date(2026, 11, 26)))

    assert district.told[0] == ["step_overdue"]


def test_an_officer_who_has_the_step_himself_is_told_once_that_it_is_overdue() -> None:
    district = District()
    district.hear(an_event(step=1, acting_role="city_officer", acting_division=None))

    district.run(nine(date(2026, 11, 24)))

    assert district.told == [[], [], ["step_overdue"]]


def test_nobody_is_reminded_of_what_was_returned_meanwhile() -> None:
    district = District()
    district.hear(an_event())
    district.hear(an_event(DeclarationReturned, sequence=4, state="returned", acting_role=None, due_on=None))

    assert district.run(nine(date(2026, 11, 30))) == 0


def test_what_the_registry_reviews_itself_is_due_as_well_until_the_step_is_taken() -> None:
    work, packs = a_pool()
    _, enrolment_id = a_recommendation(work, packs)
    waiting = work.due_steps.find(enrolment_id)
    reviewed(work, packs, a_district(ZHONGSHAN_DISTRICT), enrolment_id)
    passed_on = work.due_steps.find(enrolment_id)

    assert waiting is not None
    assert waiting.step is not None
    assert (waiting.about, waiting.step.role, waiting.step.division) == (
        "registry",
        "district_reviewer",
        ZHONGSHAN_DISTRICT,
    )
    assert waiting.escalate_at is not None
    assert passed_on is not None
    assert passed_on.step is None  # the city's step has no term


def test_a_city_says_how_early_and_what_it_did_not_say_is_a_day_before() -> None:
    assert CitySettings.unsettled(CITY).reminder_working_days == 1
    assert {kind.group for kind in (KINDS["step_due_soon"], KINDS["step_overdue"])} == {Group.DUE_SOON}
