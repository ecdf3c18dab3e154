"""Organisations, the changes that an officer decides, divisions and the calendar."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from chassis.config import Settings
from chassis.testing import a_clock
from contracts.refusal import ActionNotAllowed, Invalid, NotFound, StaleVersion
from contracts.working_days import WorkingDays
from services.registry.adapters.national_calendar import confirmed_years
from services.registry.adapters.size_table import size_classes_of
from services.registry.domain.calendar import CalendarYear, read_exceptions
from services.registry.domain.divisions import DivisionSpec, Level
from services.registry.domain.errors import CreditCodeRegistered, NothingToChange
from services.registry.domain.organisations import Kind, Profile, SizeClass
from services.registry.use_cases.change_profile import change_profile
from services.registry.use_cases.decide_change import decide_change
from services.registry.use_cases.put_calendar_year import put_calendar_year
from services.registry.use_cases.put_division import put_division
from services.registry.use_cases.register_institution import register_institution
from services.registry.use_cases.request_division_change import request_division_change
from services.registry.use_cases.request_name_change import request_name_change
from services.registry.use_cases.seed_city import seed_city
from services.registry.use_cases.withdraw_change import withdraw_change
from tests.builders_registry import (
    CODE,
    NOON,
    OTHER_CODE,
    SEALER,
    WHOLE_CITY,
    XIGANG_DISTRICT,
    ZHONGSHAN_DISTRICT,
    FakeSizeClasses,
    an_officer,
)
from tests.fakes_registry import FakeDivisions, FakeWork

CLOCK = a_clock(NOON)
WAN_YUAN_FEN = 1_000_000


@pytest.mark.parametrize(
    ("staff", "revenue_wan_yuan", "size_class"),
    [
        (1000, 40000, "large"),
        (5000, 39999, "medium"),
        (300, 2000, "medium"),
        (800, 1500, "small"),
        (20, 300, "small"),
        (400, 290, "micro"),
        (19, 5000, "micro"),
    ],
)
def test_the_size_class_is_computed_by_the_national_table(staff: int, revenue_wan_yuan: int, size_class: str) -> None:
    table = size_classes_of(Settings())

    found = table.of(Kind.ENTERPRISE, staff=staff, revenue_fen=revenue_wan_yuan * WAN_YUAN_FEN, on=date(2026, 11, 20))

    assert found == size_class


def test_a_size_class_needs_both_figures_and_an_industrial_enterprise() -> None:
    table = size_classes_of(Settings())

    for kind, staff, revenue in ((Kind.ENTERPRISE, None, 1), (Kind.ENTERPRISE, 1, None), (Kind.PROVIDER, 1, 1)):
        assert table.of(kind, staff=staff, revenue_fen=revenue, on=date(2026, 11, 20)) is None


def test_a_declared_size_class_that_differs_is_shown_and_blocks_nothing() -> None:
    work = FakeWork()
    _, _, actor = work.with_enterprise()
    profile = Profile(staff=80, revenue_fen=500 * WAN_YUAN_FEN, data_year=2025, declared_size_class=SizeClass.MEDIUM)

    shown = change_profile(work, FakeSizeClasses(), CLOCK, actor, profile, expected_version=1)

    (warning,) = shown["warnings"]
    (event,) = work.outbox.events
    assert (warning["code"], warning["inputs"]["declared"], warning["inputs"]["computed"]) == (
        "size_class_differs",
        "medium",
        "small",
    )
    assert (event.size_class, event.sequence) == ("small", 2)  # type: ignore[attr-defined]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten() -> None:
    work = FakeWork()
    _, _, actor = work.with_enterprise()
    change_profile(work, FakeSizeClasses(), CLOCK, actor, Profile(staff=1), expected_version=1)

    with pytest.raises(StaleVersion):
        change_profile(work, FakeSizeClasses(), CLOCK, actor, Profile(staff=2), expected_version=1)


def test_wrong_profile_are_named_at_once() -> None:
    work = FakeWork()
    _, _, actor = work.with_enterprise()
    wrong = Profile(staff=-1, revenue_fen=-1, data_year=2027, industry_code="x")

    with pytest.raises(Invalid) as refusal:
        change_profile(work, FakeSizeClasses(), CLOCK, actor, wrong, expected_version=None)

    fields = {problem.field for problem in refusal.value.problems}
    assert fields == {"staff", "revenue_fen", "data_year", "industry_code"}


def test_another_division_takes_effect_when_an_officer_approves_it() -> None:
    work = FakeWork()
    organisation, _, actor = work.with_enterprise()

    change = request_division_change(work, CLOCK, actor, division=XIGANG_DISTRICT, reason="搬迁")
    before = work.organisations.get(organisation.id).division
    decide_change(work, SEALER, CLOCK, an_officer(), _id(change), is_approved=True, opinion="情况属实", now=NOON)

    (event,) = work.outbox.events
    assert before == ZHONGSHAN_DISTRICT
    assert work.organisations.get(organisation.id).division == XIGANG_DISTRICT
    assert (event.NAME, event.division, event.sequence) == ("organisation_changed", XIGANG_DISTRICT, 2)  # type: ignore[attr-defined]


def test_a_rejected_or_withdrawn_change_changes_nothing_and_is_decided_once() -> None:
    work = FakeWork()
    organisation, _, actor = work.with_enterprise()
    rejected = request_division_change(work, CLOCK, actor, division=XIGANG_DISTRICT, reason="搬迁")
    withdrawn = request_name_change(work, CLOCK, actor, name="大连新名电子有限公司", reason="更名")

    decide_change(work, SEALER, CLOCK, an_officer(), _id(rejected), is_approved=False, opinion="材料不足", now=NOON)
    withdraw_change(work, CLOCK, actor, _id(withdrawn))

    assert work.organisations.get(organisation.id) == organisation
    for change in (rejected, withdrawn):
        with pytest.raises(ActionNotAllowed):
            decide_change(work, SEALER, CLOCK, an_officer(), _id(change), is_approved=True, opinion="", now=NOON)


def test_a_new_name_is_decided_too_and_the_old_one_is_kept() -> None:
    work = FakeWork()
    organisation, _, actor = work.with_enterprise()

    change = request_name_change(work, CLOCK, actor, name="大连新名电子有限公司", reason="更名")
    decide_change(work, SEALER, CLOCK, an_officer(), _id(change), is_approved=True, opinion="", now=NOON)

    assert work.organisations.get(organisation.id).name == "大连新名电子有限公司"
    assert work.organisations.former_names == [organisation.name]


def test_asking_for_what_is_so_already_is_refused() -> None:
    work = FakeWork()
    organisation, _, actor = work.with_enterprise()

    with pytest.raises(NothingToChange):
        request_division_change(work, CLOCK, actor, division=ZHONGSHAN_DISTRICT, reason="?")
    with pytest.raises(NothingToChange):
        request_name_change(work, CLOCK, actor, name=organisation.name, reason="?")
    with pytest.raises(Invalid):
        request_division_change(work, CLOCK, actor, division=WHOLE_CITY, reason="?")


def test_another_organisations_request_does_not_exist() -> None:
    work = FakeWork()
    _, _, actor = work.with_enterprise()
    _, _, stranger = work.with_enterprise(credit_code=OTHER_CODE)
    change = request_division_change(work, CLOCK, actor, division=XIGANG_DISTRICT, reason="搬迁")

    with pytest.raises(NotFound):
        withdraw_change(work, CLOCK, stranger, _id(change))


def test_an_officer_enters_institutions_and_nobody_enters_applicants_that_way() -> None:
    work = FakeWork()
    entered = register_institution(
        work, CLOCK, an_officer(), kind=Kind.INSTITUTION, name="某评测机构", credit_code=CODE, division=WHOLE_CITY
    )

    assert entered["kind"] == "institution"
    with pytest.raises(CreditCodeRegistered):
        register_institution(
            work, CLOCK, an_officer(), kind=Kind.AUTHORITY, name="某局", credit_code=CODE, division=WHOLE_CITY
        )
    with pytest.raises(Invalid):
        register_institution(
            work, CLOCK, an_officer(), kind=Kind.ENTERPRISE, name="某厂", credit_code=OTHER_CODE, division=WHOLE_CITY
        )


def test_a_division_is_added_and_changed_under_its_code() -> None:
    work = FakeWork()
    spec = DivisionSpec(code="210204", name="沙河口区", level=Level.DISTRICT, parent=WHOLE_CITY)

    put_division(work, CLOCK, an_officer(), spec)
    renamed = DivisionSpec(code="210204", name="沙河口", level=Level.DISTRICT, parent=WHOLE_CITY)
    shown = put_division(work, CLOCK, an_officer(), renamed)

    assert (shown["name"], shown["version"]) == ("沙河口", 2)
    assert [event.sequence for event in work.outbox.events] == [1, 2]
    with pytest.raises(NothingToChange):
        put_division(work, CLOCK, an_officer(), renamed)
    with pytest.raises(Invalid):
        put_division(work, CLOCK, an_officer(), DivisionSpec(code="21", name="?", level=Level.TOWN, parent="999999"))


def test_a_city_is_seeded_once_and_what_was_edited_stays() -> None:
    work = FakeWork(divisions=FakeDivisions())
    specs = (
        DivisionSpec(code=ZHONGSHAN_DISTRICT, name="中山区", level=Level.DISTRICT, parent=WHOLE_CITY),
        DivisionSpec(code=WHOLE_CITY, name="大连市", level=Level.CITY),
    )
    own = {date(2026, 10, 10): False, date(2027, 2, 8): False}

    first = seed_city(work, CLOCK, an_officer(), divisions=specs, national=confirmed_years(), exceptions=own)
    events = len(work.outbox.events)
    second = seed_city(work, CLOCK, an_officer(), divisions=specs, national=confirmed_years(), exceptions=own)

    assert first["divisions"] == [ZHONGSHAN_DISTRICT, WHOLE_CITY]
    assert (first["years"][0], first["years"][-1]) == (2004, 2027)
    assert second == {"divisions": [], "years": []}
    assert events == len(work.outbox.events) == 2 + 24
    kept = work.calendar.by_years([2026, 2027])
    assert confirmed_years()[2026][date(2026, 10, 10)] is True
    assert kept[2026].exceptions[date(2026, 10, 10)] is False
    assert (kept[2026].is_confirmed, kept[2027].is_confirmed) == (True, False)


def test_a_deadline_from_the_seeded_calendar_reaches_into_2027_and_says_that_it_is_provisional() -> None:
    year = confirmed_years()[2026]
    days = WorkingDays(exceptions=year, confirmed_years=frozenset({2026}))

    assert not days.is_working_day(date(2026, 10, 7))
    assert days.is_working_day(date(2026, 10, 10))
    assert days.is_working_day(date(2026, 2, 14))
    assert days.add(date(2026, 12, 18), 10).is_provisional
    assert days.is_working_day(date(2027, 1, 4))


def test_a_year_of_the_calendar_is_confirmed_when_its_notice_is_out() -> None:
    work = FakeWork()
    spring = {date(2027, 2, 8): False}

    put_calendar_year(work, CLOCK, an_officer(), 2027, is_confirmed=False, exceptions=spring, expected_version=None)
    shown = put_calendar_year(work, CLOCK, an_officer(), 2027, is_confirmed=True, exceptions=spring, expected_version=1)

    assert (shown["is_confirmed"], shown["exceptions"]) == (True, {"2027-02-08": False})
    assert [event.is_confirmed for event in work.outbox.events] == [False, True]  # type: ignore[attr-defined]
    with pytest.raises(StaleVersion):
        put_calendar_year(work, CLOCK, an_officer(), 2027, is_confirmed=False, exceptions={}, expected_version=1)
    with pytest.raises(NothingToChange):
        put_calendar_year(work, CLOCK, an_officer(), 2027, is_confirmed=True, exceptions=spring, expected_version=2)


def test_a_day_belongs_to_its_year_and_is_a_day() -> None:
    with pytest.raises(Invalid) as foreign:
        CalendarYear.first("dalian", 2027, is_confirmed=True, exceptions={date(2026, 1, 1): False})
    with pytest.raises(Invalid) as malformed:
        read_exceptions({"2027-02-30": False})

    assert foreign.value.problems[0].code == "day_of_another_year"
    assert malformed.value.problems[0].field == "exceptions.2027-02-30"


def _id(change: dict[str, object]) -> UUID:
    return UUID(str(change["id"]))
