"""What a pack says about acceptance: its forms, slots, route and gates, at hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from casework.dossier import Dossier
from casework.pack_rules import seal_of
from casework.seals import stale_pages
from contracts.codes import case_id_of
from contracts.events.funding import HonourGranted
from contracts.refusal import Problem
from policy.attachments import Slot, Slots
from policy.calls import Call
from policy.forms import Form
from policy.gates import Gate
from policy.honour import honour_of
from policy.lifecycle import Stage, stage_problems
from policy.packs import Pack
from policy.routes import Route, Step
from services.acceptance.domain.acceptance import STAGE
from services.acceptance.domain.known import KnownProject

VERDICT_GATE: Final = "acceptance"
EVALUATION: Final = "evaluation"
_ANY_TIME: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """`request_gate` says who may ask, `verdict_gate` what must hold to pass; None where the pack has none."""

    pack: Pack
    stage: Stage
    form: Form
    slots: Slots
    route: Route
    request_gate: Gate | None
    verdict_gate: Gate | None

    @classmethod
    def of(cls, pack: Pack) -> Rulebook:
        """The rules of a pack. KeyError for a pack that knows no acceptance."""
        stage = pack.stage(STAGE)
        return cls(
            pack=pack,
            stage=stage,
            form=pack.form(stage.form or STAGE),
            slots=pack.slots(stage.attachments) if stage.attachments else Slots(STAGE, ()),
            route=pack.route(stage.route or STAGE),
            request_gate=pack.gate(stage.gate) if stage.gate else None,
            verdict_gate=pack.gate(VERDICT_GATE) if VERDICT_GATE in pack.gates else None,
        )

    def stage_problems(self, project: KnownProject, at: datetime | None = None) -> list[Problem]:
        """Why the stage is not open for a project, with the article; without `at` no window is judged.

        Where it closes to who has the honour only, that is said in the words of the honour (ZS8).
        """
        if HonourGranted.NAME in self.stage.closes_when & project.milestones:
            return [honour_of(self.pack).stands]
        call = self._call(project) if at is not None else None
        return stage_problems(self.pack, STAGE, project.milestones, at or _ANY_TIME, call=call)

    def stale_pages(self, dossier: Dossier) -> tuple[str, ...]:
        """The pages to print and stamp again."""
        seal = seal_of(dossier, self.form, self.slots)
        return stale_pages(dossier, seal) if seal else ()

    def step(self, dossier: Dossier) -> Step | None:
        """What the pack says about the step that the dossier is in."""
        return self.route.step(dossier.step.index) if dossier.step else None

    def assigner(self, dossier: Dossier) -> str | None:
        """The role that picks the institution for the step that the dossier is in."""
        step = self.step(dossier)
        return step.assigned_by if step else None

    def paper_forms(self, dossier: Dossier) -> tuple[Form, ...]:
        """The forms that the step it is in asks its reviewer to fill in."""
        step = self.step(dossier)
        return tuple(self.pack.form(key) for key in step.forms) if step else ()

    def paper_slots(self, dossier: Dossier) -> Slots:
        """The reports that the step it is in asks its reviewer for."""
        step = self.step(dossier)
        return self.pack.slots(step.attachments) if step and step.attachments else Slots(STAGE, ())

    def papers_so_far(self, dossier: Dossier) -> tuple[Form, ...]:
        """The forms of this step and of those before it."""
        keys = dict.fromkeys(key for step in self._steps_so_far(dossier) for key in step.forms)
        return tuple(self.pack.form(key) for key in keys)

    def reports_so_far(self, dossier: Dossier) -> Slots:
        """The reports of this step and of those before it."""
        keys = dict.fromkeys(step.attachments for step in self._steps_so_far(dossier) if step.attachments)
        return Slots(STAGE, tuple(slot for key in keys for slot in self.pack.slots(key)))

    def all_papers(self) -> tuple[Form, ...]:
        """The forms that any step asks its reviewer to fill in, in the order of the route."""
        keys = dict.fromkeys(key for step in self.route.steps for key in step.forms)
        return tuple(self.pack.form(key) for key in keys)

    def all_reports(self) -> tuple[Slot, ...]:
        """The reports that any step asks its reviewer for."""
        keys = dict.fromkeys(step.attachments for step in self.route.steps if step.attachments)
        return tuple(slot for key in keys for slot in self.pack.slots(key))

    def _steps_so_far(self, dossier: Dossier) -> tuple[Step, ...]:
        return self.route.steps[: dossier.step.index + 1] if dossier.step else ()

    def _call(self, project: KnownProject) -> Call | None:
        """The call of the round that the project's case is in; the first one where the case does not say."""
        pack, code = self.pack, project.applicant.credit_code
        for call in pack.calls:
            if case_id_of(pack.city, pack.programme_year, call.batch, code) == project.case_id:
                return call
        return next(iter(pack.calls), None)
