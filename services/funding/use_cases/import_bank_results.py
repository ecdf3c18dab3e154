"""What the bank answered (银行回执): the file is taken whole or not at all, and never twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from contracts.actor import Actor
from contracts.events.funding import TrancheChanged
from services.funding.domain.acting import BANK_RESULT, must_take
from services.funding.domain.announcements import tranche_paid, tranche_returned
from services.funding.domain.bank_files import BankResultFile, UnknownLine
from services.funding.domain.bank_results import ResultFile, ResultLine, Settlement, settle
from services.funding.domain.documents import FileReference
from services.funding.domain.entries import entry_for_tranche
from services.funding.domain.ledger import EntryKind
from services.funding.domain.payment import BankVerdict, Instruction, PaymentBatch
from services.funding.domain.states import TrancheAction, TrancheState
from services.funding.domain.tranche import Tranche
from services.funding.domain.views_payment import result_file_view
from services.funding.use_cases.ports import Clock, Packs, Unit


def import_bank_results(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, *, file: FileReference, results: ResultFile
) -> dict[str, Any]:
    """Paid and returned tranches, what was known before, and the lines that nobody here knows.

    The same content again changes nothing and says so. `domain.bank_results.settle` says what refuses a file.
    """
    batches = uow.batches.of_numbers([line.number for line in results.lines])
    taken = uow.result_files.of_content(file.sha256)  # after the batches are locked: a twin waits, and sees the first
    if taken is not None:
        return result_file_view(taken, is_repeated=True)
    instructions = {each.number: each for batch in batches for each in batch.instructions}
    named = [instructions[line.number].tranche_id for line in results.lines if line.number in instructions]
    tranches = uow.tranches.many(named)
    settlement = settle(
        results, instructions, today=clock.today(), claimed_back=_claimed_back(instructions.values(), tranches)
    )
    changing = {instructions[number].tranche_id for number in settlement.applied}
    for ref in {tranches[each].pack for each in changing}:
        must_take(actor, packs.get(ref), BANK_RESULT)
    _save_batches(uow, actor, batches, settlement)
    for number, line in settlement.applied.items():
        _settle_tranche(uow, clock, actor, tranches[instructions[number].tranche_id], line)
    record = _record(uow, clock, actor, file, results, settlement)
    uow.result_files.add(record)
    uow.audit.record(actor, "import", record, paid=record.paid, returned=record.returned, total_fen=record.total.fen)
    return result_file_view(record, is_repeated=False)


def _claimed_back(instructions: Iterable[Instruction], tranches: Mapping[UUID, Tranche]) -> set[str]:
    """The numbers of payments of which something was claimed back: the bank cannot return them as well."""
    states = (TrancheState.IN_RECOVERY, TrancheState.RECOVERED)
    back = {each.id for each in tranches.values() if each.state in states or each.recovered}
    return {instruction.number for instruction in instructions if instruction.tranche_id in back}


def _save_batches(uow: Unit, actor: Actor, batches: Sequence[PaymentBatch], settlement: Settlement) -> None:
    def answered(instruction: Instruction) -> Instruction:
        line = settlement.applied.get(instruction.number)
        return instruction if line is None else instruction.answered(line.answer)

    for batch in batches:
        if any(each.number in settlement.applied for each in batch.instructions):
            changed = batch.with_results(answered)
            uow.batches.save(changed, batch)
            uow.audit.record(actor, "record_results", changed, state=changed.state.value)


def _settle_tranche(uow: Unit, clock: Clock, actor: Actor, before: Tranche, line: ResultLine) -> None:
    answer = line.answer
    event: TrancheChanged
    if answer.verdict is BankVerdict.PAID:
        tranche, kind = before.after(TrancheAction.PAY, paid_on=answer.on, reason=""), EntryKind.PAYMENT_MADE
        event = tranche_paid(tranche, actor, clock.now(), paid_on=answer.on)
    else:
        tranche = before.after(TrancheAction.RETURN, paid_on=None, reason=answer.reason)
        is_late = before.state is TrancheState.PAID
        kind = EntryKind.PAYMENT_RETURNED_LATE if is_late else EntryKind.PAYMENT_RETURNED
        event = tranche_returned(tranche, actor, clock.now())
    uow.tranches.save(tranche)
    uow.ledger.post(entry_for_tranche(kind, before, on=answer.on, at=clock.now()))
    uow.outbox.add([event])
    uow.audit.record(actor, answer.verdict.value, tranche, number=line.number, bank_reference=answer.bank_reference)


def _record(
    uow: Unit, clock: Clock, actor: Actor, file: FileReference, results: ResultFile, settlement: Settlement
) -> BankResultFile:
    verdicts = [line.answer.verdict for line in settlement.applied.values()]
    return BankResultFile(
        id=uuid4(),
        city=uow.city,
        file=file,
        sha256=file.sha256,
        lines=len(results.lines),
        total=results.total,
        paid=verdicts.count(BankVerdict.PAID),
        returned=verdicts.count(BankVerdict.RETURNED),
        known=len(settlement.known),
        unknown=tuple(
            UnknownLine(row=line.row, number=line.number, amount_fen=line.amount.fen) for line in settlement.unknown
        ),
        imported_by=actor.account_id,
        imported_at=clock.now(),
    )
