"""Dossiers in every state, with everything that a test does not speak of already in place.

The review route is the one of Dalian (DL4): the district within 3 working days, then a third party for
the city without a stated limit. The week that tests live in begins on Monday, 2 November 2026, without holidays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from casework.attachments import attach
from casework.days import CHINA
from casework.dossier import Attachment, CorrectionItem, Dossier, ItemKind, Verdict
from casework.drafting import confirm_statement, save_answers, start
from casework.endings import void, withdraw
from casework.filing import submit
from casework.ports import Route
from casework.reviews import Judgement, review
from casework.states import State
from contracts.actor import Actor
from contracts.refusal import Problem
from contracts.working_days import WorkingDays
from policy.refs import PackRef

MONDAY = datetime(2026, 11, 2, 10, tzinfo=CHINA)
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
CALENDAR = WorkingDays(confirmed_years=frozenset({2026}))

PACK = PackRef(city="dalian", programme_year="sme-digital-2024", version="1", sha256="ab" * 32)
ENTERPRISE, DISTRICT_BUREAU, ASSESSMENT_FIRM = UUID(int=10), UUID(int=20), UUID(int=30)
CLERK = Actor(account_id=UUID(int=11), city="dalian", roles=frozenset({"enterprise"}), organisation_id=ENTERPRISE)
DISTRICT = Actor(
    account_id=UUID(int=21), city="dalian", roles=frozenset({"district_reviewer"}), organisation_id=DISTRICT_BUREAU
)
ASSESSOR = Actor(
    account_id=UUID(int=31), city="dalian", roles=frozenset({"third_party_assessor"}), organisation_id=ASSESSMENT_FIRM
)
OFFICER = Actor(account_id=UUID(int=41), city="dalian", roles=frozenset({"city_officer"}))

ANSWERS: Mapping[str, Any] = {
    "basic": {"name": "大连某轴承厂", "revenue_wan_yuan": "1200.5"},
    "needs": {"scenarios": [{"scenario": "production", "description": "排产"}]},
}
STATEMENT = "c0ffee"
SCAN_SLOT, LICENCE_SLOT = "sealed_scan", "licence"
PAGES = {"basic": "digest-of-basic", "needs": "digest-of-needs"}


@dataclass(frozen=True)
class AStep:
    step: str = "preliminary_review"
    role: str = "district_reviewer"
    division_level: str | None = "district"
    working_days: int | None = 3
    outcomes: Collection[str] = frozenset({"approved", "returned", "rejected"})


@dataclass(frozen=True)
class ARoute:
    steps: Sequence[AStep] = (
        AStep(),
        AStep(step="recheck", role="third_party_assessor", division_level="city", working_days=None),
    )
    begins_anew_after_return: bool = False

    def next_index(self, index: int) -> int | None:
        return index + 1 if index + 1 < len(self.steps) else None

    def index_after_return(self, index: int) -> int:
        return 0 if self.begins_anew_after_return else index


@dataclass(frozen=True)
class AForm:
    """A form in which `needs.other_text` is required, and only then visible, where `needs.kind` is `other`."""

    asked: list[Mapping[str, Any]] = field(default_factory=list)

    def problems(self, answers: Mapping[str, Any], complete: bool) -> list[Problem]:
        self.asked.append(answers)
        needs = answers.get("needs", {})
        is_other, has_text = needs.get("kind") == "other", bool(needs.get("other_text"))
        if is_other == has_text or not complete:
            return []
        return [Problem(code="required" if is_other else "not_visible", field="answers.needs.other_text")]


ROUTE = ARoute()


def a_file(number: int = 1, *, at: datetime = MONDAY, **members: Any) -> Attachment:
    given = {
        "id": UUID(int=100 + number),
        "sha256": f"{number:064x}",
        "size": 4096,
        "media_type": "application/pdf",
        "name": f"文件{number}.pdf",
        "uploaded_at": at,
        "uploaded_by": CLERK.account_id,
    }
    return Attachment(**{**given, **members})


def a_scan(number: int = 9, pages: Mapping[str, str] | None = None) -> Attachment:
    return a_file(number, stamps=PAGES if pages is None else pages)


def an_item(name: str = "basic.revenue_wan_yuan", kind: ItemKind = ItemKind.FIELD) -> CorrectionItem:
    return CorrectionItem(kind=kind, name=name, reason_code="not_as_audited", text="与审计报告不一致")


APPROVAL = Judgement(verdict=Verdict.APPROVED, opinion="同意")
RETURN = Judgement(verdict=Verdict.RETURNED, opinion="请补正", items=(an_item(),))
REJECTION = Judgement(verdict=Verdict.REJECTED, opinion="不属于试点行业", reason_code="not_eligible")


def a_return(*items: CorrectionItem) -> Judgement:
    return Judgement(verdict=Verdict.RETURNED, opinion="请补正", items=items)


def a_draft() -> Dossier:
    draft = start(applicant_id=ENTERPRISE, pack=PACK, form="declaration", at=MONDAY)
    for page, answers in ANSWERS.items():
        draft = save_answers(draft, page, answers)
    draft = attach(draft, LICENCE_SLOT, a_file())
    draft = attach(draft, SCAN_SLOT, a_scan())
    return confirm_statement(draft, by=CLERK.account_id, at=MONDAY, text_version=STATEMENT)


def submitted(dossier: Dossier, *, at: datetime = MONDAY, route: Route = ROUTE, **given: Any) -> Dossier:
    return submit(dossier, route, CALENDAR, **{"by": CLERK, "at": at, "statement_version": STATEMENT, **given})


def reviewed(
    dossier: Dossier,
    judgement: Judgement = APPROVAL,
    *,
    by: Actor = DISTRICT,
    at: datetime = MONDAY,
    route: Route = ROUTE,
) -> Dossier:
    return review(dossier, route, CALENDAR, judgement, by=by, at=at)


def in_review(at: datetime = MONDAY) -> Dossier:
    return submitted(a_draft(), at=at)


def returned(*items: CorrectionItem, at: datetime = MONDAY) -> Dossier:
    return reviewed(in_review(), a_return(*items or (an_item(),)), at=at)


def a_dossier(state: State) -> Dossier:
    """One in each state, reached by what people do."""
    built: dict[State, Callable[[], Dossier]] = {
        State.DRAFT: a_draft,
        State.IN_REVIEW: in_review,
        State.RETURNED: returned,
        State.APPROVED: lambda: reviewed(reviewed(in_review()), by=ASSESSOR),
        State.REJECTED: lambda: reviewed(in_review(), REJECTION),
        State.WITHDRAWN: lambda: withdraw(in_review(), by=CLERK, at=MONDAY),
        State.VOIDED: lambda: void(in_review(), by=OFFICER, at=MONDAY, reason_code="revoked", text="企业已注销"),
    }
    return built[state]()
