"""A district recommends accepted projects by a formal document (DL10, 指南五（一）)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from contracts.actor import Actor
from contracts.money import ZERO, Money
from contracts.refusal import NotFound
from services.funding.domain.acting import RECOMMENDATION, must_be_documented, must_take
from services.funding.domain.acts import Recommendation
from services.funding.domain.bulk import sort_out
from services.funding.domain.documents import Document, FileReference, document
from services.funding.domain.honour import must_want_money
from services.funding.domain.refusals import NothingToAward
from services.funding.domain.states import TrancheAction
from services.funding.domain.tranche import Tranche
from services.funding.domain.views import recommendation_view
from services.funding.use_cases.ports import Clock, Packs, Unit


def recommend_awards(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    *,
    document_number: str,
    document_on: date,
    file: FileReference | None,
    tranche_ids: tuple[UUID, ...],
) -> dict[str, Any]:
    """The recommendation with a result per item; those of another division look absent."""
    found = uow.tranches.many(tranche_ids)
    issued = document(document_number, document_on, file, today=clock.today())
    recommendation_id = uuid4()

    def recommend(tranche_id: UUID) -> Tranche:
        tranche = found.get(tranche_id)
        if tranche is None:
            raise NotFound(kind="tranche", id=str(tranche_id))
        pack = packs.get(tranche.pack)
        path = uow.facts.division_path(tranche.division)
        step = must_take(actor, pack, RECOMMENDATION, division=tranche.division, path=path)
        must_be_documented(pack, step, file)
        must_want_money(pack, tranche.line, uow.honours.of_project(tranche.project_id))
        if tranche.amount == ZERO:
            raise NothingToAward(award_id=str(tranche.award_id))
        return tranche.after(TrancheAction.RECOMMEND, recommendation_id=recommendation_id)

    items = sort_out(tranche_ids, recommend)
    recommendation = _recommendation(uow, clock, actor, recommendation_id, issued, items.done)
    uow.recommendations.add(recommendation)
    uow.audit.record(actor, "recommend", recommendation, document_number=recommendation.document.number)
    for tranche in items.done:
        uow.tranches.save(tranche)
        uow.audit.record(actor, "recommend", tranche, document_number=recommendation.document.number)
    return recommendation_view(recommendation, items.refused)


def _recommendation(
    uow: Unit, clock: Clock, actor: Actor, recommendation_id: UUID, issued: Document, done: tuple[Tranche, ...]
) -> Recommendation:
    """A reviewer writes for the own division; who serves the whole city, for that of the first case."""
    return Recommendation(
        id=recommendation_id,
        city=uow.city,
        division=actor.division or done[0].division,
        document=issued,
        tranche_ids=tuple(tranche.id for tranche in done),
        total=Money(sum(tranche.amount.fen for tranche in done)),
        recommended_by=actor.account_id,
        recommended_at=clock.now(),
    )
