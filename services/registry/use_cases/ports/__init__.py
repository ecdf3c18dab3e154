"""What the use cases need: repositories over one transaction, and the few things that are neither rule nor row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from contracts.actor import Actor
from contracts.events.base import Event
from contracts.sealed import Sealer
from services.registry.domain.accounts import Account
from services.registry.domain.calendar import CalendarYear
from services.registry.domain.changes import ChangeRequest
from services.registry.domain.channels import Choice as Choice
from services.registry.domain.channels import Choices as Choices
from services.registry.domain.city_settings import CitySettings as CitySettings
from services.registry.domain.divisions import Division
from services.registry.domain.exclusion import ExclusionList, Standing
from services.registry.domain.interests import Interest
from services.registry.domain.mail import Mail as Mail
from services.registry.domain.needs import Need
from services.registry.domain.notices import Message as Message
from services.registry.domain.one_time_codes import OneTimeCode as OneTimeCode
from services.registry.domain.one_time_codes import Sent as Sent
from services.registry.domain.organisations import Kind, Organisation, SizeClass
from services.registry.domain.payees import PayeeAccount
from services.registry.domain.relations import Relation
from services.registry.domain.satisfaction import Satisfaction
from services.registry.domain.sessions import Session
from services.registry.domain.sms import TextMessage as TextMessage
from services.registry.domain.throttle import Failures, Throttle
from services.registry.domain.tokens import Invitation, Recovery
from services.registry.domain.webhooks import Delivery as Delivery
from services.registry.domain.webhooks import Webhook as Webhook
from services.registry.use_cases.ports.pool import (
    Delegations,
    Enrolments,
    KnownPacks,
    Measures,
    Pool,
    Products,
    Projects,
)
from services.registry.use_cases.ports.telling import (
    Codes,
    Deliveries,
    DueSteps,
    Mails,
    Messages,
    Settings,
    Texts,
    Webhooks,
)
from services.registry.use_cases.ports.things import Things


class Clock(Protocol):
    """Business time."""

    def now(self) -> datetime: ...
    def today(self) -> date: ...


class Outbox(Protocol):
    """Announces."""

    def add(self, events: Iterable[Event]) -> None: ...


class Audit(Protocol):
    """Writes down who changed what."""

    def record(self, actor: Actor, action: str, aggregate: Any, **details: Any) -> None: ...


class Accounts(Things[Account], Protocol):
    """Accounts of the city."""

    def by_login(self, login: str) -> Account | None: ...
    def of_organisation(self, organisation_id: UUID) -> Sequence[Account]: ...
    def choosers(self, topics: Sequence[str]) -> Sequence[Account]: ...
    def of_roles(self, roles: Sequence[str], division: str | None) -> Sequence[Account]: ...
    def bound_to(self, phone_marks: Sequence[bytes]) -> Sequence[Account]: ...


class Sessions(Things[Session], Protocol):
    """Sessions of the city."""

    def end_all(self, account_id: UUID, now: datetime, *, but: UUID | None = None) -> None: ...


class Attempts(Protocol):
    """Counters of wrong passwords."""

    def is_city_served(self) -> bool: ...
    def throttle(self, login: str, client: str) -> Throttle: ...
    def note_failure(self, login: str, client: str, now: datetime) -> None: ...
    def forget(self, login: str, client: str) -> None: ...
    def is_known_address(self, account_ids: Sequence[UUID], client: str) -> bool: ...
    def codes_asked(self, client: str) -> Failures | None: ...
    def note_code_asked(self, client: str, now: datetime) -> None: ...


class Recoveries(Things[Recovery], Protocol):
    """Tokens to choose a new password."""

    def by_token(self, token_sha256: bytes) -> Recovery | None: ...
    def last_of(self, account_id: UUID) -> Recovery | None: ...


class Invitations(Things[Invitation], Protocol):
    """Tokens to join an organisation."""

    def by_token(self, token_sha256: bytes) -> Invitation | None: ...


class Organisations(Things[Organisation], Protocol):
    """Organisations of the city."""

    def by_credit_code(self, credit_code: str) -> Organisation | None: ...
    def keep_former_name(self, before: Organisation, until: datetime) -> None: ...


class Divisions(Things[Division], Protocol):
    """Divisions of the city."""

    def by_code(self, code: str) -> Division | None: ...
    def all(self) -> Sequence[Division]: ...


class Calendar(Things[CalendarYear], Protocol):
    """Years of the city's calendar."""

    def all(self) -> Sequence[CalendarYear]: ...
    def by_year(self, year: int) -> CalendarYear | None: ...
    def by_years(self, years: Collection[int]) -> Mapping[int, CalendarYear]: ...


class Lists(Things[ExclusionList], Protocol):
    """Exclusion lists of the city."""

    def hold(self) -> None: ...
    def by_code(self, code: str) -> ExclusionList | None: ...
    def codes_on(self, code: str) -> Set[str]: ...
    def replace_entries(self, code: str, entries: Mapping[str, str]) -> None: ...


class Standings(Protocol):
    """Standings of credit codes."""

    def of(self, codes: Iterable[str]) -> Mapping[str, Standing]: ...
    def put(self, standing: Standing) -> None: ...
    def send(self) -> None: ...


class Work(Protocol):
    """The unit of work of the registry, as its use cases see it."""

    @property
    def city(self) -> str: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def attempts(self) -> Attempts: ...
    @property
    def recoveries(self) -> Recoveries: ...
    @property
    def invitations(self) -> Invitations: ...
    @property
    def mails(self) -> Mails: ...
    @property
    def organisations(self) -> Organisations: ...
    @property
    def changes(self) -> Things[ChangeRequest]: ...
    @property
    def divisions(self) -> Divisions: ...
    @property
    def calendar(self) -> Calendar: ...
    @property
    def pool(self) -> Pool: ...
    @property
    def enrolments(self) -> Enrolments: ...
    @property
    def products(self) -> Products: ...
    @property
    def packs(self) -> KnownPacks: ...
    @property
    def measures(self) -> Measures: ...
    @property
    def projects(self) -> Projects: ...
    @property
    def satisfaction(self) -> Things[Satisfaction]: ...
    @property
    def delegations(self) -> Delegations: ...
    @property
    def relations(self) -> Things[Relation]: ...
    @property
    def needs(self) -> Things[Need]: ...
    @property
    def interests(self) -> Things[Interest]: ...
    @property
    def payees(self) -> Things[PayeeAccount]: ...
    @property
    def lists(self) -> Lists: ...
    @property
    def standings(self) -> Standings: ...
    @property
    def messages(self) -> Messages: ...
    @property
    def texts(self) -> Texts: ...
    @property
    def codes(self) -> Codes: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def due_steps(self) -> DueSteps: ...
    @property
    def webhooks(self) -> Webhooks: ...
    @property
    def deliveries(self) -> Deliveries: ...


class Passwords(Protocol):
    """Hashing is slow on purpose, so it runs beside the other greenlets."""

    def initial(self) -> str: ...
    def hash(self, password: str) -> str: ...
    def matches(self, password_hash: str | None, password: str) -> bool: ...


@dataclass(frozen=True)
class Secrets:
    """What makes and keeps secrets: passwords, the sealing keys, random tokens of 256 bits, codes of six digits."""

    passwords: Passwords
    sealer: Sealer
    new_token: Callable[[], str]
    new_code: Callable[[], str]


class Pauses(Protocol):
    """Holds an attempt back for a moment; TooManyAttempts when too many are held already."""

    def hold(self, seconds: float) -> None: ...


class SizeClasses(Protocol):
    """The national table of size classes."""

    def of(self, kind: Kind, *, staff: int | None, revenue_fen: int | None, on: date) -> SizeClass | None: ...
