"""An enterprise says how satisfied it is with its provider, once per project, after the acceptance."""

from __future__ import annotations

from uuid import UUID, uuid4

from contracts.actor import Actor
from contracts.refusal import NotFound
from policy.packs import Packs
from policy.refs import PackRef
from services.registry.domain.errors import AcceptanceAwaited, SatisfactionNotAsked
from services.registry.domain.satisfaction import answer
from services.registry.use_cases.ports import Clock, Work


def answer_satisfaction(
    uow: Work, packs: Packs, clock: Clock, actor: Actor, *, project_id: UUID, score: int, comment: str
) -> dict[str, str | int]:
    """AcceptanceAwaited before the verdict, NotFound for another one's project, SatisfactionAnswered the second time.

    The scale is that of the pack by which the project was judged; SatisfactionNotAsked where it has none.
    """
    project = uow.projects.judged(project_id)
    if project is None:
        raise AcceptanceAwaited()
    if project.applicant_id != actor.organisation_id:
        raise NotFound(kind="project", id=str(project_id))
    rule = packs.get(PackRef.parse(project.pack, project.pack_sha256)).performance
    if rule is None or rule.satisfaction is None:
        raise SatisfactionNotAsked()
    answered = answer(
        id=uuid4(),
        city=uow.city,
        project=project,
        scale=rule.satisfaction,
        score=score,
        comment=comment,
        at=clock.now(),
    )
    uow.satisfaction.add(answered)
    uow.audit.record(actor, "answer_satisfaction", answered, project_id=project_id, provider_id=answered.provider_id)
    return {"id": str(answered.id), "project_id": str(project_id), "score": score}
