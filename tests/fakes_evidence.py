"""The ports of evidence in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from contracts.refusal import NotFound
from services.acceptance.domain.duplicates import Flag, FlagState, Mark
from services.acceptance.domain.evidence import Evidence
from services.acceptance.domain.known import KnownProject
from tests.builders_declaration import NOON


class FakeEvidence:
    """Evidence in memory: a version is saved once."""

    def __init__(self) -> None:
        self.kept: dict[UUID, Evidence] = {}

    def of(self, city: str, project: KnownProject) -> Evidence:
        begun = Evidence(project_id=project.id, city=city, case_id=project.case_id, applicant_id=project.applicant.id)
        return self.kept.setdefault(project.id, begun)

    def save(self, before: Evidence, after: Evidence) -> None:
        assert self.kept[after.project_id].version == before.version
        self.kept[after.project_id] = after


class FakeDuplicates:
    """The index in memory."""

    def __init__(self) -> None:
        self.uses: dict[tuple[Mark, UUID], Flag] = {}

    def use(self, project_id: UUID, marks: Mapping[Mark, bool]) -> None:
        for mark, is_notice in marks.items():
            others = self._others(mark, project_id)
            if (mark, project_id) not in self.uses:
                self.uses[mark, project_id] = self._flag(mark, project_id, is_flagged=bool(others))
                for other in others:
                    if self.uses[mark, other].state is not FlagState.CONFIRMED:
                        self._change(mark, other, state=FlagState.OPEN, decided_at=None, decided_by=None, reason=None)
            before = self.uses[mark, project_id].is_notice
            self._change(mark, project_id, is_notice=is_notice and before)

    def drop(self, project_id: UUID, marks: Collection[Mark], *, still_attached: Collection[Mark] = ()) -> None:
        for mark in still_attached:
            self._change(mark, project_id, is_notice=True)
        self._forget(project_id, marks)

    def drop_notices(self, project_id: UUID, marks: Collection[Mark]) -> None:
        self._forget(project_id, [mark for mark in marks if self.uses[mark, project_id].is_notice])

    def flags_of(self, project_id: UUID) -> Sequence[Flag]:
        own = [flag for (_, project), flag in self.uses.items() if project == project_id]
        return sorted((flag for flag in own if flag.state is not FlagState.SINGLE), key=lambda flag: flag.mark)

    def project_of(self, flag_id: UUID) -> UUID:
        return self.flag(flag_id).project_id

    def flag(self, flag_id: UUID) -> Flag:
        for flag in self.uses.values():
            if flag.id == flag_id and flag.state is not FlagState.SINGLE:
                return flag
        raise NotFound(kind="duplicate_flag", id=str(flag_id))

    def decide(self, flag: Flag, state: FlagState, *, by: UUID, at: datetime, reason: str) -> None:
        self._change(flag.mark, flag.project_id, state=state, decided_by=by, decided_at=at, reason=reason)

    def _forget(self, project_id: UUID, marks: Iterable[Mark]) -> None:
        for mark in marks:
            del self.uses[mark, project_id]
            left = self._others(mark, project_id)
            if len(left) == 1 and self.uses[mark, left[0]].state is FlagState.OPEN:
                self._change(mark, left[0], state=FlagState.SINGLE)

    def _others(self, mark: Mark, project_id: UUID) -> list[UUID]:
        return [project for used, project in self.uses if used == mark and project != project_id]

    def _change(self, mark: Mark, project_id: UUID, **members: Any) -> None:
        self.uses[mark, project_id] = replace(self.uses[mark, project_id], **members)

    def _flag(self, mark: Mark, project_id: UUID, *, is_flagged: bool) -> Flag:
        state = FlagState.OPEN if is_flagged else FlagState.SINGLE
        return Flag(id=uuid4(), mark=mark, project_id=project_id, state=state, is_notice=True, raised_at=NOON)
