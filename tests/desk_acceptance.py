"""An enrolled project and the people around its acceptance; what they do there, in short.

The same acts run on fakes (unit tests) and, with `act` overridden, in real transactions (storage tests).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from casework.reviews import Judgement
from chassis.testing import a_clock
from contracts.actor import Actor
from contracts.events.declaration import CaseMovedToPack
from contracts.events.project import ProjectMovedToPack
from policy.canonical import canonical_json
from policy.packs import Pack, Packs
from services.acceptance.domain.acceptance import Acceptance
from services.acceptance.domain.rulebook import Rulebook
from services.acceptance.domain.shown import shown_acceptance
from services.acceptance.use_cases.assign_institution import assign_institution
from services.acceptance.use_cases.attach_file import attach_file
from services.acceptance.use_cases.attach_report import attach_report
from services.acceptance.use_cases.follow_division import follow_division
from services.acceptance.use_cases.follow_pack import follow_pack, follow_pack_of_project
from services.acceptance.use_cases.ports import Unit
from services.acceptance.use_cases.remove_attachment import remove_attachment
from services.acceptance.use_cases.remove_report import remove_report
from services.acceptance.use_cases.review_acceptance import review_acceptance
from services.acceptance.use_cases.save_answers import save_answers
from services.acceptance.use_cases.save_paper import save_paper
from services.acceptance.use_cases.start_acceptance import start_acceptance
from services.acceptance.use_cases.submit_acceptance import submit_acceptance
from services.acceptance.use_cases.void_acceptance import void_acceptance
from services.acceptance.use_cases.withdraw_acceptance import withdraw_acceptance
from tests.builders_acceptance import (
    CASE,
    COMPLETE,
    PASSED,
    PROJECT,
    REPORTS,
    SLOTS,
    FakeUnit,
    a_project,
    a_request,
    an_audit,
    an_evaluation,
    an_upload,
)
from tests.builders_declaration import (
    ASSESSOR,
    CITY,
    DISTRICT,
    ENTERPRISE,
    NOON,
    OFFICER,
    SEALER,
    an_id,
    an_institution,
    dalian,
)

Shown = dict[str, Any]
Act = Callable[[Unit], Any]


class Desk:
    """Each method is one act of one person. `acceptance_id` is the text that an answer gave as `id`."""

    def __init__(self, *, at: datetime = NOON) -> None:
        self.clock = a_clock(at)
        self.shelf: dict[str, bytes] = {}
        self.packs = Packs(lambda sha256: self.shelf[sha256])
        self.shelve(dalian())
        self.open()

    def open(self) -> None:
        """Make the place in which things are kept, and what the others told."""
        self.uow = FakeUnit()

    def act(self, actor: Actor, act: Act) -> Any:
        """One use case in one transaction."""
        return act(self.uow)

    def shelve(self, pack: Pack) -> None:
        """Put a released pack where services find it."""
        self.shelf[pack.ref.sha256] = canonical_json(pack.compiled)

    def stored(self, acceptance_id: str) -> Acceptance:
        """An acceptance as it is now."""
        found: Acceptance = self.act(ENTERPRISE, lambda uow: uow.acceptances.get(UUID(acceptance_id)))
        return found

    def seen(self, acceptance_id: str, actor: Actor) -> Shown:
        """The acceptance as an actor reads it."""
        stored = self.stored(acceptance_id)
        return shown_acceptance(stored, Rulebook.of(self.packs.get(stored.dossier.pack)), actor)

    def start(self, actor: Actor = ENTERPRISE, project_id: UUID = PROJECT) -> str:
        """Begin. Gives the id."""
        shown = self.act(actor, lambda uow: start_acceptance(uow, self.packs, self.clock, actor, project_id))
        return str(shown["id"])

    def save(self, acceptance_id: str, actor: Actor = ENTERPRISE, *, page: str = "request", **answers: Any) -> Shown:
        given: dict[str, Any] = {"page": page, "answers": answers, "expected_version": None}
        return self._shown(
            actor, lambda uow: save_answers(uow, self.packs, SEALER, actor, UUID(acceptance_id), **given)
        )

    def attach(self, acceptance_id: str, slot: str, actor: Actor = ENTERPRISE, **upload: Any) -> Shown:
        given: dict[str, Any] = {"slot": slot, "file": an_upload(f"{slot}.pdf", **upload)}
        given |= {"replaces": (), "expected_version": None}
        return self._shown(
            actor, lambda uow: attach_file(uow, self.packs, self.clock, actor, UUID(acceptance_id), **given)
        )

    def remove(self, acceptance_id: str, attachment_id: str, actor: Actor = ENTERPRISE) -> Shown:
        given: dict[str, Any] = {"attachment_id": UUID(attachment_id), "expected_version": None}
        return self._shown(actor, lambda uow: remove_attachment(uow, self.packs, actor, UUID(acceptance_id), **given))

    def draft(self, actor: Actor = ENTERPRISE, project_id: UUID = PROJECT) -> str:
        """A request that only waits to be submitted."""
        acceptance_id = self.start(actor, project_id)
        self.save(acceptance_id, actor, **a_request())
        for slot in SLOTS:
            self.attach(acceptance_id, slot, actor)
        return acceptance_id

    def submit(self, acceptance_id: str, actor: Actor = ENTERPRISE, expected_version: int | None = None) -> Shown:
        given = {"expected_version": expected_version}
        return self._shown(
            actor, lambda uow: submit_acceptance(uow, self.packs, self.clock, actor, UUID(acceptance_id), **given)
        )

    def submitted(self, actor: Actor = ENTERPRISE, project_id: UUID = PROJECT) -> str:
        acceptance_id = self.draft(actor, project_id)
        self.submit(acceptance_id, actor)
        return acceptance_id

    def withdraw(self, acceptance_id: str, actor: Actor = ENTERPRISE) -> Shown:
        given: dict[str, Any] = {"text": "", "expected_version": None}
        return self._shown(
            actor,
            lambda uow: withdraw_acceptance(uow, self.packs, self.clock, actor, UUID(acceptance_id), **given),
        )

    def review(self, acceptance_id: str, judgement: Judgement, actor: Actor = DISTRICT) -> Shown:
        given: dict[str, Any] = {"judgement": judgement, "expected_version": None}
        return self._shown(
            actor, lambda uow: review_acceptance(uow, self.packs, self.clock, actor, UUID(acceptance_id), **given)
        )

    def assign(self, acceptance_id: str, actor: Actor = OFFICER, institution_id: UUID | None = None) -> Shown:
        given: dict[str, Any] = {"institution_id": institution_id or an_institution().id, "expected_version": None}
        return self._shown(
            actor, lambda uow: assign_institution(uow, self.packs, self.clock, actor, UUID(acceptance_id), **given)
        )

    def with_assessor(self) -> str:
        """Complete, and assigned."""
        acceptance_id = self.submitted()
        self.review(acceptance_id, COMPLETE)
        self.assign(acceptance_id)
        return acceptance_id

    def write(self, acceptance_id: str, form: str, page: str, answers: Shown, actor: Actor = ASSESSOR) -> Shown:
        given: dict[str, Any] = {"form": form, "page": page, "answers": answers, "expected_version": None}
        return self._shown(actor, lambda uow: save_paper(uow, self.packs, SEALER, actor, UUID(acceptance_id), **given))

    def report(self, acceptance_id: str, slot: str, actor: Actor = ASSESSOR, **upload: Any) -> Shown:
        given: dict[str, Any] = {"slot": slot, "file": an_upload(f"{slot}.pdf", **upload), "expected_version": None}
        return self._shown(
            actor, lambda uow: attach_report(uow, self.packs, self.clock, actor, UUID(acceptance_id), **given)
        )

    def remove_report(self, acceptance_id: str, attachment_id: UUID, actor: Actor = ASSESSOR) -> Shown:
        given: dict[str, Any] = {"attachment_id": attachment_id, "expected_version": None}
        return self._shown(actor, lambda uow: remove_report(uow, self.packs, actor, UUID(acceptance_id), **given))

    def assess(
        self, acceptance_id: str, *, evaluation: Shown | None = None, audit: dict[str, Shown] | None = None
    ) -> None:
        """Write everything that the step asks for."""
        self.write(acceptance_id, "evaluation", "evaluation", evaluation or an_evaluation())
        for page, answers in (audit or an_audit()).items():
            self.write(acceptance_id, "special_audit", page, answers)
        for slot in REPORTS:
            self.report(acceptance_id, slot)

    def assessed(self, **papers: Any) -> str:
        """With the assessor, everything written."""
        acceptance_id = self.with_assessor()
        self.assess(acceptance_id, **papers)
        return acceptance_id

    def pass_it(self, acceptance_id: str) -> Shown:
        return self.review(acceptance_id, PASSED, ASSESSOR)

    def void(self, acceptance_id: str, actor: Actor = OFFICER) -> Shown:
        given: dict[str, Any] = {"reason_code": "not_rectified", "text": "逾期未整改", "expected_version": None}
        return self._shown(
            actor, lambda uow: void_acceptance(uow, self.packs, self.clock, actor, UUID(acceptance_id), **given)
        )

    def move_case(self, pack: Pack, *, sequence: int = 9) -> None:
        """What happens when the case is moved to another pack version."""
        self.shelve(pack)
        event = CaseMovedToPack(
            city=CITY,
            aggregate_id=an_id("declaration"),
            case_id=CASE,
            sequence=sequence,
            at=self.clock.now(),
            actor=OFFICER.account_id,
            pack=pack.ref.text,
            pack_sha256=pack.ref.sha256,
            reason="政策调整",
        )
        self.act(Actor.system(CITY), lambda uow: follow_pack(uow, self.packs, event))

    def move_project(self, pack: Pack, *, sequence: int = 9, project_id: UUID = PROJECT) -> None:
        """What happens when a project that was begun under a call is moved to another pack version."""
        self.shelve(pack)
        known = a_project(id=project_id)
        event = ProjectMovedToPack(
            city=CITY,
            aggregate_id=project_id,
            case_id=CASE,
            sequence=sequence,
            at=self.clock.now(),
            actor=OFFICER.account_id,
            applicant=known.applicant,
            division=known.division,
            pack=pack.ref.text,
            pack_sha256=pack.ref.sha256,
            title=known.title,
            state="enrolled",
            reason="政策调整",
        )
        self.act(Actor.system(CITY), lambda uow: follow_pack_of_project(uow, self.packs, event))

    def follow_division(self, organisation_id: UUID) -> None:
        """What happens when the registry moved the enterprise."""
        self.act(Actor.system(CITY), lambda uow: follow_division(uow, self.clock, organisation_id))

    def _shown(self, actor: Actor, act: Act) -> Shown:
        shown: Shown = self.act(actor, act)
        return shown
