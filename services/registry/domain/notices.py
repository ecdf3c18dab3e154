"""What people are told of a case, in one short sentence each (ALL5). No amounts, no names, no personal data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from casework.states import State
from contracts.events.base import Event
from services.registry.domain.mail import Letter


class Audience(StrEnum):
    """Whom a kind of message concerns."""

    APPLICANT = "applicant"
    DISTRICT = "district"


@dataclass(frozen=True, kw_only=True)
class NoticeKind:
    """`name` is the event's, or says whose to-do it is; `by_mail` is what holds until a person chooses.

    `gives_reason`: what the officer wrote for the applicant to read goes with it.
    """

    name: str
    audience: Audience
    by_mail: bool
    chinese: str
    english: str
    gives_reason: bool = False


def _told(name: str, chinese: str, english: str, *, by_mail: bool = False, gives_reason: bool = False) -> NoticeKind:
    return NoticeKind(
        name=name,
        audience=Audience.APPLICANT,
        by_mail=by_mail,
        chinese=chinese,
        english=english,
        gives_reason=gives_reason,
    )


def _to_do(name: str, chinese: str, english: str) -> NoticeKind:
    return NoticeKind(name=name, audience=Audience.DISTRICT, by_mail=False, chinese=chinese, english=english)


_ALL: Final[tuple[NoticeKind, ...]] = (
    _told("declaration_submitted", "您的申报已提交，等待审核", "Your declaration was handed in and waits for review"),
    _told(
        "declaration_returned",
        "您的申报被退回，请按意见补正后重新提交",
        "Your declaration came back for correction",
        by_mail=True,
    ),
    _told("declaration_rejected", "您的申报未通过审核", "Your declaration was rejected", by_mail=True),
    _told("declaration_approved", "您的申报已通过审核", "Your declaration was approved", by_mail=True),
    _told("declaration_withdrawn", "您的申报已撤回", "Your declaration was taken back"),
    _told(
        "declaration_voided",
        "您的申报已被主管部门作废",
        "Your declaration was declared void by the authority",
        by_mail=True,
        gives_reason=True,
    ),
    _told(
        "pilot_listed",
        "贵单位已列入试点企业名单，可以办理立项备案",
        "You are on the pilot list and may file a project",
        by_mail=True,
    ),
    _told("pilot_delisted", "贵单位已被移出试点企业名单", "You were taken off the pilot list", by_mail=True),
    _told("project_filed", "您的项目备案已提交，等待审核", "Your project was filed and waits for review"),
    _told(
        "project_returned",
        "您的项目备案被退回，请按意见补正",
        "Your project filing came back for correction",
        by_mail=True,
    ),
    _told("project_rejected", "您的项目备案未通过审核", "Your project filing was rejected", by_mail=True),
    _told(
        "project_stage_approved", "您的项目有一个阶段已通过审核", "A stage of your project was approved", by_mail=True
    ),
    _told("project_enrolled", "您的项目已完成备案", "Your project is filed", by_mail=True),
    _told("project_completed", "您的项目已完工", "Your project is completed"),
    _told("acceptance_requested", "您的验收申请已提交", "Your request for acceptance was handed in"),
    _told(
        "acceptance_returned",
        "您的验收材料被退回，请补正",
        "Your acceptance materials came back for correction",
        by_mail=True,
    ),
    _told(
        "rectification_ordered",
        "您的项目须整改后重新申请验收",
        "Your project has to be improved and accepted again",
        by_mail=True,
    ),
    _told("acceptance_passed", "您的项目已通过验收", "Your project was accepted", by_mail=True),
    _told("acceptance_failed", "您的项目未通过验收", "Your project was not accepted", by_mail=True),
    _told("award_computed", "您的奖补金额已核算，请登录查看", "Your award was computed; sign in to see it"),
    _told("tranche_released", "您的奖补资金已下达，等待拨付", "The money of your award was released and will be paid"),
    _told("tranche_paid", "您的奖补资金已拨付，请查收", "Your award was paid", by_mail=True),
    _told(
        "tranche_returned",
        "您的奖补资金被银行退回，请核对收款账户",
        "The bank sent your award back: check the account",
        by_mail=True,
    ),
    _told(
        "recovery_opened",
        "主管部门要求退还已拨付的奖补资金，请登录查看依据和金额",
        "Money that was paid to you is claimed back; sign in to see why and how much",
        by_mail=True,
    ),
    _told("recovery_settled", "奖补资金退还已结清", "What was claimed back from you is settled", by_mail=True),
    _told(
        "honour_granted",
        "贵单位的项目已登记为仅授予荣誉，不拨付资金",
        "Your project has the honour only: nothing is paid for it",
        by_mail=True,
    ),
    _told("declaration_passed_on", "您的申报已进入下一审核环节", "Your declaration went on to the next review"),
    _told("project_passed_on", "您的项目备案已进入下一审核环节", "Your project filing went on to the next review"),
    _told("acceptance_passed_on", "您的验收申请已进入下一环节", "Your request for acceptance went on to the next step"),
    _told("change_approved", "您申请的变更已获批准", "The change that you asked for was approved", by_mail=True),
    _told("change_rejected", "您申请的变更未获批准", "The change that you asked for was rejected", by_mail=True),
    _told("provider_approved", "贵单位已进入服务商资源池", "You are in the provider pool", by_mail=True),
    _told("provider_returned", "您的入库申请被退回，请补正", "Your application for the pool came back", by_mail=True),
    _told("provider_rejected", "您的入库申请未通过审核", "Your application for the pool was rejected", by_mail=True),
    _told("provider_suspended", "贵单位的服务商资格已暂停", "You are suspended from the provider pool", by_mail=True),
    _told("provider_reinstated", "贵单位的服务商资格已恢复", "You are back in the provider pool", by_mail=True),
    _told("provider_removed", "贵单位已被移出服务商资源池", "You were taken out of the provider pool", by_mail=True),
    _told("product_listed", "您的产品已列入目录", "Your product is in the catalogue", by_mail=True),
    _told("product_declined", "您的产品未列入目录", "Your product was not taken into the catalogue", by_mail=True),
    _told("payee_account_confirmed", "您的收款账户已确认", "Your account for payment was confirmed"),
    _to_do("declaration_to_review", "有申报等待本区审核", "A declaration waits for your district's review"),
    _to_do("project_to_review", "有项目备案等待本区审核", "A project filing waits for your district's review"),
    _to_do("acceptance_to_review", "有验收申请等待本区审核", "An acceptance waits for your district's check"),
)
KINDS: Final[Mapping[str, NoticeKind]] = {kind.name: kind for kind in _ALL}

_TO_DO_OF: Final[Mapping[str, str]] = {
    "declaration_submitted": "declaration_to_review",
    "project_filed": "project_to_review",
    "acceptance_requested": "acceptance_to_review",
}
_PASSED_ON: Final[Mapping[str, str]] = {
    "declaration_submitted": "declaration_passed_on",
    "project_filed": "project_passed_on",
    "acceptance_requested": "acceptance_passed_on",
}
"""These events come again with every step of the route: only the first one is the applicant's own act."""

_BY_STATE: Final[Mapping[tuple[str, str], str]] = {
    ("declaration_withdrawn", State.VOIDED): "declaration_voided",
}
"""These events tell of different acts: the state says which."""

_SHOWN_FACTS: Final = ("state", "due_on", "filing_number", "step", "stage")
"""What of an event goes into a message: where the case is, never how much and never whose."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message to one account. `subject_id` is the thing that it is about, `case_id` its case."""

    id: UUID
    city: str
    account_id: UUID
    kind: str
    case_id: UUID | None
    subject_id: UUID
    facts: Mapping[str, Any]
    written_at: datetime
    read_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What is told, before it is addressed to anybody."""

    kind: NoticeKind
    case_id: UUID | None = None
    subject_id: UUID
    facts: Mapping[str, Any] = field(default_factory=dict)
    at: datetime

    def to(self, account_id: UUID, *, id: UUID, city: str) -> Message:  # noqa: A002
        """The message to one account."""
        return Message(
            id=id,
            city=city,
            account_id=account_id,
            kind=self.kind.name,
            case_id=self.case_id,
            subject_id=self.subject_id,
            facts=self.facts,
            written_at=self.at,
        )


def kind_for_applicant(event: Event) -> NoticeKind:
    """What the applicant is told of an event."""
    if not _is_first_step(event):
        return KINDS[_PASSED_ON.get(event.NAME, event.NAME)]
    return KINDS[_BY_STATE.get((event.NAME, getattr(event, "state", "")), event.NAME)]


def kind_for_district(event: Event) -> NoticeKind | None:
    """What the people of a division are told: only of what they have to review from now on."""
    name = _TO_DO_OF.get(event.NAME)
    is_theirs = _is_first_step(event) or getattr(event, "acting_division", None) is not None
    return KINDS[name] if name is not None and is_theirs else None


def division_to_tell(event: Event) -> str | None:
    """The division whose people have it now; before events said so, that was the applicant's."""
    acting: str | None = getattr(event, "acting_division", None)
    return acting or getattr(event, "division", None)


def _is_first_step(event: Event) -> bool:
    return getattr(event, "step", None) in (None, 0)


def facts_of(event: Event, kind: NoticeKind) -> dict[str, Any]:
    """The few facts of an event that a message of this kind shows."""
    names = (*_SHOWN_FACTS, "reason") if kind.gives_reason else _SHOWN_FACTS
    return {name: value for name in names if (value := getattr(event, name, None)) is not None}


def letter_of(notice: Notice) -> Letter:
    """The mail that goes with a message: the sentence, the reason where there is one, and where to look."""
    kind = notice.kind
    reason = f"\n原因 / Reason: {notice.facts['reason']}\n" if kind.gives_reason else ""
    return Letter(
        subject=f"数字化转型试点平台：{kind.chinese}",
        text=f"""{kind.chinese}。请登录平台查看详情。
{kind.english}. Sign in to the platform for the details.
{reason}
您可以在平台的通知设置中关闭此类邮件。
You can turn off mails of this kind in your notification preferences.
""",
    )
