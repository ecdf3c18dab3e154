"""The use cases of the project service as short sentences: each method is one act of one person.

The same acts run on fakes (unit tests) and, with `act` overridden, in real transactions (storage tests).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from casework.reviews import Judgement
from contracts.actor import Actor
from services.project.domain.findings import Found
from services.project.domain.project import Project
from services.project.domain.rulebook import Rulebook
from services.project.use_cases.assign_institution import assign_institution
from services.project.use_cases.attach_file import attach_file
from services.project.use_cases.confirm_undertaking import confirm_undertaking
from services.project.use_cases.load import Asked
from services.project.use_cases.record_finding import record_finding
from services.project.use_cases.report_progress import Report, report_progress
from services.project.use_cases.review_project import review_project
from services.project.use_cases.save_answers import save_answers
from services.project.use_cases.start_project import start_project
from services.project.use_cases.submit_project import submit_project
from services.project.use_cases.terminate_project import terminate_project
from tests.builders_project import (
    APPROVAL,
    ASSESSOR,
    CASE,
    DISTRICT,
    ENTERPRISE,
    NOON,
    OFFICER,
    SEALER,
    SLOTS,
    a_clock,
    an_institution,
    an_upload,
    asked,
    dalian,
    good_pages,
    packs_with,
)
from tests.fakes_project import FakeUnit

Shown = dict[str, Any]
Act = Callable[[Any], Any]


class Desk:
    """`shown` is what an act returns; `project()` gives what is kept."""

    def __init__(self) -> None:
        self.packs = packs_with()
        self.clock = a_clock()
        self.open()

    def open(self) -> None:
        """Make the place in which things are kept, and what the others told."""
        self.uow = FakeUnit()

    def act(self, actor: Actor, act: Act) -> Any:
        """One use case in one transaction."""
        return act(self.uow)

    def project(self, shown: Shown) -> Project:
        found: Project = self.act(OFFICER, lambda uow: uow.projects.get(UUID(shown["id"])))
        return found

    def start(self) -> Shown:
        shown: Shown = self.act(
            ENTERPRISE, lambda uow: start_project(uow, self.packs, self.clock, ENTERPRISE, case_id=CASE)
        )
        return shown

    def save(self, shown: Shown, page: str, **answers: Any) -> Shown:
        who = asked(ENTERPRISE, shown["id"])
        return self._act(
            who, lambda uow: save_answers(uow, self.packs, self.clock, SEALER, who, page=page, answers=answers)
        )

    def confirm(self, shown: Shown) -> Shown:
        version = Rulebook(dalian()).first.commitment_version or ""
        who = asked(ENTERPRISE, shown["id"])
        return self._act(who, lambda uow: confirm_undertaking(uow, self.packs, self.clock, who, text_version=version))

    def attach(self, shown: Shown, slot: str, **upload: Any) -> Shown:
        who, code = asked(ENTERPRISE, shown["id"]), upload.pop("print_code", None)
        given: dict[str, Any] = {"slot": slot, "file": an_upload(f"{slot}.pdf", **upload), "print_code": code}
        return self._act(who, lambda uow: attach_file(uow, self.packs, self.clock, SEALER, who, replaces=(), **given))

    def draft(self, **pages: dict[str, Any]) -> Shown:
        """A filing that only waits to be submitted; `pages` replace good ones, `__` stands for the dot."""
        shown = self.start()
        changed = {page.replace("__", "."): answers for page, answers in pages.items()}
        for page, answers in (good_pages() | changed).items():
            shown = self.save(shown, page, **answers)
        for slot in SLOTS:
            shown = self.attach(shown, slot)
        return self.confirm(shown)

    def submit(self, shown: Shown) -> Shown:
        who = asked(ENTERPRISE, shown["id"])
        return self._act(who, lambda uow: submit_project(uow, self.packs, self.clock, who))

    def review(self, shown: Shown, actor: Actor, judgement: Judgement = APPROVAL) -> Shown:
        who = asked(actor, shown["id"])
        return self._act(who, lambda uow: review_project(uow, self.packs, self.clock, who, judgement=judgement))

    def assign(self, shown: Shown, actor: Actor = OFFICER, institution_id: UUID | None = None) -> Shown:
        who, chosen = asked(actor, shown["id"]), institution_id or an_institution().id
        return self._act(who, lambda uow: assign_institution(uow, self.packs, self.clock, who, institution_id=chosen))

    def enrolled(self, shown: Shown | None = None) -> Shown:
        """Submitted, passed by the district, rechecked by the institution."""
        shown = self.review(self.submit(shown or self.draft()), DISTRICT)
        return self.review(self.assign(shown), ASSESSOR)

    def report(self, shown: Shown, report: Report) -> Shown:
        who = asked(ENTERPRISE, shown["id"])
        return self._act(who, lambda uow: report_progress(uow, self.packs, self.clock, SEALER, who, report=report))

    def terminate(self, shown: Shown, actor: Actor = ENTERPRISE, reason: str = "企业放弃改造") -> Shown:
        who = asked(actor, shown["id"])
        return self._act(who, lambda uow: terminate_project(uow, self.packs, self.clock, who, reason=reason))

    def find(self, shown: Shown, actor: Actor = DISTRICT, **given: Any) -> Shown:
        """An authority records what a check found."""
        finding = {"found_on": NOON.date(), "place": "企业车间", "text": "设备未到场", "concerns": "applicant"} | given
        who = asked(actor, shown["id"])
        return self._act(who, lambda uow: record_finding(uow, self.packs, self.clock, who, found=Found(**finding)))

    def _act(self, who: Asked, act: Act) -> Shown:
        shown: Shown = self.act(who.actor, act)
        return shown
