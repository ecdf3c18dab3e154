"""Fakes of the ports of the declaration's use cases: what a repository does, in memory.

`save` checks the version and `add` what is unique, as the real ones do; a contract test runs both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from casework.common_facts import NotKnownHere, Organisation
from casework.desks import absent
from casework.divisions import DivisionPath
from casework.public_notice import NoticeState
from casework.states import LIVE, State
from chassis.db.errors import LostUpdate
from chassis.testing import FakeAudit, FakeOutbox
from contracts.refusal import NotFound
from contracts.working_days import WorkingDays
from policy.packs import PackRef
from services.declaration.domain.calls import Call, CallState
from services.declaration.domain.declaration import SERVICE, Declaration
from services.declaration.domain.errors import PackAlreadyReleased, RoundAlreadyDeclared
from services.declaration.domain.level_pilot import LevelPilot
from services.declaration.domain.pilot_list import PilotState
from services.declaration.domain.pilot_notice import PilotNotice
from services.declaration.domain.quotas import AccountKey, QuotaAccount
from services.declaration.domain.recommendation import Recommendation
from services.declaration.domain.releases import PackRelease
from services.declaration.domain.surroundings import KnownAssessment, OtherPilot, Surroundings
from services.declaration.domain.warnings import OpenWarning
from tests.builders_declaration import CALENDAR, CITY


@dataclass
class FakeCalls:
    rows: dict[UUID, Call] = field(default_factory=dict)

    def get(self, call_id: UUID) -> Call:
        if call_id not in self.rows:
            raise NotFound(kind="call", id=str(call_id))
        return self.rows[call_id]

    def of_programme(self, programme_year: str) -> Sequence[Call]:
        return [call for call in self.rows.values() if call.programme_year == programme_year]

    def all(self) -> Sequence[Call]:
        return list(self.rows.values())

    def due(self, at: datetime) -> Sequence[Call]:
        begun = [each for each in self.rows.values() if each.state is CallState.PLANNED and each.opens_at]
        over = [each for each in self.rows.values() if each.state is CallState.OPEN and each.closes_at]
        return [call for call in begun if call.opens_at and call.opens_at <= at] + [
            call for call in over if call.closes_at and call.closes_at < at
        ]

    def add(self, call: Call) -> None:
        self.rows[call.id] = call

    def save(self, call: Call) -> None:
        _must_follow(self.rows[call.id].version, call.version)
        self.rows[call.id] = call


@dataclass
class FakeReleases:
    rows: dict[str, PackRelease] = field(default_factory=dict)

    def find(self, pack: str) -> PackRelease | None:
        return self.rows.get(pack)

    def of_programme(self, programme_year: str) -> Sequence[PackRef]:
        return [row.pack for row in self.rows.values() if row.pack.programme_year == programme_year]

    def add(self, release: PackRelease) -> None:
        if release.pack.text in self.rows:
            raise PackAlreadyReleased(constraint="pack_release_once")
        self.rows[release.pack.text] = release


@dataclass
class FakeNotices:
    rows: dict[UUID, PilotNotice] = field(default_factory=dict)

    def get(self, notice_id: UUID) -> PilotNotice:
        if notice_id not in self.rows:
            raise NotFound(kind="notice", id=str(notice_id))
        return self.rows[notice_id]

    def due(self, at: datetime) -> Sequence[PilotNotice]:
        return [notice for notice in self.open() if notice.notice.has_ended(at=at)]

    def open(self) -> Sequence[PilotNotice]:
        return [notice for notice in self.rows.values() if notice.notice.state is NoticeState.OPEN]

    def add(self, notice: PilotNotice) -> None:
        self.rows[notice.id] = notice

    def save(self, notice: PilotNotice) -> None:
        _must_follow(self.rows[notice.id].version, notice.version)
        self.rows[notice.id] = notice


@dataclass
class FakeQuotas:
    rows: dict[tuple[str, str, AccountKey], QuotaAccount] = field(default_factory=dict)

    def locked(self, cases: Sequence[Declaration], keys: Collection[AccountKey]) -> Sequence[QuotaAccount]:
        here, ids = (cases[0].programme_year, cases[0].batch), {str(case.id) for case in cases}
        for key in keys:
            self.rows.setdefault((*here, key), QuotaAccount(key=key))
        return [
            account
            for (*where, key), account in sorted(self.rows.items())
            if tuple(where) == here and (key in keys or ids & account.holders.keys())
        ]

    def save(self, declaration: Declaration, account: QuotaAccount) -> None:
        self.rows[(declaration.programme_year, declaration.batch, account.key)] = account


@dataclass
class FakeLevelPilots:
    rows: dict[UUID, LevelPilot] = field(default_factory=dict)

    def get(self, pilot_id: UUID) -> LevelPilot:
        if pilot_id not in self.rows:
            raise NotFound(kind="pilot", id=str(pilot_id))
        return self.rows[pilot_id]

    def find(self, pilot_id: UUID) -> LevelPilot | None:
        return self.rows.get(pilot_id)

    def of_applicant(self, applicant_id: UUID) -> Sequence[LevelPilot]:
        return [each for each in self.rows.values() if each.applicant.id == applicant_id]

    def add(self, pilot: LevelPilot) -> None:
        self.rows[pilot.id] = pilot

    def save(self, pilot: LevelPilot) -> None:
        _must_follow(self.rows[pilot.id].version, pilot.version)
        self.rows[pilot.id] = pilot


@dataclass
class FakeRecommendations:
    rows: dict[UUID, Recommendation] = field(default_factory=dict)

    def get(self, recommendation_id: UUID) -> Recommendation:
        if recommendation_id not in self.rows:
            raise NotFound(kind="recommendation", id=str(recommendation_id))
        return self.rows[recommendation_id]

    def add(self, recommendation: Recommendation) -> None:
        self.rows[recommendation.id] = recommendation

    def save(self, recommendation: Recommendation) -> None:
        _must_follow(self.rows[recommendation.id].version, recommendation.version)
        self.rows[recommendation.id] = recommendation


@dataclass
class FakeFacts:
    organisations: dict[UUID, Organisation] = field(default_factory=dict)
    working_days: WorkingDays = CALENDAR
    divisions: dict[str, str] = field(default_factory=lambda: {"210200": "大连市"})
    paths: dict[str, DivisionPath] = field(default_factory=dict)
    assessments: dict[UUID, KnownAssessment] = field(default_factory=dict)
    warnings: dict[UUID, list[OpenWarning]] = field(default_factory=dict)
    stakes: dict[UUID, list[str]] = field(default_factory=dict)

    def keep(self, *organisations: Organisation) -> None:
        self.organisations |= {each.id: each for each in organisations}

    def organisation(self, organisation_id: UUID) -> Organisation:
        if organisation_id not in self.organisations:
            raise NotKnownHere(kind="organisation")
        return self.organisations[organisation_id]

    def calendar(self) -> WorkingDays:
        return self.working_days

    def division_name(self, code: str) -> str | None:
        return self.divisions.get(code)

    def assessment(self, applicant_id: UUID) -> KnownAssessment | None:
        return self.assessments.get(applicant_id)

    def open_warnings(self, applicant_id: UUID) -> Sequence[OpenWarning]:
        return self.warnings.get(applicant_id, [])

    def division_path(self, code: str) -> DivisionPath:
        return self.paths.get(code, ())

    def declared_stakes(self, organisation_id: UUID, applicant_id: UUID, sellers: Collection[UUID] = ()) -> list[str]:
        return list(self.stakes.get(organisation_id, ()))


@dataclass
class FakeDeclarations:
    calls: FakeCalls
    facts: FakeFacts
    rows: dict[UUID, Declaration] = field(default_factory=dict)

    def get(self, declaration_id: UUID) -> Declaration:
        if declaration_id not in self.rows:
            raise absent(SERVICE, declaration_id)
        return self.rows[declaration_id]

    def with_surroundings(self, declaration_id: UUID) -> tuple[Declaration, Surroundings]:
        declaration = self.get(declaration_id)
        applicant = self.facts.organisation(declaration.applicant.id)
        call = self.calls.get(declaration.call_id)
        path = self.facts.division_path(declaration.division)
        return declaration, Surroundings(
            call=call,
            applicant=applicant,
            calendar=self.facts.calendar(),
            division_path=path,
            assessment=self.facts.assessment(applicant.id),
            other_pilots=tuple(self._other_pilots(declaration)),
        )

    def get_all(self, declaration_ids: Iterable[UUID]) -> Sequence[Declaration]:
        return [self.rows[each] for each in sorted(set(declaration_ids)) if each in self.rows]

    def of_case(self, case_id: UUID) -> Sequence[Declaration]:
        return [each for each in self.rows.values() if each.case_id == case_id]

    def live_of(self, applicant_id: UUID) -> Sequence[Declaration]:
        return [each for each in self.rows.values() if each.applicant.id == applicant_id and each.state in LIVE]

    def listed_of(self, applicant_id: UUID) -> Sequence[Declaration]:
        on_list = (PilotState.LISTED, PilotState.SUSPENDED)
        own = (each for each in self.rows.values() if each.applicant.id == applicant_id)
        return [each for each in own if each.place.state in on_list]

    def _other_pilots(self, declaration: Declaration) -> Iterator[OtherPilot]:
        for each in self.rows.values():
            is_in_one = each.state in (State.IN_REVIEW, State.RETURNED, State.APPROVED)
            is_own = each.applicant.credit_code == declaration.applicant.credit_code and each.id != declaration.id
            if is_own and is_in_one and each.exclusive_key and each.place.state is not PilotState.DELISTED:
                key, year = each.exclusive_key, each.programme_year
                yield OtherPilot(id=each.id, exclusive_key=key, programme_year=year, batch=each.batch)

    def due_from(self, first_day: date) -> Sequence[Declaration]:
        return [each for each in self.rows.values() if each.dossier.due_on and each.dossier.due_on >= first_day]

    def add(self, declaration: Declaration) -> None:
        if any(each.state not in (State.WITHDRAWN, State.VOIDED) for each in self.of_case(declaration.case_id)):
            raise RoundAlreadyDeclared(constraint="declaration_one_per_round")
        self.rows[declaration.id] = declaration

    def save(self, declaration: Declaration) -> None:
        _must_follow(self.rows[declaration.id].version, declaration.version)
        self.rows[declaration.id] = declaration


def _must_follow(found: int, version: int) -> None:
    if version != found + 1:
        raise LostUpdate(f"version {version} after {found}")


class FakeUnit:
    """One city's transaction, never rolled back."""

    def __init__(self) -> None:
        self.city = CITY
        self.calls, self.facts = FakeCalls(), FakeFacts()
        self.releases, self.notices, self.quotas = FakeReleases(), FakeNotices(), FakeQuotas()
        self.declarations = FakeDeclarations(self.calls, self.facts)
        self.recommendations, self.level_pilots = FakeRecommendations(), FakeLevelPilots()
        self.outbox, self.audit = FakeOutbox(), FakeAudit()

    @property
    def told(self) -> list[str]:
        """The names of what was announced."""
        return [event.NAME for event in self.outbox.events]
