"""Delegation (协助/代为提交): an enterprise lets a provider save and hand in for it, stage by stage (ZS4).

Which stages may be delegated, and which kinds of providers may act, is the pack's: in a city that wants
none, none is granted. The enterprise stays the owner, and revokes at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from casework.states import move
from contracts.events.registry import DelegationChanged, DelegationGranted, DelegationRevoked
from contracts.refusal import Invalid, Problem
from policy.packs import Pack
from services.registry.domain.errors import ConsentOutdated
from services.registry.domain.ids import delegation_id

CONSENT: Final = "delegation_consent"
"""The pack's text that an enterprise confirms when it delegates; a pack may have none."""


class DelegationState(StrEnum):
    """Whether it holds."""

    GRANTED = "granted"
    REVOKED = "revoked"


class DelegationAction(StrEnum):
    """What is done about it."""

    GRANT = "grant"
    REVOKE = "revoke"


TRANSITIONS: Final[Mapping[tuple[DelegationState, DelegationAction], DelegationState]] = {
    (DelegationState.GRANTED, DelegationAction.GRANT): DelegationState.GRANTED,  # for other stages from now on
    (DelegationState.GRANTED, DelegationAction.REVOKE): DelegationState.REVOKED,
    (DelegationState.REVOKED, DelegationAction.GRANT): DelegationState.GRANTED,
}

_TOLD: Final[Mapping[DelegationState, type[DelegationChanged]]] = {
    DelegationState.GRANTED: DelegationGranted,
    DelegationState.REVOKED: DelegationRevoked,
}


@dataclass(frozen=True, kw_only=True)
class Delegation:
    """One per principal, agent and programme. `text_version` is the consent that was confirmed, empty for none."""

    id: UUID
    city: str
    version: int
    principal_id: UUID
    agent_id: UUID
    programme_year: str
    stages: tuple[str, ...]
    state: DelegationState
    text_version: str
    granted_at: datetime
    granted_by: UUID
    revoked_at: datetime | None = None
    reason: str = ""

    def granted_again(self, stages: tuple[str, ...], *, text_version: str, by: UUID, at: datetime) -> Delegation:
        """For these stages from now on, and for no others."""
        return replace(
            self,
            version=self.version + 1,
            state=move(TRANSITIONS, self.state, DelegationAction.GRANT),
            stages=stages,
            text_version=text_version,
            granted_at=at,
            granted_by=by,
            revoked_at=None,
            reason="",
        )

    def revoked(self, *, reason: str, at: datetime) -> Delegation:
        """Over; ActionNotAllowed when it is already."""
        state = move(TRANSITIONS, self.state, DelegationAction.REVOKE)
        return replace(self, version=self.version + 1, state=state, revoked_at=at, reason=reason)

    def told_anew(self) -> Delegation:
        """The same, for another word to the services: its agent was suspended, or may act again."""
        return replace(self, version=self.version + 1)

    def told(self, *, at: datetime, by: UUID, is_resting: bool = False) -> DelegationChanged:
        """What every service with cases hears. While it rests it counts for nothing there, as if it was revoked."""
        return (DelegationRevoked if is_resting else _TOLD[self.state])(
            city=self.city,
            aggregate_id=self.id,
            sequence=self.version,
            at=at,
            actor=by,
            principal_id=self.principal_id,
            agent_id=self.agent_id,
            stages=self.stages,
            programme_year=self.programme_year,
        )


def grant(
    city: str, principal_id: UUID, agent_id: UUID, pack: Pack, stages: Sequence[str], *, text_version: str,
    by: UUID, at: datetime,
) -> Delegation:  # fmt: skip
    """A first delegation to this agent in this programme; what was checked before is `must_be_delegable`."""
    return Delegation(
        id=delegation_id(principal_id, agent_id, pack.programme_year),
        city=city,
        version=1,
        principal_id=principal_id,
        agent_id=agent_id,
        programme_year=pack.programme_year,
        stages=tuple(stages),
        state=DelegationState.GRANTED,
        text_version=text_version,
        granted_at=at,
        granted_by=by,
    )


def must_be_delegable(pack: Pack, stages: Collection[str], text_version: str) -> None:
    """Invalid for stages that the pack does not let anybody else act in; ConsentOutdated for another wording."""
    delegable = {stage.name: stage for stage in pack.stages if stage.is_delegable}
    problems = [] if stages else [Problem(code="required", field="stages")]
    if len(set(stages)) != len(stages):
        problems.append(Problem(code="out_of_range", field="stages"))
    for index, name in enumerate(stages):
        if name not in delegable:
            inputs = {"stage": name, "delegable": sorted(delegable)}
            problems.append(Problem(code="not_delegable", field=f"stages.{index}", inputs=inputs))
    if problems:
        raise Invalid(problems=problems)
    consent = pack.texts.get(CONSENT)
    if text_version != (consent.sha256 if consent else ""):
        raise ConsentOutdated(text_version=consent.sha256 if consent else "")
