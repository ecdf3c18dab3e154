"""Awards, tranches, allowances, recommendations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Text, Uuid, any_, bindparam, cast, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import JSONB, insert

from chassis.db.transaction import Transaction
from contracts.money import ZERO, Money
from contracts.refusal import NotFound
from policy.claims import NOTHING_BEFORE, RowBefore
from services.funding.domain.acts import Recommendation
from services.funding.domain.allowance import Allowance, AllowanceKey
from services.funding.domain.award import Award
from services.funding.domain.shares import as_fen
from services.funding.domain.states import UNDONE, TrancheState
from services.funding.domain.tranche import Tranche
from services.funding.storage.mapped import Mapped
from services.funding.storage.tables import allowances, awards, recommendations, tranches


def _applicant(thing: Award | Tranche) -> dict[str, Any]:
    applicant = thing.applicant
    return {"applicant_id": applicant.id, "credit_code": applicant.credit_code, "applicant_name": applicant.name}


def _award_columns(award: Award) -> Mapping[str, Any]:
    computed = award.computation
    return {
        **_applicant(award),
        "award_fen": computed.amount.fen,
        "shares": as_fen(computed.shares),
        "cap_fen": computed.cap.fen if computed.cap is not None else None,
        "tranche_key": award.part.name,
    }


AWARD = Mapped(awards, Award, repeated=_award_columns)
TRANCHE = Mapped(tranches, Tranche, repeated=_applicant)
RECOMMENDATION = Mapped(
    recommendations, Recommendation, repeated=lambda each: {"document_number": each.document.number}
)

_ids = any_(cast(bindparam("ids"), ARRAY(Uuid)))
_save_award, _save_tranche = AWARD.update("id"), TRANCHE.update("id")
_award_by_id = select(awards).where(awards.c.id == bindparam("id")).with_for_update()
_awards_of_line = (
    select(awards)
    .where(awards.c.project_id == bindparam("project_id"), awards.c.line == bindparam("line"))
    .order_by(awards.c.id)
    .with_for_update()
)
_awards_of_project = (
    select(awards).where(awards.c.project_id == bindparam("project_id")).order_by(awards.c.id).with_for_update()
)
_row = func.jsonb_array_elements(awards.c.computation["outcome"]["rows"], type_=JSONB).column_valued(
    "row", joins_implicitly=True
)
_row_fen = cast(_row["award_fen"].astext, BigInteger)
_rows_beside = (
    select(awards.c.number, _row["row"].astext.label("name"), _row_fen.label("fen"))
    .join_from(awards, tranches, tranches.c.award_id == awards.c.id)
    .where(
        awards.c.programme_year == bindparam("year"),
        awards.c.line == bindparam("line"),
        awards.c.project_id != bindparam("subject_id"),
        awards.c.award_fen > 0,
        tranches.c.state.not_in([*UNDONE, TrancheState.RECOVERED]),
        _row["row"].astext == any_(cast(bindparam("names"), ARRAY(Text))),
        _row_fen > 0,
    )
    .order_by(awards.c.number)
)
_tranches_by_id = select(tranches).where(tranches.c.id == _ids).order_by(tranches.c.id).with_for_update()
_tranches_of_awards = select(tranches).where(tranches.c.award_id == _ids).order_by(tranches.c.id).with_for_update()
_keys = select(
    func.unnest(cast(bindparam("years"), ARRAY(Text))),
    func.unnest(cast(bindparam("lines"), ARRAY(Text))),
    func.unnest(cast(bindparam("holders"), ARRAY(Text))),
)
_key_columns = (allowances.c.programme_year, allowances.c.line, allowances.c.holder)
_allowances = select(allowances).where(tuple_(*_key_columns).in_(_keys)).order_by(*_key_columns).with_for_update()
_open_allowance = (
    insert(allowances)
    .values({column.name: bindparam(column.name) for column in allowances.columns})
    .on_conflict_do_nothing()
)
_save_allowance = (
    update(allowances)
    .where(
        allowances.c.programme_year == bindparam("at_year"),
        allowances.c.line == bindparam("at_line"),
        allowances.c.holder == bindparam("at_holder"),
    )
    .values({name: bindparam(name) for name in ("cap_fen", "held_fen", "approved_fen")})
)


class AwardRepository:
    """Awards, always locked: whoever reads one changes it."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, award_id: UUID) -> Award:
        """NotFound where there is none in this city."""
        row = self._transaction.first(_award_by_id, id=award_id)
        if row is None:
            raise NotFound(kind="award", id=str(award_id))
        return AWARD.of(row)

    def of_line(self, project_id: UUID, line: str) -> tuple[Award, ...]:
        """The awards of a project for a subsidy line that were computed before: one, or one for each tranche."""
        rows = self._transaction.read(_awards_of_line, project_id=project_id, line=line)
        return tuple(AWARD.of(row) for row in rows)

    def of_project(self, project_id: UUID) -> tuple[Award, ...]:
        """All awards of a project, in the order of their ids."""
        return tuple(AWARD.of(row) for row in self._transaction.read(_awards_of_project, project_id=project_id))

    def rows_beside(self, subject_id: UUID, year: str, line: str, names: Collection[str]) -> dict[str, RowBefore]:
        """What awards of other subjects for the line hold of each name, without those undone or wholly recovered.

        An award that was cut as a whole holds its rows uncut: a cut does not say whose part it took.
        """
        found: dict[str, RowBefore] = {}
        for each in self._transaction.read(
            _rows_beside, subject_id=subject_id, year=year, line=line, names=list(names)
        ):
            before = found.get(each.name, NOTHING_BEFORE)
            found[each.name] = RowBefore(amount=before.amount + Money(each.fen), awards=(*before.awards, each.number))
        return found

    def add(self, award: Award) -> None:
        self._transaction.write(AWARD.insert, **AWARD.values(award))

    def save(self, award: Award) -> None:
        """The next version; whoever saved the same version first wins."""
        values = AWARD.values(award)
        self._transaction.change_one(_save_award, at_id=award.id, at_version=award.version - 1, **values)


class TrancheRepository:
    """Tranches, locked in the order of their ids, so that two bulk acts cannot wait for each other."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, tranche_id: UUID) -> Tranche:
        """NotFound where there is none in this city."""
        found = self.many([tranche_id])
        if tranche_id not in found:
            raise NotFound(kind="tranche", id=str(tranche_id))
        return found[tranche_id]

    def many(self, ids: Collection[UUID]) -> dict[UUID, Tranche]:
        """Those that exist."""
        return self._by_id(self._transaction.read(_tranches_by_id, ids=list(ids)))

    def of_award(self, award_id: UUID) -> tuple[Tranche, ...]:
        """All tranches of an award by their number."""
        found = self._by_id(self._transaction.read(_tranches_of_awards, ids=[award_id]))
        return tuple(sorted(found.values(), key=lambda tranche: tranche.number))

    def add(self, tranche: Tranche) -> None:
        self._transaction.write(TRANCHE.insert, **TRANCHE.values(tranche))

    def save(self, tranche: Tranche) -> None:
        """The next version."""
        values = TRANCHE.values(tranche)
        self._transaction.change_one(_save_tranche, at_id=tranche.id, at_version=tranche.version - 1, **values)

    @staticmethod
    def _by_id(rows: Iterable[Any]) -> dict[UUID, Tranche]:
        return {row.id: TRANCHE.of(row) for row in rows}


class AllowanceRepository:
    """What enterprises hold of their caps. Loading locks: side by side becomes one after the other."""

    def __init__(self, transaction: Transaction, city: str) -> None:
        self._transaction, self._city = transaction, city

    def locked(self, keys: Iterable[AllowanceKey]) -> dict[AllowanceKey, Allowance]:
        """The rows of all keys, made where they are missing, locked in the order of the keys."""
        wanted = sorted(set(keys))
        for year, line, holder in wanted:
            self._transaction.write(
                _open_allowance,
                city=self._city,
                programme_year=year,
                line=line,
                holder=holder,
                cap_fen=None,
                held_fen=ZERO.fen,
                approved_fen=ZERO.fen,
            )
        years, lines, holders = ([key[part] for key in wanted] for part in range(3))
        rows = self._transaction.read(_allowances, years=years, lines=lines, holders=holders)
        found = [
            Allowance(
                city=row.city,
                programme_year=row.programme_year,
                line=row.line,
                holder=row.holder,
                cap=Money(row.cap_fen) if row.cap_fen is not None else None,
                held=Money(row.held_fen),
                approved=Money(row.approved_fen),
            )
            for row in rows
        ]
        return {allowance.key: allowance for allowance in found}

    def save(self, allowance: Allowance) -> None:
        """A row that this transaction has locked."""
        self._transaction.change_one(
            _save_allowance,
            at_year=allowance.programme_year,
            at_line=allowance.line,
            at_holder=allowance.holder,
            cap_fen=allowance.cap.fen if allowance.cap is not None else None,
            held_fen=allowance.held.fen,
            approved_fen=allowance.approved.fen,
        )


class RecommendationRepository:
    """The districts' documents."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, recommendation: Recommendation) -> None:
        self._transaction.write(RECOMMENDATION.insert, **RECOMMENDATION.values(recommendation))
