"""A programme whose projects have several stages (海州, as Zhongshan's process): its pack, and acts on its stages."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from casework.reviews import Judgement
from contracts.actor import Actor
from contracts.codes import case_id_of
from policy.canonical import canonical_json
from policy.packs import Pack, compile_folder
from services.project.domain.known import KnownCall
from services.project.use_cases.attach_file import attach_file
from services.project.use_cases.confirm_undertaking import confirm_undertaking
from services.project.use_cases.correct_training import correct_training
from services.project.use_cases.load import Asked
from services.project.use_cases.record_training import TrainingInput, record_training
from services.project.use_cases.report_progress import SlotFile
from services.project.use_cases.review_project import review_project
from services.project.use_cases.review_training import review_training
from services.project.use_cases.save_answers import save_answers
from services.project.use_cases.start_project import start_project
from services.project.use_cases.start_stage import start_stage
from services.project.use_cases.submit_project import submit_project
from services.project.use_cases.withdraw_project import withdraw_project
from tests.builders_project import (
    APPROVAL,
    CITY,
    DISTRICT,
    ENTERPRISE,
    NOON,
    OFFICER,
    PAYEE,
    PROVIDER,
    SEALER,
    SOFTWARE,
    a_code,
    an_id,
    an_upload,
    asked,
)
from tests.desk_project import Shown

BATCH = "2025-1"
CALL = an_id("call")
STAGED = "staged-2025"
CASE = case_id_of(CITY, STAGED, BATCH, a_code())
_FOLDER = Path(__file__).parent / "unit" / "policy" / "haizhou" / STAGED
_NATIONAL = Path(__file__).parents[1] / "packs" / "national"

REVIEWERS: dict[str, tuple[Actor, ...]] = {
    "filing": (DISTRICT, OFFICER),
    "provider_choice": (OFFICER,),
    "contract": (DISTRICT,),
    "internal_acceptance": (DISTRICT,),
}
PAGES: dict[str, dict[str, dict[str, Any]]] = {
    "filing": {"basic": {"project_name": "产线数字化改造", "diagnosis": "self"}},
    "provider_choice": {
        "basic": {"provider": str(PROVIDER)},
        "solutions": {"products": [{"product": str(SOFTWARE)}]},
    },
    "contract": {
        "basic": {"payee_account": str(PAYEE)},
        "contract": {
            "number": "QY-001",
            "signed_on": "2026-11-19",
            "amount": "90000",
            "down_payment": "30000",
            "list_price": "100000",
            "concession": "10000",
        },
        "solutions": {
            "products": [
                {"product": str(SOFTWARE), "cost_category": "software", "link": "production", "price": "90000"}
            ]
        },
        "plan": {"aims": "设备联网"},
    },
    "internal_acceptance": {"report": {"completed_on": "2026-11-20", "conclusion": "达到合同要求"}},
}
SLOTS: dict[str, tuple[str, ...]] = {
    "contract": ("contract", "transformation_plan"),
    "internal_acceptance": ("internal_acceptance_report",),
}


def priced_at(yuan: str) -> dict[str, list[dict[str, Any]]]:
    """The page of the products of a contract, at this price."""
    (line,) = PAGES["contract"]["solutions"]["products"]
    return {"products": [line | {"price": yuan}]}


@cache
def staged(change: Callable[[dict[str, Any]], None] | None = None) -> Pack:
    """The pack, released for the city of the tests; `change` its compiled form."""
    compiled = orjson.loads(compile_folder(_FOLDER, national=_NATIONAL))
    compiled["pack"]["city"] = CITY
    if change is not None:
        change(compiled)
    return Pack.from_json(canonical_json(compiled))


def staged_folder(place: Path, *, city: str, version: str) -> Path:
    """The folder of the pack, written below `place` for a city, with a call that is open without end."""
    folder = place / version / city / STAGED
    shutil.copytree(_FOLDER, folder)
    shutil.copytree(_NATIONAL, place / version / "national")
    head = (folder / "pack.yaml").read_text(encoding="utf-8").replace("city: haizhou", f"city: {city}")
    head = head.replace('version: "1"', f'version: "{version}"').replace("opens_at: 2026-", "opens_at: 2025-")
    head = head.replace("closes_at: 2026-12-31T23:59:59", "closes_at: null")
    (folder / "pack.yaml").write_text(head, encoding="utf-8")
    return folder


def a_call(**given: Any) -> KnownCall:
    values: dict[str, Any] = {
        "id": CALL,
        "pack": staged().ref.text,
        "batch": BATCH,
        "is_open": True,
        "opens_at": datetime(2026, 11, 1, 1, tzinfo=UTC),
        "closes_at": datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC),
    }
    return KnownCall(**values | given)


def a_training(*, is_proved: bool = True, **answers: Any) -> TrainingInput:
    """Twelve persons for a day and a half."""
    page = {"course": "设备联网操作", "held_on": "2026-11-18", "persons": 12, "class_hours": "12"} | answers
    proof = SlotFile(slot="training_proof", file=an_upload("签到表.pdf"))
    return TrainingInput(answers={"training": page}, files=(proof,) if is_proved else ())


def asked_for(actor: Actor, shown: Shown, stage: str) -> Asked:
    who = asked(actor, shown.get("project_id") or shown["id"])
    return Asked(actor=who.actor, project_id=who.project_id, stage=stage)


class StagedActs:
    """Acts on the stages of a project, beside those of a desk: `class StagedDesk(Desk, StagedActs)`."""

    packs: Any
    clock: Any
    pages = PAGES
    slots = SLOTS

    def act(self, actor: Actor, act: Callable[[Any], Any]) -> Any:
        raise NotImplementedError

    def start_under_call(self) -> Shown:
        started: Shown = self.act(
            ENTERPRISE, lambda uow: start_project(uow, self.packs, self.clock, ENTERPRISE, call_id=CALL)
        )
        return started

    def begin(self, shown: Shown, stage: str, reason: str = "") -> Shown:
        who = asked_for(ENTERPRISE, shown, stage)
        return self._in(who, lambda uow: start_stage(uow, self.packs, self.clock, who, reason=reason))

    def fill_in(self, shown: Shown, stage: str, **pages: dict[str, Any]) -> Shown:
        """The pages of a stage that nothing is wrong with; `pages` replace them. And its files."""
        who, clock = asked_for(ENTERPRISE, shown, stage), self.clock
        for page, answers in (self.pages[stage] | pages).items():
            given: dict[str, Any] = {"page": page, "answers": answers}
            shown = self._in(who, lambda uow, given=given: save_answers(uow, self.packs, clock, SEALER, who, **given))
        for slot in self.slots.get(stage, ()):
            file: dict[str, Any] = {"slot": slot, "file": an_upload(f"{slot}.pdf"), "print_code": None, "replaces": ()}
            shown = self._in(who, lambda uow, file=file: attach_file(uow, self.packs, clock, SEALER, who, **file))
        return shown

    def confirm_in(self, shown: Shown, stage: str, text_version: str) -> Shown:
        who = asked_for(ENTERPRISE, shown, stage)
        given = {"text_version": text_version}
        return self._in(who, lambda uow: confirm_undertaking(uow, self.packs, self.clock, who, **given))

    def hand_in(self, shown: Shown, stage: str) -> Shown:
        who = asked_for(ENTERPRISE, shown, stage)
        return self._in(who, lambda uow: submit_project(uow, self.packs, self.clock, who))

    def take_back(self, shown: Shown, stage: str) -> Shown:
        who = asked_for(ENTERPRISE, shown, stage)
        return self._in(who, lambda uow: withdraw_project(uow, self.packs, self.clock, who, text=""))

    def judge(self, shown: Shown, stage: str, actor: Actor, judgement: Judgement = APPROVAL) -> Shown:
        who = asked_for(actor, shown, stage)
        return self._in(who, lambda uow: review_project(uow, self.packs, self.clock, who, judgement=judgement))

    def go_through(self, shown: Shown, *stages: str) -> Shown:
        """Each begun (the first one already is), filled in, handed in, and approved by everybody on its route."""
        for stage in stages:
            if stage != "filing":
                self.begin(shown, stage)
            self.fill_in(shown, stage)
            told = self.hand_in(shown, stage)
            for reviewer in REVIEWERS[stage]:
                told = self.judge(shown, stage, reviewer)
            shown = told
        return shown

    def train(self, shown: Shown, actor: Actor = ENTERPRISE, *, is_proved: bool = True, **answers: Any) -> Shown:
        """A training is recorded; `answers` replace good ones."""
        training = a_training(is_proved=is_proved, **answers)
        about = {"project_id": UUID(shown["id"]), "training": training}
        recorded: Shown = self.act(
            actor, lambda uow: record_training(uow, self.packs, self.clock, SEALER, actor, **about)
        )
        return recorded

    def train_again(self, recorded: Shown, actor: Actor = ENTERPRISE, **answers: Any) -> Shown:
        """What was returned is handed in anew."""
        about: dict[str, Any] = {"training_id": UUID(recorded["id"]), "expected_version": None}
        training = a_training(**answers)
        corrected: Shown = self.act(
            actor,
            lambda uow: correct_training(uow, self.packs, self.clock, SEALER, actor, training=training, **about),
        )
        return corrected

    def judge_training(self, recorded: Shown, actor: Actor = DISTRICT, judgement: Judgement = APPROVAL) -> Shown:
        about: dict[str, Any] = {"training_id": UUID(recorded["id"]), "expected_version": None}
        judged: Shown = self.act(
            actor, lambda uow: review_training(uow, self.packs, self.clock, actor, judgement=judgement, **about)
        )
        return judged

    def _in(self, who: Asked, act: Callable[[Any], Any]) -> Shown:
        shown: Shown = self.act(who.actor, act)
        return shown


__all__ = ["BATCH", "CALL", "CASE", "NOON", "PAGES", "STAGED", "StagedActs", "a_call", "staged"]
