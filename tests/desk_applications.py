"""Who asks for awards, and what is done with what they ask for; over any desk of funding, fake or real."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from casework.dossier import CorrectionItem, ItemKind, Verdict
from casework.reviews import Judgement
from casework.uploads import UploadedFile
from contracts.actor import Actor
from contracts.events.declaration import Applicant, PilotListed
from policy.pack import Pack
from policy.packs import load_folder
from services.funding.use_cases.attach_to_application import attach_to_application
from services.funding.use_cases.check_application import check_application
from services.funding.use_cases.review_application import review_application
from services.funding.use_cases.save_application_answers import save_application_answers
from services.funding.use_cases.start_application import start_application
from services.funding.use_cases.submit_application import submit_application
from services.funding.use_cases.withdraw_application import withdraw_application
from tests import builders_funding as build
from tests.builders_funding import OFFICER, SEALER
from tests.desk_funding import Desk

Shown = dict[str, Any]
DISTRICT = build.an_actor("xiamen district", "district_reviewer", division="350203")
PROOF = UploadedFile(sha256="cd" * 32, size=9, media_type="application/pdf", name="证明.pdf")


@cache
def xiamen() -> Pack:
    return load_folder(build.ROOT / "packs" / "xiamen" / "sme-digital-2023")


@cache
def zhongshan() -> Pack:
    return load_folder(build.ROOT / "packs" / "zhongshan" / "sme-digital-2024")


def an_asker(name: str, kind: str = "enterprise") -> Applicant:
    return replace(build.an_applicant(name), kind=kind)


def somebody_of(applicant: Applicant) -> Actor:
    role = {"institution": "third_party_assessor"}.get(applicant.kind, applicant.kind)
    return build.an_actor(f"account of {applicant.name}", role, organisation_id=applicant.id)


class Counter:
    """Where awards are asked for: each method is one act of one person."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def knows(self, applicant: Applicant, *, is_pilot: bool = False, division: str = "350203") -> Actor:
        """Registered with an account for payment, and on the pilot list where that is said."""
        told = replace(build.an_organisation(applicant), organisation_kind=applicant.kind, division=division)
        self.desk.hear(told)
        self.desk.hear(build.an_account(applicant))
        if is_pilot:
            self.desk.hear(self.listed(applicant))
        return somebody_of(applicant)

    def listed(self, applicant: Applicant) -> PilotListed:
        ref = self.desk.pack.ref
        return PilotListed(
            **build.heard(build.an_id(f"place of {applicant.name}")),
            case_id=build.a_case_id(applicant),
            applicant=applicant,
            division="350203",
            pack=ref.text,
            pack_sha256=ref.sha256,
            batch="2023-1",
            state="listed",
        )

    def start(self, by: Actor, stage: str, *, project_id: UUID | None = None) -> Shown:
        desk = self.desk
        programme = desk.pack.programme_year if project_id is None else None
        return desk.act(
            by,
            lambda uow: start_application(
                uow, desk.packs, desk.clock, by, stage=stage, programme_year=programme, project_id=project_id
            ),
        )

    def fill(self, by: Actor, application: Shown, slot: str | None = "proofs", **answers: Any) -> Shown:
        """The one page of its form, with the account of whoever asks, and a file."""
        desk, found = self.desk, UUID(application["id"])
        account = {"payee_account": str(build.an_id(f"account {by.organisation_id}"))}
        filled = desk.act(
            by,
            lambda uow: save_application_answers(
                uow, desk.packs, SEALER, by, found,
                page="request", answers={**account, **answers}, expected_version=None,
            ),
        )  # fmt: skip
        return filled if slot is None else self.attach(by, application, slot)

    def attach(self, by: Actor, application: Shown, slot: str) -> Shown:
        desk, found = self.desk, UUID(application["id"])
        return desk.act(
            by,
            lambda uow: attach_to_application(
                uow, desk.packs, desk.clock, by, found, slot=slot, file=PROOF, replaces=(), expected_version=None
            ),
        )

    def submit(self, by: Actor, application: Shown) -> Shown:
        desk, found = self.desk, UUID(application["id"])
        return desk.act(
            by, lambda uow: submit_application(uow, desk.packs, desk.clock, by, found, expected_version=None)
        )

    def check(self, application: Shown) -> Shown:
        desk, found = self.desk, UUID(application["id"])
        return desk.act(
            OFFICER, lambda uow: check_application(uow, desk.packs, desk.clock, uow.applications.get(found))
        )

    def withdraw(self, by: Actor, application: Shown) -> Shown:
        desk, found = self.desk, UUID(application["id"])
        return desk.act(
            by, lambda uow: withdraw_application(uow, desk.packs, desk.clock, by, found, text="", expected_version=None)
        )

    def review(self, by: Actor, application: Shown, judgement: Judgement) -> Shown:
        desk, found = self.desk, UUID(application["id"])
        return desk.act(
            by,
            lambda uow: review_application(
                uow, desk.packs, desk.clock, by, found, judgement=judgement, expected_version=None
            ),
        )

    def approve(self, application: Shown, *by: Actor) -> Shown:
        """By everybody whose step it is, one after the other."""
        shown = application
        for reviewer in by:
            shown = self.review(reviewer, application, Judgement(verdict=Verdict.APPROVED))
        return shown

    def asked(self, by: Actor, stage: str, **answers: Any) -> Shown:
        """Asked for under Xiamen's pack and approved by district and city."""
        application = self.start(by, stage)
        self.fill(by, application, **answers)
        self.submit(by, application)
        return self.approve(application, DISTRICT, OFFICER)

    def awards(self, subject_id: UUID, line: str) -> tuple[Any, ...]:
        found = self.desk.act(OFFICER, lambda uow: uow.awards.of_line(subject_id, line))
        return tuple(sorted(found, key=lambda award: award.part.run))

    def award_of(self, application: Shown, line: str) -> Any:
        (award,) = self.awards(UUID(application["id"]), line)
        return award


def to_correct(name: str) -> Judgement:
    item = CorrectionItem(kind=ItemKind.FIELD, name=name, reason_code="unclear", text="请核对")
    return Judgement(verdict=Verdict.RETURNED, opinion="请补正", items=(item,))


def rejected(reason: str) -> Judgement:
    return Judgement(verdict=Verdict.REJECTED, opinion="不符合条件", reason_code=reason)


XIAMEN_NOON = datetime.fromisoformat("2024-06-03T12:00:00+08:00")
DIAGNOSIS: Shown = {"institution": "示例诊断机构", "diagnosed_on": "2024-05-06", "fee": "120000"}
