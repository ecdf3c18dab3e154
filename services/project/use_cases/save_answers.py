"""The applicant saves one page of a stage's form or of the undertaking, at any time, however incomplete."""

from __future__ import annotations

from typing import Any

from chassis.clock import Clock
from contracts.sealed import Sealer
from policy.packs import Packs
from services.project.domain.drafting import save_page, with_names
from services.project.domain.shown_project import Shown
from services.project.use_cases.load import Asked, acted
from services.project.use_cases.ports import Unit


def save_answers(
    uow: Unit, packs: Packs, clock: Clock, sealer: Sealer, asked: Asked, *, page: str, answers: dict[str, Any]
) -> Shown:
    """What is wrong or missing is shown and saved all the same; refused is only what no draft can hold.

    A page of the undertaking is `undertaking.<page>`; the liaison persons' phones are sealed.
    """
    loaded = acted(uow, packs, asked)
    rules = loaded.rules
    saved = save_page(loaded.project, loaded.stage, rules, sealer, page, answers)
    known = loaded.around(uow, saved)
    saved = with_names(saved, saved.stages[rules.name], rules, known)
    uow.projects.save(saved)
    uow.audit.record(asked.actor, "save_answers", saved, stage=rules.name, page=page, **loaded.agency)
    return loaded.shown(saved, at=clock.now(), known=known)
