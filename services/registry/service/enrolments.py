"""The way into the pool: a provider applies, a recognised unit recommends a product, reviewers decide."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.dossier import CorrectionItem, Verdict
from casework.reviews import Judgement
from casework.uploads import UploadedFile, kept
from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from contracts.money import Money
from policy.packs import Packs
from services.registry.domain.enrolment import Purpose
from services.registry.domain.offers import Offer
from services.registry.service.real_time import real_now
from services.registry.storage.queries import enrolments as queries
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.attach_to_enrolment import attach_to_enrolment
from services.registry.use_cases.recommend_product import recommend_product
from services.registry.use_cases.remove_enrolment_attachment import remove_enrolment_attachment
from services.registry.use_cases.review_enrolment import review_enrolment
from services.registry.use_cases.save_enrolment_answers import save_enrolment_answers
from services.registry.use_cases.start_enrolment import start_enrolment
from services.registry.use_cases.submit_enrolment import submit_enrolment
from services.registry.use_cases.withdraw_enrolment import withdraw_enrolment

Shown = dict[str, Any]


class EnrolmentMethods:
    """XB3, ZS3."""

    runtime: Runtime[RegistryUnit]
    packs: Packs

    @command("registry.apply_as_provider")
    def start_enrolment(self, uow, actor: Actor, kind: str, programme_year: str | None = None) -> Shown:
        """Begin to apply for the pool."""
        return start_enrolment(
            uow,
            self.packs,
            self.runtime.sealer,
            self.runtime.clock,
            actor,
            kind=kind,
            programme_year=programme_year,
        )

    @command("registry.apply_as_provider")
    def recommend_product(
        self,
        uow,
        actor: Actor,
        *,
        provider_code: str,
        enterprise_code: str,
        category: str,
        title: str,
        unit: str,
        proposed_price_fen: Money,
        description: str = "",
        scenarios: tuple[str, ...] = (),
        subsectors: tuple[str, ...] = (),
        aims: tuple[str, ...] = (),
        links: tuple[str, ...] = (),
        is_light_solution: bool = False,
    ) -> Shown:
        """Begin to recommend a product for an enterprise."""
        offer = Offer(
            category=category,
            title=title,
            unit=unit,
            description=description,
            price=proposed_price_fen,
            scenarios=scenarios,
            subsectors=subsectors,
            aims=aims,
            links=links,
            is_light_solution=is_light_solution,
        )
        return recommend_product(
            uow,
            self.packs,
            self.runtime.sealer,
            self.runtime.clock,
            actor,
            provider_code=provider_code,
            enterprise_code=enterprise_code,
            offer=offer,
        )

    @command("registry.apply_as_provider")
    def save_enrolment_answers(
        self,
        uow,
        actor: Actor,
        enrolment_id: UUID,
        *,
        page: str,
        answers: dict[str, Any],
        expected_version: int | None = None,
    ) -> Shown:
        """Save one page of the form."""
        return save_enrolment_answers(
            uow,
            self.packs,
            self.runtime.sealer,
            actor,
            enrolment_id,
            page=page,
            answers=answers,
            expected_version=expected_version,
        )

    @command("registry.apply_as_provider")
    def attach_to_enrolment(
        self,
        uow,
        actor: Actor,
        enrolment_id: UUID,
        *,
        slot: str,
        file: UploadedFile,
        replaces: tuple[UUID, ...] = (),
        expected_version: int | None = None,
    ) -> Shown:
        """Put an uploaded file into a slot."""
        return attach_to_enrolment(
            uow,
            self.packs,
            self.runtime.clock,
            actor,
            enrolment_id,
            slot=slot,
            file=kept(self.runtime.blobs, actor.city, file),
            replaces=replaces,
            expected_version=expected_version,
        )

    @command("registry.apply_as_provider")
    def remove_enrolment_attachment(
        self, uow, actor: Actor, enrolment_id: UUID, attachment_id: UUID, expected_version: int | None = None
    ) -> Shown:
        """Take a file out."""
        return remove_enrolment_attachment(
            uow, self.packs, actor, enrolment_id, attachment_id=attachment_id, expected_version=expected_version
        )

    @command("registry.apply_as_provider")
    def submit_enrolment(self, uow, actor: Actor, enrolment_id: UUID, expected_version: int | None = None) -> Shown:
        """Hand it in; all problems at once."""
        return submit_enrolment(
            uow, self.packs, self.runtime.clock, actor, enrolment_id, expected_version=expected_version
        )

    @command("registry.apply_as_provider")
    def withdraw_enrolment(
        self, uow, actor: Actor, enrolment_id: UUID, text: str = "", expected_version: int | None = None
    ) -> Shown:
        """Take it back before it is decided."""
        return withdraw_enrolment(
            uow, self.packs, self.runtime.clock, actor, enrolment_id, text=text, expected_version=expected_version
        )

    @command("registry.review")
    def review_enrolment(
        self,
        uow,
        actor: Actor,
        enrolment_id: UUID,
        *,
        verdict: Verdict,
        opinion: str = "",
        items: tuple[CorrectionItem, ...] = (),
        reason_code: str | None = None,
        step: str | None = None,
        ceiling_fen: Money | None = None,
        expected_version: int | None = None,
    ) -> Shown:
        """Decide the step that it is in."""
        judgement = Judgement(verdict=verdict, opinion=opinion, items=items, reason_code=reason_code, step=step)
        return review_enrolment(
            uow,
            self.packs,
            self.runtime.sealer,
            self.runtime.clock,
            actor,
            enrolment_id,
            judgement=judgement,
            ceiling=ceiling_fen,
            expected_version=expected_version,
            now=real_now(),
        )

    @query("registry.read_enrolments")
    def get_enrolment(self, reading, actor: Actor, enrolment_id: UUID) -> Shown:
        """One enrolment, with who acts next and what may be done now."""
        return queries.get_enrolment(reading, self.packs, actor, enrolment_id)

    @query("registry.read_enrolments")
    def enrolment_form(self, reading, actor: Actor, enrolment_id: UUID) -> Shown:
        """The form of its pinned pack."""
        return queries.form_of(reading, self.packs, actor, enrolment_id)

    @query("registry.read_enrolments")
    def enrolment_file(self, reading, actor: Actor, enrolment_id: UUID, attachment_id: UUID) -> Shown:
        """The permission to download one of its files."""
        return queries.file_of(reading, actor, enrolment_id, attachment_id)

    @query("registry.read_enrolments")
    def list_enrolments(
        self,
        reading,
        actor: Actor,
        *,
        state: str | None = None,
        purpose: Purpose | None = None,
        kind: str | None = None,
        text: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """One's own, or those that one serves."""
        wanted = {"state": state, "purpose": purpose, "kind": kind, "text": text}
        return queries.list_enrolments(reading, actor, wanted, limit=limit, after=after)

    @query("registry.read_enrolments")
    def list_waiting_enrolments(self, reading, actor: Actor, limit: int = 50, after: str | None = None) -> Shown:
        """What waits for this actor, longest first (待办)."""
        return queries.list_waiting(reading, actor, limit=limit, after=after)
