"""The applicant saves one page of the filing form or of the undertaking, at any time, however incomplete."""

from __future__ import annotations

from typing import Any

from contracts.sealed import Sealer
from policy.packs import Packs
from services.project.domain.drafting import save_page, with_names
from services.project.domain.shown_project import Shown
from services.project.use_cases.load import Asked, own
from services.project.use_cases.ports import Unit


def save_answers(uow: Unit, packs: Packs, sealer: Sealer, asked: Asked, *, page: str, answers: dict[str, Any]) -> Shown:
    """What is wrong or missing is shown and saved all the same; refused is only what no draft can hold.

    A page of the undertaking is `undertaking.<page>`; the liaison persons' phones are sealed.
    """
    loaded = own(uow, packs, asked)
    saved = save_page(loaded.project, loaded.rules, sealer, page, answers)
    known = loaded.around(uow, saved)
    saved = with_names(saved, loaded.rules, known)
    uow.projects.save(saved)
    uow.audit.record(asked.actor, "save_answers", saved, page=page)
    return loaded.shown(saved, asked.actor, known)
