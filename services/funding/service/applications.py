"""Award applications: made by enterprises, providers and institutions, decided by reviewers (XB13 to XB22, ZS8)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.dossier import CorrectionItem, Verdict
from casework.reviews import Judgement
from casework.uploads import UploadedFile
from casework.uploads import kept as kept_upload
from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from contracts.permissions import PUBLIC
from policy.packs import Packs
from services.funding.storage import read_applications as queries
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.attach_to_application import attach_to_application
from services.funding.use_cases.check_application import check_application
from services.funding.use_cases.remove_application_attachment import remove_application_attachment
from services.funding.use_cases.review_application import review_application
from services.funding.use_cases.save_application_answers import save_application_answers
from services.funding.use_cases.start_application import start_application
from services.funding.use_cases.submit_application import submit_application
from services.funding.use_cases.withdraw_application import withdraw_application

Shown = dict[str, Any]


class ApplicationMethods:
    """Started, filled in, handed in, decided; read by whom they concern."""

    runtime: Runtime[FundingUnit]
    packs: Packs

    @query(PUBLIC)
    def list_award_stages(self, reading: Reading, actor: Actor) -> Shown:
        """What can be asked for today, by whom, and for which lines."""
        return queries.list_award_stages(reading, self.packs, on=self.runtime.clock.today())

    @command("funding.apply")
    def start_application(
        self,
        uow: FundingUnit,
        actor: Actor,
        stage: str,
        programme_year: str | None = None,
        project_id: UUID | None = None,
    ) -> Shown:
        """Begin to ask for an award."""
        return start_application(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            stage=stage,
            programme_year=programme_year,
            project_id=project_id,
        )

    @command("funding.apply")
    def save_application_answers(
        self,
        uow: FundingUnit,
        actor: Actor,
        application_id: UUID,
        *,
        page: str,
        answers: dict[str, Any],
        expected_version: int | None = None,
    ) -> Shown:
        """Save one page of the form."""
        return save_application_answers(
            uow,
            self.packs,
            self.runtime.sealer,
            actor,
            application_id,
            page=page,
            answers=answers,
            expected_version=expected_version,
        )

    @command("funding.apply")
    def attach_to_application(
        self,
        uow: FundingUnit,
        actor: Actor,
        application_id: UUID,
        *,
        slot: str,
        file: UploadedFile,
        replaces: tuple[UUID, ...] = (),
        expected_version: int | None = None,
    ) -> Shown:
        """Put an uploaded file into a slot."""
        return attach_to_application(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            application_id,
            slot=slot,
            file=kept_upload(self.runtime.blobs, actor.city, file),
            replaces=replaces,
            expected_version=expected_version,
        )

    @command("funding.apply")
    def remove_application_attachment(
        self,
        uow: FundingUnit,
        actor: Actor,
        application_id: UUID,
        attachment_id: UUID,
        expected_version: int | None = None,
    ) -> Shown:
        """Take a file out."""
        return remove_application_attachment(
            uow, self.packs, actor, application_id, attachment_id=attachment_id, expected_version=expected_version
        )

    @command("funding.apply")
    def submit_application(
        self, uow: FundingUnit, actor: Actor, application_id: UUID, expected_version: int | None = None
    ) -> Shown:
        """Hand it in; all problems at once."""
        return submit_application(
            uow, self.packs, self.runtime.clock, actor, application_id, expected_version=expected_version
        )

    @command("funding.apply")
    def withdraw_application(
        self, uow: FundingUnit, actor: Actor, application_id: UUID, text: str = "", expected_version: int | None = None
    ) -> Shown:
        """Take it back before it is decided."""
        return withdraw_application(
            uow, self.packs, self.runtime.clock, actor, application_id, text=text, expected_version=expected_version
        )

    @command("funding.review")
    def review_application(
        self,
        uow: FundingUnit,
        actor: Actor,
        application_id: UUID,
        *,
        verdict: Verdict,
        opinion: str = "",
        items: tuple[CorrectionItem, ...] = (),
        reason_code: str | None = None,
        step: str | None = None,
        expected_version: int | None = None,
    ) -> Shown:
        """Decide the step that it is in; the last approval computes the awards."""
        judgement = Judgement(verdict=verdict, opinion=opinion, items=items, reason_code=reason_code, step=step)
        return review_application(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            application_id,
            judgement=judgement,
            expected_version=expected_version,
        )

    @query("funding.read_applications")
    def get_application(self, reading: Reading, actor: Actor, application_id: UUID) -> Shown:
        """One application, with who acts next and what may be done now."""
        return queries.get_application(reading, self.packs, actor, application_id)

    @query("funding.read_applications")
    def application_form(self, reading: Reading, actor: Actor, application_id: UUID) -> Shown:
        """The form of its pinned pack."""
        return queries.form_of(reading, self.packs, actor, application_id)

    @query("funding.read_applications")
    def check_application(self, reading: Reading, actor: Actor, application_id: UUID) -> Shown:
        """What handing in would refuse now."""
        application, known = queries.seen(reading, actor, application_id), queries.KnownWhileReading(reading)
        return check_application(known, self.packs, self.runtime.clock, application)

    @query("funding.read_applications")
    def history_of_application(
        self, reading: Reading, actor: Actor, application_id: UUID, after: int = 0, limit: int = 50
    ) -> Shown:
        """What was done in its case (审计日志)."""
        return queries.history_of(reading, actor, application_id, after=after, limit=limit)

    @query("funding.read_applications")
    def awards_of_application(self, reading: Reading, actor: Actor, application_id: UUID) -> Shown:
        """The awards that it brought."""
        return queries.awards_of(reading, actor, application_id)

    @query("funding.read_applications")
    def application_file(self, reading: Reading, actor: Actor, application_id: UUID, attachment_id: UUID) -> Shown:
        """The permission to download one of its files."""
        return queries.file_of(reading, actor, application_id, attachment_id)

    @query("funding.read_applications")
    def list_applications(
        self,
        reading: Reading,
        actor: Actor,
        *,
        state: str | None = None,
        stage: str | None = None,
        division: str | None = None,
        project_id: UUID | None = None,
        programme_year: str | None = None,
        text: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """One's own, or those that one serves."""
        wanted = {
            "state": state,
            "stage": stage,
            "division": division,
            "project_id": project_id,
            "programme_year": programme_year,
            "text": text,
        }
        return queries.list_applications(reading, actor, wanted, limit=limit, after=after)

    @query("funding.read_applications")
    def list_waiting_applications(
        self, reading: Reading, actor: Actor, limit: int = 50, after: str | None = None
    ) -> Shown:
        """What waits for this actor, longest first (待办)."""
        return queries.list_waiting(reading, actor, limit=limit, after=after)
