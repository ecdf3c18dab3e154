"""Warnings (预警) about enterprises, by what checks found, and their end (XB8)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from contracts.refusal import ActionNotAllowed, Invalid, NotFound, StaleVersion
from services.project.domain.warning import Grounds, WarningEffect
from services.project.use_cases.issue_warning import issue_warning
from services.project.use_cases.lift_warning import lift_warning
from tests.builders_project import OFFICER, an_id, an_institution, an_organisation
from tests.desk_project import Desk, Shown

ARTICLE = "工作方案 六、（二）"


def warn(desk: Desk, project: Shown | None = None, enterprise_id: UUID | None = None, **given: Any) -> Shown:
    grounds = Grounds(**{"effect": WarningEffect.SUSPEND, "reason": " 虚假改造 ", "article": ARTICLE} | given)
    return issue_warning(
        desk.uow,
        desk.clock,
        OFFICER,
        enterprise_id=enterprise_id or an_organisation().id,
        project_id=UUID(project["id"]) if project else None,
        grounds=grounds,
    )


def lift(desk: Desk, warning: Shown, reason: str = "已整改", version: int | None = None) -> Shown:
    about: dict[str, Any] = {"reason": reason, "expected_version": version}
    return lift_warning(desk.uow, desk.clock, OFFICER, UUID(warning["id"]), **about)


def finding_of(shown: Shown) -> UUID:
    return UUID(shown["findings"][-1]["id"])


def test_a_warning_rests_on_findings_against_the_enterprise_and_says_what_it_does_to_its_places() -> None:
    desk = Desk()
    checked = desk.find(desk.enrolled())

    shown = warn(desk, checked, finding_ids=(finding_of(checked),))

    event = desk.uow.outbox.events[-1]
    assert (event.NAME, event.effect, event.reason) == ("warning_issued", "suspend", "虚假改造")
    assert event.subject_id == event.applicant.id == an_organisation().id
    assert (shown["state"], shown["article"], shown["project_id"]) == ("open", ARTICLE, checked["id"])


def test_an_enterprise_is_warned_without_a_project() -> None:
    shown = warn(Desk(), effect=WarningEffect.NONE)

    assert (shown["project_id"], shown["division"]) == (None, an_organisation().division)


def test_all_that_a_warning_lacks_is_said_at_once() -> None:
    desk = Desk()
    of_provider = desk.find(desk.enrolled(), concerns="provider")

    with pytest.raises(Invalid) as refusal:
        warn(desk, of_provider, reason=" ", article="", finding_ids=(finding_of(of_provider), an_id("none")))

    assert {each.field: each.code for each in refusal.value.problems} == {
        "reason": "required",
        "article": "required",
        "finding_ids.0": "not_a_finding_against_it",
        "finding_ids.1": "not_a_finding_against_it",
    }
    assert desk.uow.warnings.kept == {}


def test_nobody_is_warned_about_a_project_of_somebody_else() -> None:
    desk = Desk()

    with pytest.raises(NotFound):
        warn(desk, desk.enrolled(), enterprise_id=an_institution().id)


def test_a_warning_is_lifted_once_with_a_reason() -> None:
    desk = Desk()
    warning = warn(desk)

    with pytest.raises(Invalid):
        lift(desk, warning, reason=" ")
    with pytest.raises(StaleVersion):
        lift(desk, warning, version=2)
    ended = lift(desk, warning, version=1)

    event = desk.uow.outbox.events[-1]
    assert (event.NAME, event.effect, event.sequence) == ("warning_lifted", "suspend", 2)
    assert (ended["state"], ended["lifting_reason"]) == ("lifted", "已整改")
    with pytest.raises(ActionNotAllowed):
        lift(desk, warning)
