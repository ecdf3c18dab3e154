"""The ledger, which is only written."""

from __future__ import annotations

from sqlalchemy import bindparam, insert

from chassis.db.transaction import Transaction
from services.funding.domain.ledger import Entry
from services.funding.storage.tables import ledger_entries, ledger_postings

_add_entry = insert(ledger_entries).values(
    {column.name: bindparam(column.name) for column in ledger_entries.columns if column.name != "seq"}
)
_add_posting = insert(ledger_postings).values(
    {column.name: bindparam(column.name) for column in ledger_postings.columns}
)


class Ledger:
    """Where entries are booked. The database refuses an entry that does not balance, or a second one for a version."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def post(self, entry: Entry) -> None:
        """Book an entry for good."""
        self._transaction.write(
            _add_entry,
            id=entry.id,
            city=entry.city,
            kind=entry.kind.value,
            subject_id=entry.subject.id,
            subject_version=entry.subject.version,
            subject_kind=entry.subject.kind,
            case_id=entry.subject.case_id,
            booked_on=entry.booked_on,
            at=entry.at,
            postings=len(entry.postings),
        )
        for line, posting in enumerate(entry.postings, 1):
            self._transaction.write(
                _add_posting,
                city=entry.city,
                entry_id=entry.id,
                line=line,
                account=posting.account.value,
                fund_source=posting.fund_source,
                fund_year=posting.fund_year,
                category=posting.category,
                amount_fen=posting.amount.fen,
            )
