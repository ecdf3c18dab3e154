"""A city in which a pack was released, its call is open and an enterprise is known; what people do there, in short.

The same acts run on fakes (unit tests) and, with `act` overridden, in real transactions (storage tests).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from casework.reviews import Judgement
from chassis.testing import SetClock, a_clock
from contracts.actor import Actor
from policy.canonical import canonical_json
from policy.packs import Pack, Packs
from services.declaration.domain.calls import call_id_of
from services.declaration.domain.declaration import Declaration
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_declaration import shown_declaration
from services.declaration.use_cases.assign_institution import assign_institution
from services.declaration.use_cases.attach_file import attach_file
from services.declaration.use_cases.close_call import close_call
from services.declaration.use_cases.close_due_notices import close_due_notices
from services.declaration.use_cases.confirm_statement import confirm_statement
from services.declaration.use_cases.decide_objection import decide_objection
from services.declaration.use_cases.delist_pilot import delist_pilot
from services.declaration.use_cases.move_case_to_pack import move_case_to_pack
from services.declaration.use_cases.open_notice import open_notice
from services.declaration.use_cases.ports import Unit
from services.declaration.use_cases.put_on_pilot_list import put_on_pilot_list
from services.declaration.use_cases.raise_objection import raise_objection
from services.declaration.use_cases.release_pack import release_pack
from services.declaration.use_cases.remove_attachment import remove_attachment
from services.declaration.use_cases.review_declaration import review_declaration
from services.declaration.use_cases.save_answers import save_answers
from services.declaration.use_cases.start_declaration import start_declaration
from services.declaration.use_cases.submit_declaration import submit_declaration
from services.declaration.use_cases.turn_due_calls import turn_due_calls
from services.declaration.use_cases.void_declaration import void_declaration
from services.declaration.use_cases.withdraw_declaration import withdraw_declaration
from tests import builders_declaration as build
from tests.builders_declaration import (
    ADMINISTRATOR,
    ASSESSOR,
    DISTRICT,
    ENTERPRISE,
    NOON,
    OFFICER,
    SEALER,
    SLOTS,
    STRANGER,
)
from tests.fakes_declaration import FakeUnit

Shown = dict[str, Any]
Act = Callable[[Unit], Any]


class Desk:
    """Each method is one act of one person. `declaration_id` is the text that an answer gave as `id`."""

    def __init__(self, pack: Pack | None = None, *, at: datetime = NOON) -> None:
        self.clock: SetClock = a_clock(at)
        self.shelf: dict[str, bytes] = {}
        self.packs = Packs(lambda sha256: self.shelf[sha256])
        self.pack = pack or build.dalian()
        self.open()
        self.release(self.pack)

    def open(self) -> None:
        """Make the place in which things are kept, and what the registry told."""
        self.uow = FakeUnit()
        known = (build.an_organisation(), build.an_institution(), build.an_institution("other institution"))
        self.uow.facts.keep(*known)

    def act(self, actor: Actor, act: Act) -> Any:
        """One use case in one transaction."""
        return act(self.uow)

    def stored(self, declaration_id: str) -> Declaration:
        """A declaration as it is now."""
        found: Declaration = self.act(ENTERPRISE, lambda uow: uow.declarations.get(UUID(declaration_id)))
        return found

    @property
    def call_id(self) -> UUID:
        """The pack's only call."""
        return call_id_of(self.pack.city, self.pack.programme_year, self.pack.calls[0].key)

    @property
    def rules(self) -> Rulebook:
        """What the pack says of declarations."""
        return Rulebook.of(self.pack)

    def release(self, pack: Pack) -> Any:
        self.shelf[pack.ref.sha256] = canonical_json(pack.compiled)
        return self.act(ADMINISTRATOR, lambda uow: release_pack(uow, self.packs, self.clock, ADMINISTRATOR, pack))

    def turn_calls(self) -> None:
        """What the timer does."""
        self.act(Actor.system(build.CITY), lambda uow: turn_due_calls(uow, self.packs, self.clock))

    def close_call(self, reason: str) -> Shown:
        given: dict[str, Any] = {"reason": reason, "expected_version": None}
        return self._shown(OFFICER, lambda uow: close_call(uow, self.packs, self.clock, OFFICER, self.call_id, **given))

    def seen(self, declaration_id: str, actor: Actor) -> Shown:
        """The declaration as an actor reads it."""
        stored = self.stored(declaration_id)
        return shown_declaration(stored, Rulebook.of(self.packs.get(stored.dossier.pack)), actor)

    def start(self, actor: Actor = ENTERPRISE, *, statement_version: str | None = None, **prefill: Any) -> Shown:
        return self._shown(
            actor,
            lambda uow: start_declaration(
                uow,
                self.packs,
                self.clock,
                SEALER,
                actor,
                call_id=self.call_id,
                prefill=prefill,
                statement_version=statement_version,
            ),
        )

    def save(self, declaration_id: str, page: str, answers: dict[str, Any], actor: Actor = ENTERPRISE) -> Shown:
        saved: dict[str, Any] = {"page": page, "answers": answers, "expected_version": None}
        return self._shown(
            actor, lambda uow: save_answers(uow, self.packs, SEALER, actor, UUID(declaration_id), **saved)
        )

    def confirm(self, declaration_id: str, text_version: str | None = None, actor: Actor = ENTERPRISE) -> Shown:
        confirmed: dict[str, Any] = {
            "text_version": text_version or self.pack.text("truthfulness_statement").sha256,
            "expected_version": None,
        }
        return self._shown(
            actor,
            lambda uow: confirm_statement(uow, self.packs, self.clock, actor, UUID(declaration_id), **confirmed),
        )

    def attach(self, declaration_id: str, slot: str, number: int = 1, **given: Any) -> Shown:
        actor = given.pop("actor", ENTERPRISE)
        attached: dict[str, Any] = {"slot": slot, "replaces": given.pop("replaces", ()), "expected_version": None}
        attached["print_code"] = given.pop("print_code", None)
        attached["file"] = build.a_file(number, **given)
        return self._shown(
            actor,
            lambda uow: attach_file(uow, self.packs, self.clock, SEALER, actor, UUID(declaration_id), **attached),
        )

    def remove(self, declaration_id: str, attachment_id: str) -> Shown:
        removed: dict[str, Any] = {"attachment_id": UUID(attachment_id), "expected_version": None}
        return self._shown(
            ENTERPRISE, lambda uow: remove_attachment(uow, self.packs, ENTERPRISE, UUID(declaration_id), **removed)
        )

    def withdraw(self, declaration_id: str, actor: Actor = ENTERPRISE) -> Shown:
        given: dict[str, Any] = {"text": "", "expected_version": None}
        return self._shown(
            actor,
            lambda uow: withdraw_declaration(uow, self.packs, self.clock, actor, UUID(declaration_id), **given),
        )

    def a_complete_draft(self, actor: Actor = ENTERPRISE) -> str:
        """A draft that nothing is missing from. Gives its id."""
        started = self.start(actor)
        declaration_id: str = started["id"]
        for page, answers in build.good_answers().items():
            self.save(declaration_id, page, {**answers, **started["answers"].get(page, {})}, actor)
        for number, slot in enumerate(SLOTS, start=1):
            self.attach(declaration_id, slot, number, actor=actor)
        self.confirm(declaration_id, actor=actor)
        return declaration_id

    def submit(self, declaration_id: str, actor: Actor = ENTERPRISE, expected_version: int | None = None) -> Shown:
        return self._shown(
            actor,
            lambda uow: submit_declaration(
                uow, self.packs, self.clock, actor, UUID(declaration_id), expected_version=expected_version
            ),
        )

    def a_submitted(self, actor: Actor = ENTERPRISE) -> str:
        declaration_id = self.a_complete_draft(actor)
        self.submit(declaration_id, actor)
        return declaration_id

    def review(self, declaration_id: str, judgement: Judgement, actor: Actor = DISTRICT) -> Shown:
        return self._shown(
            actor,
            lambda uow: review_declaration(
                uow,
                self.packs,
                self.clock,
                actor,
                UUID(declaration_id),
                judgement=judgement,
                expected_version=None,
            ),
        )

    def assign(
        self,
        declaration_id: str,
        institution: Actor = ASSESSOR,
        *,
        actor: Actor = OFFICER,
    ) -> Shown:
        picked: dict[str, Any] = {"institution_id": institution.organisation_id, "expected_version": None}
        return self._shown(
            actor,
            lambda uow: assign_institution(uow, self.packs, self.clock, actor, UUID(declaration_id), **picked),
        )

    def an_approved(self, actor: Actor = ENTERPRISE) -> str:
        """Approved by the district and by the institution that the officer assigned."""
        declaration_id = self.a_submitted(actor)
        self.review(declaration_id, build.approval())
        self.assign(declaration_id)
        self.review(declaration_id, build.approval(), ASSESSOR)
        return declaration_id

    def list_pilots(self, *declaration_ids: str) -> list[Shown]:
        """A result for each."""
        ids = [UUID(each) for each in declaration_ids]
        answer = self._shown(
            OFFICER, lambda uow: put_on_pilot_list(uow, self.packs, self.clock, OFFICER, declaration_ids=ids)
        )
        items: list[Shown] = answer["items"]
        return items

    def publish(self, *declaration_ids: str) -> Shown:
        """An open notice with these declarations."""
        ids = [UUID(each) for each in declaration_ids]
        return self._shown(
            OFFICER,
            lambda uow: open_notice(
                uow, self.packs, self.clock, OFFICER, title="试点企业名单公示", declaration_ids=ids
            ),
        )

    def delist(self, declaration_id: str, reason: str) -> Shown:
        given: dict[str, Any] = {"reason": reason, "expected_version": None}
        return self._shown(
            OFFICER, lambda uow: delist_pilot(uow, self.packs, self.clock, OFFICER, UUID(declaration_id), **given)
        )

    def void(self, declaration_id: str) -> Shown:
        given: dict[str, Any] = {"reason_code": "false_materials", "text": "材料不实", "expected_version": None}
        return self._shown(
            OFFICER, lambda uow: void_declaration(uow, self.packs, self.clock, OFFICER, UUID(declaration_id), **given)
        )

    def move_to_pack(self, declaration_id: str, pack: str, reason: str) -> Shown:
        given: dict[str, Any] = {"pack": pack, "reason": reason, "expected_version": None}
        return self._shown(
            OFFICER, lambda uow: move_case_to_pack(uow, self.packs, self.clock, OFFICER, UUID(declaration_id), **given)
        )

    def object_to(self, notice_id: str, declaration_id: str) -> str:
        """Raise an objection to a line. Gives its id."""
        contact = SEALER.seal(build.PHONE, purpose="objection.contact")
        given: dict[str, Any] = {"raised_by": "李四", "text": "不符合条件", "contact": contact}
        shown = self._shown(
            STRANGER,
            lambda uow: raise_objection(uow, self.clock, STRANGER, UUID(notice_id), UUID(declaration_id), **given),
        )
        objection_id: str = shown["objection_id"]
        return objection_id

    def decide(self, notice_id: str, objection_id: str, *, is_upheld: bool) -> Shown:
        given: dict[str, Any] = {"is_upheld": is_upheld, "findings": "已核查", "expected_version": None}
        return self._shown(
            OFFICER,
            lambda uow: decide_objection(
                uow, self.packs, self.clock, OFFICER, UUID(notice_id), UUID(objection_id), **given
            ),
        )

    def close_notices(self) -> None:
        """What the timer does."""
        self.act(Actor.system(build.CITY), lambda uow: close_due_notices(uow, self.packs, self.clock))

    def _shown(self, actor: Actor, act: Act) -> Shown:
        shown: Shown = self.act(actor, act)
        return shown
