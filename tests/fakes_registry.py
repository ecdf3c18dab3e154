"""The registry's ports in memory, with the same promises as its database and its mail server."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.testing import FakeAudit, FakeOutbox
from contracts.actor import Actor
from services.registry.domain.accounts import Account, is_applicant
from services.registry.domain.calendar import CalendarYear
from services.registry.domain.changes import ChangeRequest
from services.registry.domain.city_settings import CitySettings
from services.registry.domain.divisions import Division
from services.registry.domain.exclusion import ExclusionList, Standing
from services.registry.domain.needs import Need
from services.registry.domain.one_time_codes import OneTimeCode, Sent
from services.registry.domain.organisations import Organisation
from services.registry.domain.payees import PayeeAccount
from services.registry.domain.relations import Relation
from services.registry.domain.sessions import Session
from services.registry.domain.throttle import Failures, Throttle
from services.registry.domain.tokens import Invitation, Recovery
from tests.builders_registry import (
    CITY,
    an_account,
    an_organisation,
    the_divisions,
)
from tests.fakes_registry_messages import FakeDueSteps, FakeMails, FakeMessages, FakeTexts, FakeThings, Thing
from tests.fakes_registry_pool import (
    FakeDelegations,
    FakeEnrolments,
    FakeInterests,
    FakeMeasures,
    FakePacks,
    FakePool,
    FakeProducts,
    FakeProjects,
    FakeSatisfaction,
)
from tests.fakes_registry_webhooks import FakeDeliveries, FakeWebhooks


class FakeAccounts(FakeThings[Account]):
    def by_login(self, login: str) -> Account | None:
        found: Account | None = self._first(login=login)
        return found

    def of_organisation(self, organisation_id: UUID) -> Sequence[Account]:
        return self._where(organisation_id=organisation_id, is_disabled=False)

    def choosers(self, topics: Sequence[str]) -> Sequence[Account]:
        return [each for each in self._where(is_disabled=False) if is_applicant(each.roles)]

    def of_roles(self, roles: Sequence[str], division: str | None) -> Sequence[Account]:
        return [each for each in self._where(is_disabled=False, division=division) if each.roles & set(roles)]

    def bound_to(self, phone_marks: Sequence[bytes]) -> Sequence[Account]:
        return [account for account in self._where(is_disabled=False) if account.phone_mark in phone_marks]


class FakeSessions(FakeThings[Session]):
    def end_all(self, account_id: UUID, now: datetime, *, but: UUID | None = None) -> None:
        for session in self._where(account_id=account_id, ended_at=None):
            if session.id != but:
                self.save(session.ended(now))


class FakeAttempts:
    """Counters in memory; `known` are the pairs of login and address that signed in before."""

    def __init__(self, *, is_served: bool = True) -> None:
        self._is_served = is_served
        self.failures: dict[tuple[str, str | None], Failures] = {}
        self.known: set[tuple[str, str]] = set()
        self.signed_in: set[tuple[UUID, str]] = set()
        self.asked: dict[str, Failures] = {}

    def is_city_served(self) -> bool:
        return self._is_served

    def throttle(self, login: str, client: str) -> Throttle:
        return Throttle(
            by_address=self.failures.get((login, client)) if client else None,
            by_login=self.failures.get((login, None)),
            is_known_address=(login, client) in self.known,
        )

    def note_failure(self, login: str, client: str, now: datetime) -> None:
        for key in ((login, client), (login, None)):
            before = self.failures.get(key)
            self.failures[key] = Failures(count=(before.recent(now) if before else 0) + 1, last_at=now)

    def forget(self, login: str, client: str) -> None:
        self.failures.pop((login, client), None)

    def is_known_address(self, account_ids: Sequence[UUID], client: str) -> bool:
        return any((account_id, client) in self.signed_in for account_id in account_ids)

    def codes_asked(self, client: str) -> Failures | None:
        return self.asked.get(client)

    def note_code_asked(self, client: str, now: datetime) -> None:
        before = self.asked.get(client)
        self.asked[client] = Failures(count=(before.recent(now) if before else 0) + 1, last_at=now)


class FakeTokens(FakeThings[Thing]):
    def by_token(self, token_sha256: bytes) -> Any:
        return self._first(token_sha256=token_sha256)

    def last_of(self, account_id: UUID) -> Any:
        found = self._where(account_id=account_id)
        return max(found, key=lambda recovery: recovery.expires_at, default=None)


class FakeCodes(FakeThings[OneTimeCode]):
    def put(self, code: OneTimeCode) -> None:
        self.kept[code.id] = code

    def sent_to(self, phone_mark: bytes, since: datetime) -> Sequence[Sent]:
        found = [code for code in self._where(phone_mark=phone_mark) if code.requested_at > since]
        return [Sent(at=code.requested_at, from_known_address=code.from_known_address) for code in found]


class FakeSettings:
    """What a city settled, in memory."""

    def __init__(self, **settled: Any) -> None:
        unsettled = CitySettings.unsettled(CITY)
        self.kept = replace(unsettled, **settled) if settled else unsettled

    def current(self, *, for_update: bool = False) -> CitySettings:
        return self.kept

    def put(self, settings: CitySettings) -> None:
        self.kept = settings


class FakeOrganisations(FakeThings[Organisation]):
    def __init__(self, *things: Organisation) -> None:
        super().__init__(*things)
        self.former_names: list[str] = []

    def by_credit_code(self, credit_code: str) -> Organisation | None:
        found: Organisation | None = self._first(credit_code=credit_code)
        return found

    def keep_former_name(self, before: Organisation, until: datetime) -> None:
        self.former_names.append(before.name)


class FakeDivisions(FakeThings[Division]):
    def by_code(self, code: str) -> Division | None:
        found: Division | None = self._first(code=code)
        return found


class FakeCalendar(FakeThings[CalendarYear]):
    def by_year(self, year: int) -> CalendarYear | None:
        found: CalendarYear | None = self._first(year=year)
        return found

    def by_years(self, years: Collection[int]) -> Mapping[int, CalendarYear]:
        return {kept.year: kept for kept in self.all() if kept.year in years}


class FakeLists(FakeThings[ExclusionList]):
    def __init__(self, *things: ExclusionList) -> None:
        super().__init__(*things)
        self.entries: dict[str, dict[str, str]] = {}

    def hold(self) -> None:
        """Nobody else imports in a test."""

    def by_code(self, code: str) -> ExclusionList | None:
        found: ExclusionList | None = self._first(code=code)
        return found

    def codes_on(self, code: str) -> Set[str]:
        return set(self.entries.get(code, {}))

    def replace_entries(self, code: str, entries: Mapping[str, str]) -> None:
        self.entries[code] = dict(entries)


class FakeStandings:
    """Standings by credit code."""

    def __init__(self) -> None:
        self.kept: dict[str, Standing] = {}

    def of(self, codes: Iterable[str]) -> Mapping[str, Standing]:
        return {code: self.kept[code] for code in codes if code in self.kept}

    def put(self, standing: Standing) -> None:
        self.kept[standing.credit_code] = standing

    def send(self) -> None:
        """Nothing waits in memory."""


@dataclass
class FakeWork:
    """The registry's unit of work in memory."""

    city: str = CITY
    outbox: FakeOutbox = field(default_factory=FakeOutbox)
    audit: FakeAudit = field(default_factory=FakeAudit)
    accounts: FakeAccounts = field(default_factory=FakeAccounts)
    sessions: FakeSessions = field(default_factory=FakeSessions)
    attempts: FakeAttempts = field(default_factory=FakeAttempts)
    recoveries: FakeTokens[Recovery] = field(default_factory=FakeTokens)
    invitations: FakeTokens[Invitation] = field(default_factory=FakeTokens)
    mails: FakeMails = field(default_factory=FakeMails)
    organisations: FakeOrganisations = field(default_factory=FakeOrganisations)
    changes: FakeThings[ChangeRequest] = field(default_factory=FakeThings)
    divisions: FakeDivisions = field(default_factory=lambda: FakeDivisions(*the_divisions()))
    calendar: FakeCalendar = field(default_factory=FakeCalendar)
    pool: FakePool = field(default_factory=FakePool)
    enrolments: FakeEnrolments = field(default_factory=FakeEnrolments)
    products: FakeProducts = field(default_factory=FakeProducts)
    packs: FakePacks = field(default_factory=FakePacks)
    measures: FakeMeasures = field(default_factory=FakeMeasures)
    delegations: FakeDelegations = field(default_factory=FakeDelegations)
    relations: FakeThings[Relation] = field(default_factory=FakeThings)
    needs: FakeThings[Need] = field(default_factory=FakeThings)
    interests: FakeInterests = field(default_factory=FakeInterests)
    projects: FakeProjects = field(default_factory=FakeProjects)
    satisfaction: FakeSatisfaction = field(default_factory=FakeSatisfaction)
    payees: FakeThings[PayeeAccount] = field(default_factory=FakeThings)
    lists: FakeLists = field(default_factory=FakeLists)
    standings: FakeStandings = field(default_factory=FakeStandings)
    messages: FakeMessages = field(default_factory=FakeMessages)
    texts: FakeTexts = field(default_factory=FakeTexts)
    codes: FakeCodes = field(default_factory=FakeCodes)
    settings: FakeSettings = field(default_factory=FakeSettings)
    due_steps: FakeDueSteps = field(default_factory=FakeDueSteps)
    deliveries: FakeDeliveries = field(default_factory=FakeDeliveries)
    webhooks: FakeWebhooks = field(init=False)

    def __post_init__(self) -> None:
        self.webhooks = FakeWebhooks(self.deliveries)

    def with_enterprise(self, **given: Any) -> tuple[Organisation, Account, Actor]:
        """An enterprise with its owner, who can act."""
        organisation = an_organisation(**given)
        owner = an_account(organisation_id=organisation.id, login=organisation.credit_code)
        owner = replace(owner, roles=frozenset({organisation.kind.value}))
        self.organisations.add(organisation)
        self.accounts.add(owner)
        actor = owner.actor(credit_code=organisation.credit_code, division=organisation.division)
        return organisation, owner, actor

    @contextmanager
    def opened_mails(self) -> Iterator[FakeMails]:
        """As `send_due_mails` opens its transactions."""
        yield self.mails

    @contextmanager
    def opened_texts(self) -> Iterator[FakeTexts]:
        """As `send_due_texts` opens its transactions."""
        yield self.texts

    @contextmanager
    def opened(self) -> Iterator[FakeWork]:
        """As `deliver_due_webhooks` opens its units of work."""
        yield self
