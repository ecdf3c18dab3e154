"""Public notice (公示): a line is clear when the period is over and no objection to it is open or upheld (DL10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from casework.days import CHINA
from casework.public_notice import (
    NOTICE_TRANSITIONS,
    OBJECTION_TRANSITIONS,
    NoticeAction,
    NoticeLine,
    NoticePeriod,
    NoticeState,
    Objection,
    ObjectionAction,
    ObjectionState,
    PeriodUnit,
    PublicNotice,
    close_notice,
    decide_objection,
    line_is_clear,
    must_be_clear,
    open_notice,
    raise_objection,
    recompute_closing,
)
from casework.refusals import LineUnderObjection, NoticeNotOpen, NoticeStillOpen
from casework.states import move, state_diagram
from contracts.money import Money
from contracts.refusal import ActionNotAllowed, Invalid, NotFound
from contracts.sealed import Sealed
from contracts.working_days import WorkingDays
from tests.unit.casework.builders import A_DAY, CALENDAR, MONDAY, OFFICER

FIRST_LINE, SECOND_LINE, OBJECTION = UUID(int=1), UUID(int=2), UUID(int=9)
ITS_END = datetime(2026, 11, 10, tzinfo=CHINA)  # five working days from Monday: to the end of Monday, 9 November
A_SECOND = timedelta(seconds=1)


def a_line(line_id: UUID) -> NoticeLine:
    return NoticeLine(id=line_id, title="大连某轴承厂", case_id=UUID(int=70), amount_fen=Money.wan_yuan("20"))


def a_planned_notice(days: int = 5, unit: PeriodUnit = PeriodUnit.WORKING_DAY) -> PublicNotice:
    return PublicNotice(
        title="资金分配方案公示",
        period=NoticePeriod(days=days, unit=unit),
        lines=(a_line(FIRST_LINE), a_line(SECOND_LINE)),
    )


def an_open_notice(at: datetime = MONDAY, **period: Any) -> PublicNotice:
    return open_notice(a_planned_notice(**period), CALENDAR, at=at)


def an_objection(**members: Any) -> Objection:
    contact = Sealed(key_id="2026", box="c2VhbGVk", last4="1234")
    given = {"id": OBJECTION, "raised_by": "王某", "text": "设备未投用", "contact": contact, "at": MONDAY + A_DAY}
    return Objection(**{**given, **members})


def under_objection() -> PublicNotice:
    return raise_objection(an_open_notice(), FIRST_LINE, an_objection())


def decided(*, is_upheld: bool, notice: PublicNotice | None = None) -> PublicNotice:
    return decide_objection(
        notice or under_objection(),
        OBJECTION,
        is_upheld=is_upheld,
        findings="经现场核查",
        by=OFFICER,
        at=MONDAY + 2 * A_DAY,
    )


@pytest.mark.parametrize("state", NoticeState)
@pytest.mark.parametrize("action", NoticeAction)
def test_a_notice_moves_only_by_its_table(state: NoticeState, action: NoticeAction) -> None:
    if (state, action) in NOTICE_TRANSITIONS:
        assert move(NOTICE_TRANSITIONS, state, action) in NoticeState
    else:
        with pytest.raises(ActionNotAllowed):
            move(NOTICE_TRANSITIONS, state, action)


@pytest.mark.parametrize("state", ObjectionState)
@pytest.mark.parametrize("action", ObjectionAction)
def test_an_objection_moves_only_by_its_table(state: ObjectionState, action: ObjectionAction) -> None:
    if (state, action) in OBJECTION_TRANSITIONS:
        assert move(OBJECTION_TRANSITIONS, state, action) in ObjectionState
    else:
        with pytest.raises(ActionNotAllowed):
            move(OBJECTION_TRANSITIONS, state, action)


def test_the_diagram_of_a_notice_ends_where_it_is_closed() -> None:
    assert "    closed --> [*]\n" in state_diagram(NOTICE_TRANSITIONS, start=NoticeState.PLANNED)


def test_a_notice_of_five_working_days_ends_with_the_fifth_day_after_its_publication() -> None:
    notice = an_open_notice()

    assert (notice.opens_on, notice.closes_on, notice.closes_at) == (MONDAY.date(), date(2026, 11, 9), ITS_END)


def test_a_notice_of_seven_days_counts_the_weekend() -> None:
    assert an_open_notice(days=7, unit=PeriodUnit.DAY).closes_on == date(2026, 11, 9)


def test_a_planned_notice_has_no_end_yet() -> None:
    planned = a_planned_notice()

    assert (planned.opens_on, planned.closes_on, planned.closes_at) == (None, None, None)
    with pytest.raises(NoticeStillOpen):
        must_be_clear(planned, FIRST_LINE, at=MONDAY + 400 * A_DAY)


def test_one_second_before_its_end_the_notice_is_still_open() -> None:
    notice = an_open_notice()

    with pytest.raises(NoticeStillOpen) as refused:
        must_be_clear(notice, FIRST_LINE, at=ITS_END - A_SECOND)

    assert refused.value.facts == {"closes_on": "2026-11-09", "closes_at": "2026-11-10T00:00:00+08:00"}
    assert not line_is_clear(notice, FIRST_LINE, at=ITS_END - A_SECOND)


def test_at_its_end_a_line_without_an_objection_is_clear_whether_the_timer_came_or_not() -> None:
    notice = an_open_notice()

    must_be_clear(notice, FIRST_LINE, at=ITS_END)
    assert line_is_clear(notice, FIRST_LINE, at=ITS_END)
    assert line_is_clear(close_notice(notice, at=ITS_END), FIRST_LINE, at=ITS_END)


def test_a_notice_is_closed_after_its_end_and_not_before() -> None:
    assert close_notice(an_open_notice(), at=ITS_END).closed_at == ITS_END
    with pytest.raises(NoticeStillOpen):
        close_notice(an_open_notice(), at=ITS_END - A_SECOND)


def test_an_objection_holds_its_own_line_and_no_other() -> None:
    notice = under_objection()

    assert not line_is_clear(notice, FIRST_LINE, at=ITS_END)
    assert line_is_clear(notice, SECOND_LINE, at=ITS_END)
    with pytest.raises(LineUnderObjection) as refused:
        must_be_clear(notice, FIRST_LINE, at=ITS_END)
    assert refused.value.facts == {"line_id": str(FIRST_LINE), "objections": [str(OBJECTION)]}


def test_an_objection_that_is_not_upheld_lets_its_line_go() -> None:
    notice = decided(is_upheld=False)

    assert line_is_clear(notice, FIRST_LINE, at=ITS_END)
    assert not line_is_clear(notice, FIRST_LINE, at=ITS_END - A_SECOND)


def test_an_objection_that_is_upheld_holds_its_line_for_good() -> None:
    notice = decided(is_upheld=True)

    assert not line_is_clear(notice, FIRST_LINE, at=ITS_END + 400 * A_DAY)
    assert line_is_clear(notice, SECOND_LINE, at=ITS_END)


def test_one_dismissed_objection_does_not_free_a_line_from_another() -> None:
    other = an_objection(id=UUID(int=10))
    both = raise_objection(under_objection(), FIRST_LINE, other)

    assert not line_is_clear(decided(is_upheld=False, notice=both), FIRST_LINE, at=ITS_END)


def test_a_decision_records_its_findings_and_who_made_it() -> None:
    objection = decided(is_upheld=True).line(FIRST_LINE).objections[0]

    assert (objection.state, objection.findings) == (ObjectionState.UPHELD, "经现场核查")
    assert (objection.decided_by, objection.decided_at) == (OFFICER.account_id, MONDAY + 2 * A_DAY)


def test_an_objection_can_be_decided_after_the_notice_was_closed() -> None:
    closed = close_notice(under_objection(), at=ITS_END)

    assert line_is_clear(decided(is_upheld=False, notice=closed), FIRST_LINE, at=ITS_END)


def test_an_objection_is_decided_once_with_findings_and_only_if_there_is_one() -> None:
    with pytest.raises(ActionNotAllowed):
        decided(is_upheld=True, notice=decided(is_upheld=False))
    with pytest.raises(Invalid):
        decide_objection(under_objection(), OBJECTION, is_upheld=True, findings=" ", by=OFFICER, at=MONDAY)
    with pytest.raises(NotFound):
        decided(is_upheld=True, notice=an_open_notice())


@pytest.mark.parametrize(
    "notice", [a_planned_notice(), an_open_notice(MONDAY - 30 * A_DAY), close_notice(an_open_notice(), at=ITS_END)]
)
def test_an_objection_before_the_opening_or_after_the_end_is_refused(notice: PublicNotice) -> None:
    with pytest.raises(NoticeNotOpen):
        raise_objection(notice, FIRST_LINE, an_objection())


def test_an_objection_in_the_last_second_is_in_time() -> None:
    notice = raise_objection(an_open_notice(), FIRST_LINE, an_objection(at=ITS_END - A_SECOND))

    assert len(notice.line(FIRST_LINE).objections) == 1


def test_an_objection_names_its_line_its_author_and_its_reason() -> None:
    with pytest.raises(NotFound):
        raise_objection(an_open_notice(), UUID(int=404), an_objection())
    with pytest.raises(Invalid) as refused:
        raise_objection(an_open_notice(), FIRST_LINE, an_objection(raised_by="", text=" "))
    assert [problem.field for problem in refused.value.problems] == ["raised_by", "text"]


def test_a_notice_without_lines_is_not_published_and_none_is_published_twice() -> None:
    with pytest.raises(Invalid):
        open_notice(replace(a_planned_notice(), lines=()), CALENDAR, at=MONDAY)
    with pytest.raises(ActionNotAllowed):
        open_notice(an_open_notice(), CALENDAR, at=MONDAY)


def test_a_day_that_becomes_free_extends_the_notice() -> None:
    calendar = WorkingDays(exceptions={date(2026, 11, 5): False}, confirmed_years=frozenset({2026}))

    assert recompute_closing(an_open_notice(), calendar, at=MONDAY).closes_on == date(2026, 11, 10)


def test_a_day_that_becomes_a_working_day_does_not_shorten_what_was_published() -> None:
    calendar = WorkingDays(exceptions={date(2026, 11, 7): True}, confirmed_years=frozenset({2026}))

    assert recompute_closing(an_open_notice(), calendar, at=MONDAY).closes_on == date(2026, 11, 9)


def test_a_notice_that_is_over_or_only_planned_does_not_move_with_the_calendar() -> None:
    calendar = WorkingDays(exceptions={date(2026, 11, 5): False})

    assert recompute_closing(an_open_notice(), calendar, at=ITS_END) == an_open_notice()
    assert recompute_closing(a_planned_notice(), calendar, at=MONDAY) == a_planned_notice()


def test_a_notice_into_an_unconfirmed_year_is_provisional_until_the_year_is_confirmed() -> None:
    december = datetime(2026, 12, 30, 9, tzinfo=CHINA)
    notice = an_open_notice(december)

    firm = recompute_closing(notice, WorkingDays(confirmed_years=frozenset({2026, 2027})), at=december)

    assert (notice.closes_on, notice.is_provisional) == (date(2027, 1, 7), True)
    assert (firm.closes_on, firm.is_provisional) == (date(2027, 1, 7), False)


def test_a_period_of_no_days_and_two_lines_of_one_id_are_bugs() -> None:
    with pytest.raises(ValueError, match="not a notice period"):
        NoticePeriod(days=0, unit=PeriodUnit.DAY)
    with pytest.raises(ValueError, match="id of its own"):
        replace(a_planned_notice(), lines=(a_line(FIRST_LINE), a_line(FIRST_LINE)))
