"""What the bank answered, line by line, and what it changes. A file is taken whole or not at all.

Unknown lines are reported, never guessed; a line that says what is known already changes nothing, so a file,
or a part of it, can come twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from contracts.money import Money
from contracts.refusal import Problem
from policy.canonical import canonical_json
from services.funding.domain.payment import BankAnswer, BankVerdict, Instruction
from services.funding.domain.refusals import ResultAmountDiffers, ResultContradicts, ResultSumDiffers
from services.funding.domain.states import InstructionState

DIGEST_MARK: Final = "明细校验码"
"""Before the digest of the lines in the last row of a file that we wrote and that comes back filled in."""


@dataclass(frozen=True, kw_only=True)
class ResultLine:
    """`row` is the row of the file, from 1; `number` the instruction's."""

    row: int
    number: str
    amount: Money
    answer: BankAnswer


@dataclass(frozen=True, kw_only=True)
class ResultFile:
    """The lines, and what the file itself says they add up to."""

    lines: tuple[ResultLine, ...]
    stated_count: int | None
    stated_total: Money
    stated_digest: str | None = None

    @property
    def total(self) -> Money:
        return Money(sum(line.amount.fen for line in self.lines))


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """`applied`: lines that change their instruction; `known`: said before; `unknown`: no such instruction here."""

    applied: Mapping[str, ResultLine]
    known: tuple[ResultLine, ...]
    unknown: tuple[ResultLine, ...]


def lines_digest(lines: Iterable[tuple[str, Money]]) -> str:
    """sha256 over numbers and amounts, in the order of the numbers: it does not matter how the bank sorts."""
    pairs = sorted((number, amount.fen) for number, amount in lines)
    return hashlib.sha256(canonical_json([[number, fen] for number, fen in pairs])).hexdigest()


def settle(
    file: ResultFile, instructions: Mapping[str, Instruction], *, today: date, claimed_back: Collection[str] = ()
) -> Settlement:
    """What the file changes, for the instructions that it names, by number.

    ResultSumDiffers unless the file adds up, ResultAmountDiffers unless every known line has its instruction's
    amount, ResultContradicts for a line that cannot follow what is known. Then nothing of the file is taken, and
    every line that is wrong is named. `claimed_back`: of these something is claimed back, or came back, already.
    """
    known_lines = [line for line in file.lines if line.number in instructions]
    _must_add_up(file, known_lines, instructions)
    _must_be_the_amounts(known_lines, instructions)
    changes = [line for line in known_lines if not _is_known(line, instructions[line.number])]
    _must_be_possible(changes, instructions, today, claimed_back)
    changing = {line.number for line in changes}
    return Settlement(
        applied={line.number: line for line in changes},
        known=tuple(line for line in known_lines if line.number not in changing),
        unknown=tuple(line for line in file.lines if line.number not in instructions),
    )


def _must_add_up(file: ResultFile, known_lines: list[ResultLine], instructions: Mapping[str, Instruction]) -> None:
    counted = len(file.lines)
    problems = list(_totals_that_differ(file))
    if problems:
        wrong = (line for line in known_lines if line.amount != instructions[line.number].amount)
        problems += [_amount_problem(line, instructions[line.number]) for line in wrong]
        raise ResultSumDiffers(
            problems=problems,
            stated_fen=file.stated_total.fen,
            counted_fen=file.total.fen,
            difference_fen=(file.stated_total - file.total).fen,
            stated_count=file.stated_count,
            counted=counted,
        )


def _totals_that_differ(file: ResultFile) -> Iterator[Problem]:
    """What the last row says and the lines do not."""
    if file.total != file.stated_total:
        inputs = {"stated_fen": file.stated_total.fen, "counted_fen": file.total.fen}
        yield Problem(code="result_sum", field="total.amount", inputs=inputs)
    if file.stated_count not in (None, len(file.lines)):
        inputs = {"stated": file.stated_count or 0, "counted": len(file.lines)}
        yield Problem(code="result_count", field="total.count", inputs=inputs)
    found = lines_digest((line.number, line.amount) for line in file.lines)
    if file.stated_digest not in (None, found):
        yield Problem(code="result_digest", field="total.digest", inputs={"stated": file.stated_digest or ""})


def _must_be_the_amounts(lines: Iterable[ResultLine], instructions: Mapping[str, Instruction]) -> None:
    wrong = [line for line in lines if line.amount != instructions[line.number].amount]
    if wrong:
        difference = sum(line.amount.fen - instructions[line.number].amount.fen for line in wrong)
        problems = [_amount_problem(line, instructions[line.number]) for line in wrong]
        raise ResultAmountDiffers(problems=problems, difference_fen=difference)


def _must_be_possible(
    lines: Iterable[ResultLine], instructions: Mapping[str, Instruction], today: date, claimed_back: Collection[str]
) -> None:
    seen: set[str] = set()
    problems = []
    for line in lines:
        instruction = instructions[line.number]
        is_late_return = instruction.state is InstructionState.PAID and line.answer.verdict is BankVerdict.RETURNED
        is_possible = instruction.state is InstructionState.CHECKED or (
            is_late_return and line.number not in claimed_back
        )
        if line.number in seen or not is_possible or line.answer.on > today:
            problems.append(_contradiction(line, instruction))
        seen.add(line.number)
    if problems:
        raise ResultContradicts(problems=problems)


def _is_known(line: ResultLine, instruction: Instruction) -> bool:
    """The bank said this before. Another date or reference is another answer."""
    return any(_without_words(line.answer) == _without_words(answer) for answer in instruction.answers)


def _without_words(answer: BankAnswer) -> BankAnswer:
    return replace(answer, reason="")


def _amount_problem(line: ResultLine, instruction: Instruction) -> Problem:
    inputs = {"number": line.number, "amount_fen": line.amount.fen, "instructed_fen": instruction.amount.fen}
    return Problem(code="result_amount", field=f"row.{line.row}", inputs=inputs)


def _contradiction(line: ResultLine, instruction: Instruction) -> Problem:
    inputs = {
        "number": line.number,
        "verdict": line.answer.verdict.value,
        "on": line.answer.on.isoformat(),
        "state": instruction.state.value,
    }
    return Problem(code="result_contradicts", field=f"row.{line.row}", inputs=inputs)
