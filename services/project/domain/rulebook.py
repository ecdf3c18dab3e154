"""What a pack says about the stages of a project, its progress and its trainings, at hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from casework.dossier import Dossier
from casework.seals import Seal, stale_pages
from contracts.refusal import NotFound, Problem
from policy.attachments import Slot, Slots
from policy.calls import Call
from policy.forms import Form
from policy.gates import Gate
from policy.lifecycle import CONTRACT, ENROLMENT, FILING_NUMBER, Stage, first_stage, stage_problems
from policy.numbers import NumberFormat
from policy.packs import Pack
from policy.routes import Route, Step
from policy.texts import Text
from services.project.domain.project import Project
from services.project.domain.stage import StageDossier
from services.project.domain.stage_forms import UNDERTAKING, Said, StageForms

SERVICE: Final = "project"
PROGRESS: Final = "progress"
TRAINING: Final = "training"
COMMITMENT: Final = "commitment_letter"
NUMBER: Final = "filing"


@dataclass(frozen=True)
class Rulebook:
    """A pack as this service reads it. KeyError for what a pack does not have."""

    pack: Pack

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The reviewed stages, in the pack's order: each is a dossier of its own."""
        found = [stage for stage in self.pack.stages if stage.service == SERVICE and stage.route]
        return tuple(stage for stage in found if stage.name != TRAINING)

    @property
    def first(self) -> StageRules:
        """The stage that begins a project."""
        return self.at(self.stages[0].name)

    @property
    def begins_a_case(self) -> bool:
        """Whether a project is the first thing in a case: a call starts it, no list comes before."""
        return first_stage(self.pack).service == SERVICE

    def at(self, name: str, *, is_amendment: bool = False) -> StageRules:
        """The rules of a stage; NotFound for a stage that the pack does not review here."""
        for stage in self.stages:
            if stage.name == name:
                return StageRules(book=self, stage=stage, is_amendment=is_amendment)
        raise NotFound(kind="stage", id=name)

    def of(self, stage: StageDossier) -> StageRules:
        """The rules that a stage is gone through by this time."""
        return self.at(stage.name, is_amendment=stage.is_amendment)

    def yields(self, stage: Stage) -> frozenset[str]:
        """What its approval brings. A pack that says it nowhere has one stage, which brings all but the completion."""
        if any(each.yields for each in self.stages):
            return stage.yields
        return frozenset({FILING_NUMBER, ENROLMENT, CONTRACT})

    @cached_property
    def contract_stage(self) -> str | None:
        """The stage whose approval brings the contract into force."""
        return next((stage.name for stage in self.stages if CONTRACT in self.yields(stage)), None)

    def said(self, project: Project, stage: StageDossier) -> Said:
        """What the stages say together; this one is asked first, then the newest ones."""
        others = [each for each in reversed(project.standing) if each.name != stage.name]
        return self.said_in([stage, *others])

    def said_in(self, stages: Iterable[StageDossier]) -> Said:
        """What some stages say, those that are asked first at the beginning."""
        forms = [(self.of(stage).forms, stage.dossier.answers) for stage in stages]
        return Said(tuple((each.own.key, each.facts(answers)) for each, answers in forms))

    @cached_property
    def undertaking(self) -> Stage | None:
        """Where both parties promise something: it goes with the contract."""
        found = next((stage for stage in self.pack.stages if stage.name == UNDERTAKING), None)
        return found if found is not None and found.form is not None else None

    def form_of(self, name: str) -> Form:
        """The form of a stage that is not reviewed as a dossier: progress, training."""
        return self.pack.form(self.pack.stage(name).form or name)

    def slots_of(self, name: str) -> Slots:
        """The attachments of a stage."""
        stage = self.pack.stage(name)
        return self.pack.slots(stage.attachments) if stage.attachments else Slots(name, ())

    def has(self, name: str) -> bool:
        """Whether the pack has a stage of this name."""
        return any(stage.name == name for stage in self.pack.stages)

    @property
    def number_format(self) -> NumberFormat:
        return self.pack.number(NUMBER)


@dataclass(frozen=True, kw_only=True)
class StageRules:
    """One stage: forms, slots, route, gates, and the wording that is confirmed with it, if there is one."""

    book: Rulebook
    stage: Stage
    is_amendment: bool = False

    @property
    def name(self) -> str:
        return self.stage.name

    @property
    def yields(self) -> frozenset[str]:
        return self.book.yields(self.stage)

    @property
    def has_contract(self) -> bool:
        return CONTRACT in self.yields

    @cached_property
    def forms(self) -> StageForms:
        pack, undertaking = self.book.pack, self.book.undertaking if self.has_contract else None
        return StageForms(
            own=pack.form(self.stage.form or self.name),
            undertaking=pack.form(UNDERTAKING) if undertaking else None,
        )

    @cached_property
    def slots(self) -> Slots:
        return self.book.slots_of(self.name)

    @cached_property
    def route(self) -> Route:
        name = self.stage.amendment_route if self.is_amendment else self.stage.route
        return self.book.pack.route(name or self.name)

    @cached_property
    def gates(self) -> tuple[Gate, ...]:
        """Its own, and that of the undertaking."""
        stages = (self.stage, self.book.undertaking if self.has_contract else None)
        return tuple(self.book.pack.gate(each.gate) for each in stages if each is not None and each.gate)

    @property
    def commitment(self) -> Text | None:
        return self.book.pack.texts.get(COMMITMENT) if self.forms.undertaking else None

    @property
    def commitment_version(self) -> str | None:
        """The sha256 of the wording that is to be confirmed."""
        return self.commitment.sha256 if self.commitment else None

    @property
    def targets(self) -> frozenset[str]:
        """The paths that a correction may name."""
        return frozenset({*self.forms.targets(), *(f"attachments.{slot.code}" for slot in self.slots)})

    def stamped_slot(self) -> Slot | None:
        """Where the scan of a printed and stamped form goes."""
        return next((slot for slot in self.slots.stamped if self._is_ours(slot.stamps)), None)

    def stamps_of(self, dossier: Dossier, slot: str) -> dict[str, str]:
        """What a scan that is uploaded to the slot now shows, page by page; empty for other slots."""
        stamped = self.stamped_slot()
        is_it = stamped is not None and stamped.code == slot
        return self.forms.stamped(stamped.stamps, dossier.answers) if stamped is not None and is_it else {}

    def seal(self, dossier: Dossier) -> Seal | None:
        """What the stamped pages say now; None where nothing is stamped."""
        slot = self.stamped_slot()
        return Seal(slot=slot.code, pages=self.forms.stamped(slot.stamps, dossier.answers)) if slot else None

    def stale_pages(self, dossier: Dossier) -> tuple[str, ...]:
        """The pages to print and stamp again."""
        seal = self.seal(dossier)
        return stale_pages(dossier, seal) if seal else ()

    def call(self, batch: str) -> Call | None:
        """The call of a round."""
        return next((call for call in self.book.pack.calls if call.batch == batch), None)

    def step(self, dossier: Dossier) -> Step | None:
        """What the pack says about the step that the dossier is in."""
        return self.route.step(dossier.step.index) if dossier.step else None

    def assigner(self, dossier: Dossier) -> str | None:
        """The role that picks the institution for the step that the dossier is in."""
        step = self.step(dossier)
        return step.assigned_by if step else None

    def problems(self, milestones: Collection[str], at: datetime, *, call: Call | None = None) -> list[Problem]:
        """Why the stage is not open now, with the article; empty: it is. Without a call no window is judged."""
        return stage_problems(self.book.pack, self.name, milestones, at, call=call)

    def _is_ours(self, form: str | None) -> bool:
        undertaking = self.forms.undertaking
        return form in {self.forms.own.key, *({undertaking.key} if undertaking else ())}
