"""Somebody chooses whether messages of a kind come by mail as well (ALL5: per kind and person)."""

from __future__ import annotations

from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from services.registry.domain.notices import KINDS
from services.registry.domain.views import Shown
from services.registry.use_cases.ports import Work


def choose_mail(uow: Work, actor: Actor, *, kind: str, by_mail: bool) -> Shown:
    """In the portal everything is shown anyway. Invalid for a kind that does not exist."""
    if kind not in KINDS:
        raise Invalid(problems=[Problem(code="not_an_option", field="kind")])
    uow.messages.choose_mail(actor.account_id, kind, by_mail=by_mail)
    return {"kind": kind, "by_mail": by_mail}
