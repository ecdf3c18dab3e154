"""What an event of another service makes due is computed: a whole award, or the next tranche of one (DL9, XB18)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contracts.actor import Actor
from contracts.events.project import ProjectTerminated
from policy.claims import Claim
from policy.honour import honour_of
from policy.pack import Pack
from policy.subsidy import OF_ORGANISATION, SubsidyLine
from services.funding.domain.allowance import Allowance, AllowanceKey
from services.funding.domain.announcements import award_computed
from services.funding.domain.award import compute
from services.funding.domain.claims import claim_of
from services.funding.domain.line_book import LineBook
from services.funding.domain.occasion import Occasion, Part, tranche_for
from services.funding.domain.placing import Placed, place, place_again
from services.funding.domain.takings import Taking, beside, taking_of
from services.funding.use_cases.count_awards import count_awards
from services.funding.use_cases.draw_number import draw_number
from services.funding.use_cases.load import Due, line_book, occasion_of
from services.funding.use_cases.ports import Clock, Packs, Unit
from services.funding.use_cases.undo_tranche import undo_tranche


def compute_award(uow: Unit, packs: Packs, clock: Clock, event: Due) -> None:
    """One award per subsidy line, or per tranche of it, of which the pack says that this event makes it due.

    Every allowance that any of them takes from is locked first and in one order, so that what is computed side by side
    shares each cap. A later word of the same computes again while no plan holds the award; what a meeting decided is
    not moved by an event. NotKnownHere while the contract or the organisation is still to come.
    """
    occasion = occasion_of(uow, clock, event)
    if occasion is None:
        return
    if isinstance(event, ProjectTerminated):
        _call_off_advances(uow, packs, clock, event)
    compute_occasion(uow, packs, clock, occasion)


def _call_off_advances(uow: Unit, packs: Packs, clock: Clock, ended: ProjectTerminated) -> None:
    """What no plan holds of the advances of a project that ended is not due any more; what was paid is claimed back."""
    found = []
    for award in uow.awards.of_project(ended.aggregate_id):
        if not packs.get(award.pack).line(award.line).tranche(award.part.key).settles:
            found += [each for each in uow.tranches.of_award(award.id) if each.is_open_to_change]
    uow.allowances.locked(key for tranche in found for key in tranche.allowance_keys)
    for tranche in found:
        findings = f"项目终止：{ended.reason}"
        undo_tranche(uow, packs, clock, Actor.system(uow.city), tranche, findings=findings)


def compute_occasion(uow: Unit, packs: Packs, clock: Clock, occasion: Occasion) -> None:
    """The same for what is known to have happened."""
    pack = packs.get(uow.known.pack_of_case(occasion.case_id) or occasion.pack)
    wanted = list(_wanted(uow, clock, pack, occasion))
    locked = uow.allowances.locked(key for each in wanted for key in each.keys) if wanted else {}
    for each in wanted:
        placed = each.computed(locked)
        _keep(uow, clock, placed, "compute" if each.is_first_time else "recompute")
        locked |= placed.allowances


def _wanted(uow: Unit, clock: Clock, pack: Pack, occasion: Occasion) -> Iterator[_Computing]:
    """What the occasion makes due, line by line. A project that ended owes back what it was granted, and no more."""
    ground, earlier = occasion.ground, uow.awards.of_project(occasion.project_id)
    for line in _lines(uow, pack, occasion):
        awards = {award.part.name: award for award in earlier if award.line == line.key}
        tranche = tranche_for(line, ground, awards)
        if tranche is None or (ground.event == ProjectTerminated.NAME and not awards):
            continue
        book = line_book(uow, awards.values())
        part = book.part(tranche.key, book.run_to_settle(tranche.key) if line.subject == OF_ORGANISATION else 1)
        before = awards.get(part.name)
        if before is not None and (before.outran(ground) or not book.tranches[part.name].is_open_to_change):
            continue
        organisation = uow.known.organisation(occasion.applicant.id)
        claim = claim_of(line.key, occasion, organisation, on=clock.today())
        yield _Computing(uow, clock, pack, line, occasion, book, part, claim)


def _lines(uow: Unit, pack: Pack, occasion: Occasion) -> list[SubsidyLine]:
    """What the occasion is about, without what the project's honour gave up (ZS8)."""
    honour, rule = uow.honours.of_project(occasion.project_id), honour_of(pack)
    is_paid = [line for line in pack.lines if honour is None or not rule.gives_up(line.key)]
    return [line for line in is_paid if occasion.is_about(line)]


@dataclass(frozen=True)
class _Computing:
    """One tranche of one line of one occasion, with everything that it is computed by."""

    uow: Unit
    clock: Clock
    pack: Pack
    line: SubsidyLine
    occasion: Occasion
    book: LineBook
    part: Part
    claim: Claim

    @property
    def is_first_time(self) -> bool:
        return self.part.name not in self.book.awards

    @property
    def taking(self) -> Taking:
        occasion = self.occasion
        code, facts = occasion.applicant.credit_code, self.claim.facts
        return taking_of(self.pack, self.line, facts, subject_id=occasion.project_id, credit_code=code)

    @property
    def keys(self) -> Iterator[AllowanceKey]:
        """All that it takes from now or took from before."""
        yield from self.taking.keys
        if not self.is_first_time:
            yield from self.book.tranches[self.part.name].allowance_keys

    def computed(self, locked: dict[AllowanceKey, Allowance]) -> Placed:
        """The award in its place, beside what the allowances hold now."""
        taking, today, at = self.taking, self.clock.today(), self.clock.now()
        claim = beside(self.claim, taking, locked, self.book.tranches.values())
        claim = count_awards(self.uow, self.pack, claim, subject_id=self.occasion.project_id)
        part, before = self.part, self.book.awards.get(self.part.name)
        if before is None:
            return place(
                self.pack,
                self.line,
                self.occasion,
                taking=taking,
                allowances=locked,
                claim=claim,
                part=part,
                computation=compute(self.pack, claim, part, on=today),
                number=self._number(),
                at=at,
            )
        return place_again(
            Placed(award=before, tranche=self.book.tranches[part.name], allowances=locked),
            self.pack,
            taking=taking,
            claim=claim,
            part=part,
            computation=compute(self.pack, claim, part, on=today, correction=before.lasting_correction),
            at=at,
            ground=self.occasion.ground,
        )

    def _number(self) -> str:
        on, division = self.clock.today(), self.occasion.division
        return draw_number(self.uow.numbers, self.pack, "award", on=on, division=division)


def _keep(uow: Unit, clock: Clock, placed: Placed, action: str) -> None:
    system = Actor.system(uow.city)
    if action == "compute":
        uow.awards.add(placed.award)
        uow.tranches.add(placed.tranche)
    else:
        uow.awards.save(placed.award)
        uow.tranches.save(placed.tranche)
    for allowance in placed.allowances.values():
        uow.allowances.save(allowance)
    uow.outbox.add([award_computed(placed.award, system, clock.now())])
    uow.audit.record(system, action, placed.award, award_fen=placed.award.amount.fen)
    uow.audit.record(system, action, placed.tranche, amount_fen=placed.tranche.amount.fen)
