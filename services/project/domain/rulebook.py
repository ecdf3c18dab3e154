"""What a pack says about filing, undertaking and progress: forms, slots, route, gates and text, at hand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from casework.dossier import Dossier
from casework.seals import Seal, stale_pages
from contracts.refusal import Problem
from policy.attachments import Slot, Slots
from policy.forms import Form
from policy.gates import Gate
from policy.lifecycle import Stage, stage_problems
from policy.numbers import NumberFormat
from policy.packs import Pack
from policy.routes import Route, Step
from policy.texts import Text
from services.project.domain.filing_forms import UNDERTAKING, FilingForms

STAGE: Final = "filing"
PROGRESS: Final = "progress"
COMMITMENT: Final = "commitment_letter"
NUMBER: Final = "filing"


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """`gates` are those of filing and undertaking; `commitment` is the wording that is confirmed, if there is one."""

    pack: Pack
    stage: Stage
    forms: FilingForms
    slots: Slots
    route: Route
    gates: tuple[Gate, ...]
    commitment: Text | None
    progress_form: Form
    progress_slots: Slots

    @classmethod
    def of(cls, pack: Pack) -> Rulebook:
        """The rules of a pack. KeyError for a pack that knows no filing of projects."""
        stage, progress = pack.stage(STAGE), pack.stage(PROGRESS)
        undertaking = next((each for each in pack.stages if each.name == UNDERTAKING), None)
        has_form = undertaking is not None and undertaking.form is not None
        return cls(
            pack=pack,
            stage=stage,
            forms=FilingForms(
                filing=pack.form(stage.form or STAGE), undertaking=pack.form(UNDERTAKING) if has_form else None
            ),
            slots=_slots(pack, stage),
            route=pack.route(stage.route or STAGE),
            gates=tuple(pack.gate(each.gate) for each in (stage, undertaking) if each is not None and each.gate),
            commitment=pack.texts.get(COMMITMENT) if has_form else None,
            progress_form=pack.form(progress.form or PROGRESS),
            progress_slots=_slots(pack, progress),
        )

    @property
    def commitment_version(self) -> str | None:
        """The wording of the undertaking that has to be confirmed (DL12)."""
        return self.commitment.sha256 if self.commitment else None

    @property
    def number_format(self) -> NumberFormat:
        return self.pack.number(NUMBER)

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

    def step(self, dossier: Dossier) -> Step | None:
        """What the pack says about the step that the dossier is in."""
        return self.route.step(dossier.step.index) if dossier.step else None

    def assigner(self, dossier: Dossier) -> str | None:
        """The role that picks the institution for the step that the dossier is in."""
        step = self.step(dossier)
        return step.assigned_by if step else None

    def stage_problems(self, stage: str, milestones: Collection[str], at: datetime) -> list[Problem]:
        """Why a stage is not open now, with the article; empty: it is."""
        return stage_problems(self.pack, stage, milestones, at)

    def _is_ours(self, form: str | None) -> bool:
        undertaking = self.forms.undertaking
        return form in {self.forms.filing.key, *({undertaking.key} if undertaking else ())}


def _slots(pack: Pack, stage: Stage) -> Slots:
    return pack.slots(stage.attachments) if stage.attachments else Slots(stage.name, ())
