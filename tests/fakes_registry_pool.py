"""The pool, the ways into it and its products in memory, with the same promises as the registry's database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from casework.desks import absent
from casework.states import LIVE
from contracts.events.declaration import PackReleased
from policy.refs import PackRef
from services.registry.domain.delegations import Delegation, DelegationState
from services.registry.domain.enrolment import Enrolment
from services.registry.domain.errors import AlreadyInterested, EnrolmentUnderWay, SatisfactionAnswered
from services.registry.domain.interests import Interest, InterestState
from services.registry.domain.measures import Measure, MeasureState
from services.registry.domain.pool import PoolEntry
from services.registry.domain.products import Product
from services.registry.domain.satisfaction import JudgedProject, Satisfaction
from tests.fakes_registry_messages import FakeThings


class FakePool(FakeThings[PoolEntry]):
    def of(self, organisation_id: UUID, *, for_update: bool = False) -> PoolEntry | None:
        found: PoolEntry | None = self._first(organisation_id=organisation_id)
        return found


class FakeEnrolments(FakeThings[Enrolment]):
    """With the promise of the database: one application per provider and kind is under way."""

    def get(self, enrolment_id: UUID) -> Enrolment:  # type: ignore[override]
        found = self.find(enrolment_id)
        if found is None:
            raise absent("registry", enrolment_id)
        return found

    def add(self, thing: Enrolment) -> None:
        twins = [each for each in self.live_of(thing.applicant.id) if each.kind == thing.kind]
        if thing.recommended is None and any(each.recommended is None for each in twins):
            raise EnrolmentUnderWay()
        super().add(thing)

    def live_of(self, applicant_id: UUID) -> Sequence[Enrolment]:
        return [each for each in self.all() if each.applicant.id == applicant_id and each.state in LIVE]

    def due_from(self, first_day: date) -> Sequence[Enrolment]:
        due = [(each, each.dossier.due_on) for each in self.all()]
        return [each for each, due_on in due if due_on is not None and due_on >= first_day]


class FakeProducts(FakeThings[Product]):
    """With the ceilings that each product had."""

    def __init__(self, *things: Product) -> None:
        super().__init__(*things)
        self.ceilings: list[tuple[UUID, int, int | None]] = []

    def keep_ceiling(self, product: Product, *, at: datetime) -> None:
        self.ceilings.append((product.id, product.version, product.ceiling_fen))


class FakeMeasures(FakeThings[Measure]):
    def appealed_of(self, provider_id: UUID) -> Sequence[Measure]:
        return self._where(provider_id=provider_id, state=MeasureState.APPEALED)


class FakeDelegations(FakeThings[Delegation]):
    def granted_to(self, agent_id: UUID) -> Sequence[Delegation]:
        return self._where(agent_id=agent_id, state=DelegationState.GRANTED)


class FakeInterests(FakeThings[Interest]):
    """With the promise of the database: the same is asked for once until it is declined."""

    def add(self, thing: Interest) -> None:
        same = self._where(from_id=thing.from_id, need_id=thing.need_id, product_id=thing.product_id)
        if any(each.state is not InterestState.DECLINED for each in same):
            raise AlreadyInterested()
        super().add(thing)


class FakeProjects:
    """Projects whose acceptance has ended."""

    def __init__(self) -> None:
        self.ended: dict[UUID, JudgedProject] = {}

    def judged(self, project_id: UUID) -> JudgedProject | None:
        return self.ended.get(project_id)


class FakeSatisfaction(FakeThings[Satisfaction]):
    """With the promise of the database: one answer per project."""

    def add(self, thing: Satisfaction) -> None:
        if self._where(project_id=thing.project_id):
            raise SatisfactionAnswered()
        super().add(thing)


class FakePacks:
    """What was released."""

    def __init__(self) -> None:
        self.released: list[PackRef] = []

    def all(self) -> Sequence[PackRef]:
        return self.released

    def keep(self, event: PackReleased) -> None:
        self.released.append(PackRef.parse(event.pack, event.sha256))
