"""The registry's unit of work: its repositories over one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import ClassVar

from chassis.db.transaction import Transaction
from chassis.outbox import Outbox
from chassis.units import UnitOfWork
from contracts.actor import Actor
from contracts.events.base import Event
from contracts.refusal import Refusal
from services.registry.domain.errors import (
    AlreadyInterested,
    ChangeAlreadyRequested,
    CreditCodeRegistered,
    EnrolmentUnderWay,
    LoginTaken,
    SatisfactionAnswered,
)
from services.registry.storage.accounts import (
    AccountRepository,
    InvitationRepository,
    MailRepository,
    RecoveryRepository,
    SessionRepository,
)
from services.registry.storage.attempts import SignInAttempts
from services.registry.storage.codes import CodeRepository, SettingsRepository
from services.registry.storage.delegations import DelegationRepository, RelationRepository
from services.registry.storage.due_steps import DueStepRepository
from services.registry.storage.enrolments import EnrolmentRepository
from services.registry.storage.lists import ListRepository, StandingRepository
from services.registry.storage.matching import InterestRepository, NeedRepository
from services.registry.storage.messages import MessageRepository
from services.registry.storage.organisations import (
    CalendarRepository,
    ChangeRepository,
    DivisionRepository,
    OrganisationRepository,
)
from services.registry.storage.performance import KeptProjects, MeasureRepository, SatisfactionRepository
from services.registry.storage.pool import KnownPacks, PayeeRepository, PoolRepository, ProductRepository
from services.registry.storage.tables.matching import INTEREST_ONCE
from services.registry.storage.tables.performance import ANSWERED
from services.registry.storage.tables.pool import UNDER_WAY
from services.registry.storage.texts import TextRepository
from services.registry.storage.webhooks import DeliveryRepository, WebhookRepository


class DeliveringOutbox(Outbox):
    """Announces, and queues the same for the webhooks of those whom it concerns."""

    def __init__(self, unit: UnitOfWork, deliveries: DeliveryRepository, *, actor: Actor, request_id: str) -> None:
        super().__init__(unit.transaction, unit.audit, city=unit.city, actor=actor, request_id=request_id)
        self._deliveries = deliveries

    def add(self, events: Iterable[Event]) -> None:
        """Announce. Deliveries keep real time: they are retried by it."""
        announced = list(events)
        super().add(announced)
        for event in announced:
            self._deliveries.queue(event, datetime.now(UTC))


class RegistryUnit(UnitOfWork):
    """What the registry's use cases are given (`use_cases/ports.py` says which of it they need)."""

    refusals: ClassVar[dict[str, type[Refusal]]] = {
        "account_login_key": LoginTaken,
        "organisation_credit_code_key": CreditCodeRegistered,
        "change_request_one_open": ChangeAlreadyRequested,
        UNDER_WAY: EnrolmentUnderWay,
        ANSWERED: SatisfactionAnswered,
        INTEREST_ONCE: AlreadyInterested,
    }

    client: str = ""
    """The address that the request came from, as far as the entrypoint says it: only signing in asks for it."""

    def __init__(self, transaction: Transaction, *, actor: Actor, request_id: str, now: datetime) -> None:
        super().__init__(transaction, actor=actor, request_id=request_id, now=now)
        self.accounts = AccountRepository(transaction)
        self.sessions = SessionRepository(transaction)
        self.attempts = SignInAttempts(transaction, actor.city)
        self.recoveries = RecoveryRepository(transaction)
        self.invitations = InvitationRepository(transaction)
        self.mails = MailRepository(transaction)
        self.organisations = OrganisationRepository(transaction)
        self.changes = ChangeRepository(transaction)
        self.divisions = DivisionRepository(transaction)
        self.calendar = CalendarRepository(transaction)
        self.pool = PoolRepository(transaction)
        self.enrolments = EnrolmentRepository(transaction)
        self.products = ProductRepository(transaction)
        self.packs = KnownPacks(transaction)
        self.measures = MeasureRepository(transaction)
        self.projects = KeptProjects(transaction)
        self.satisfaction = SatisfactionRepository(transaction)
        self.delegations = DelegationRepository(transaction)
        self.relations = RelationRepository(transaction)
        self.needs = NeedRepository(transaction)
        self.interests = InterestRepository(transaction)
        self.payees = PayeeRepository(transaction)
        self.lists = ListRepository(transaction, actor.city)
        self.standings = StandingRepository(transaction)
        self.messages = MessageRepository(transaction, actor.city)
        self.texts = TextRepository(transaction)
        self.codes = CodeRepository(transaction)
        self.settings = SettingsRepository(transaction, actor.city)
        self.due_steps = DueStepRepository(transaction)
        self.webhooks = WebhookRepository(transaction)
        self.deliveries = DeliveryRepository(transaction, actor.city)
        self.outbox = DeliveringOutbox(self, self.deliveries, actor=actor, request_id=request_id)
