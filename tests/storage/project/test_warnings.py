"""Warnings on PostgreSQL: kept, lifted, and read by whom they concern (XB8)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from contracts.actor import Actor
from gateway.schemas.project import warnings as schemas
from services.project.domain.warning import Grounds, WarningEffect
from services.project.storage.warnings import list_warnings
from services.project.use_cases.issue_warning import issue_warning
from services.project.use_cases.lift_warning import lift_warning
from tests.builders_declaration import OTHER_DISTRICT, STRANGER
from tests.builders_project import DISTRICT, ENTERPRISE, OFFICER, an_organisation
from tests.storage.project.conftest import RealDesk, as_answer

GROUNDS = Grounds(effect=WarningEffect.SUSPEND, reason="虚假改造", article="工作方案 六、（二）")


def warned(desk: RealDesk) -> dict[str, Any]:
    about: dict[str, Any] = {"enterprise_id": an_organisation().id, "project_id": None, "grounds": GROUNDS}
    answer: dict[str, Any] = desk.act(OFFICER, lambda uow: issue_warning(uow, desk.clock, OFFICER, **about))
    return answer


def read(desk: RealDesk, actor: Actor, after: str | None = None, **wanted: Any) -> dict[str, Any]:
    return list_warnings(desk.reading, actor, wanted, limit=2, after=after)


def ids(page: dict[str, Any]) -> set[str]:
    return {each["id"] for each in page["items"]}


def test_a_warning_is_kept_and_lifted_and_its_readers_are_those_whom_it_concerns(desk: RealDesk) -> None:
    warning = warned(desk)

    seen = [ids(read(desk, actor)) for actor in (OFFICER, DISTRICT, ENTERPRISE, OTHER_DISTRICT, STRANGER)]
    about: dict[str, Any] = {"reason": "已整改", "expected_version": 1}
    desk.act(OFFICER, lambda uow: lift_warning(uow, desk.clock, OFFICER, UUID(warning["id"]), **about))

    (kept,) = read(desk, ENTERPRISE)["items"]
    assert seen == [{warning["id"]}] * 3 + [set()] * 2
    assert as_answer(schemas.EnterpriseWarning, kept)["lifting_reason"] == "已整改"
    assert ids(read(desk, OFFICER, state="open")) == set()


def test_the_list_of_warnings_goes_on_where_it_stopped(desk: RealDesk) -> None:
    every = {warned(desk)["id"] for _ in range(3)}

    first = read(desk, OFFICER, applicant_id=an_organisation().id)
    rest = read(desk, OFFICER, first["next"], applicant_id=an_organisation().id)

    assert ids(first) | ids(rest) == every
    assert rest["next"] is None
