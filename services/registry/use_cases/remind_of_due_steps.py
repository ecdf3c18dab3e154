"""Whoever has a step that is due soon is reminded once; the officers are told once when it is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from contracts.permissions import PERMISSIONS
from contracts.sealed import Sealer
from services.registry.domain.accounts import Account
from services.registry.domain.due_steps import DueStep, Step
from services.registry.domain.notice_kinds import KINDS
from services.registry.domain.notices import Notice
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Work

BATCH = 100
OVERSEEING = "registry.read_overdue_steps"


def remind_of_due_steps(uow: Work, sealer: Sealer, *, at: datetime, now: datetime) -> int:
    """How many steps something was said about; `at` is business time, `now` real time. At most a hundred at once."""
    due = uow.due_steps.due(at, BATCH)
    for each in due:
        if each.is_to_escalate(at):
            _escalate(uow, sealer, each, at=at, now=now)
            uow.due_steps.put(each.escalated())
        elif each.step is not None:
            notice = _notice("step_due_soon", each, at)
            notify_accounts(uow, sealer, (notice, _on_desk(uow, each.step)), now=now)
            uow.due_steps.put(each.reminded())
    return len(due)


def _escalate(uow: Work, sealer: Sealer, due: DueStep, *, at: datetime, now: datetime) -> None:
    """Those who have it, and those who oversee it, each once."""
    if due.step is None:
        return
    people = [*_on_desk(uow, due.step), *uow.accounts.of_roles(sorted(PERMISSIONS[OVERSEEING]), None)]
    told = list({account.id: account for account in people}.values())
    notify_accounts(uow, sealer, (_notice("step_overdue", due, at), told), now=now)


def _on_desk(uow: Work, step: Step) -> Sequence[Account]:
    return uow.accounts.of_roles([step.role], step.division)


def _notice(kind: str, due: DueStep, at: datetime) -> Notice:
    return Notice(kind=KINDS[kind], case_id=due.case_id, subject_id=due.subject_id, facts=due.facts(), at=at)
