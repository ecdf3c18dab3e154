"""Rows of accounts, sessions, failed attempts, tokens and mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, LargeBinary, Uuid, bindparam, case, cast, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.db.transaction import Transaction
from contracts.sealed import Sealed
from services.registry.domain.accounts import Account
from services.registry.domain.mail import Mail
from services.registry.domain.sessions import Session, sha256
from services.registry.domain.throttle import REMEMBERED, Failures, Throttle
from services.registry.domain.tokens import Invitation, Recovery
from services.registry.storage.mapped import Mapped, Repository
from services.registry.storage.tables import accounts as tables
from services.registry.storage.tables.organisations import division

_account, _session, _failed = tables.account, tables.session, tables.failed_login

_by_login = select(_account).where(_account.c.login == bindparam("login"))
_of_organisation = (
    select(_account)
    .where(_account.c.organisation_id == bindparam("organisation_id"), _account.c.is_disabled.is_(False))
    .order_by(_account.c.created_at, _account.c.id)
)
_concerned = (
    select(_account)
    .where(
        (_account.c.organisation_id == bindparam("organisation_id")) | (_account.c.division == bindparam("division")),
        _account.c.is_disabled.is_(False),
    )
    .order_by(_account.c.created_at, _account.c.id)
)


_bound = (
    select(_account)
    .where(
        _account.c.phone_mark == func.any(cast(bindparam("phone_marks"), ARRAY(LargeBinary))),
        _account.c.is_disabled.is_(False),
    )
    .order_by(_account.c.created_at, _account.c.id)
)


class AccountRepository(Repository[Account]):
    """Accounts of the city."""

    mapped = Mapped(_account, Account, {"roles": frozenset, "phone": Sealed.from_wire, "email": Sealed.from_wire})
    kind = "account"

    def by_login(self, login: str) -> Account | None:
        """The account that signs in by this (normal) login."""
        return self._one(_by_login, login=login)

    def of_organisation(self, organisation_id: UUID) -> Sequence[Account]:
        """Its people who can sign in, oldest first."""
        return self._all(_of_organisation, organisation_id=organisation_id)

    def bound_to(self, phone_marks: Sequence[bytes]) -> Sequence[Account]:
        """The accounts that this phone is bound to, by its mark under any of the keys, and that can sign in."""
        return self._all(_bound, phone_marks=list(phone_marks))

    def concerned(self, organisation_id: UUID, division: str | None) -> Sequence[Account]:
        """The people of an organisation, and those of a division if one is given, who can sign in; oldest first."""
        return self._all(_concerned, organisation_id=organisation_id, division=division)


_open_of_account = (
    update(_session)
    .where(_session.c.account_id == bindparam("at_account"), _session.c.ended_at.is_(None))
    .where(_session.c.id != bindparam("at_kept"))
    .values(ended_at=bindparam("ended_at"), version=_session.c.version + 1)
)
_NO_SESSION = UUID(int=0)


class SessionRepository(Repository[Session]):
    """Sessions of the city."""

    mapped = Mapped(_session, Session)
    kind = "session"

    def end_all(self, account_id: UUID, now: datetime, *, but: UUID | None = None) -> None:
        """Close what is open of an account, except one: after a new password, or when it is disabled."""
        self._transaction.write(_open_of_account, at_account=account_id, at_kept=but or _NO_SESSION, ended_at=now)


_note = insert(_failed).values(
    city=bindparam("city"), subject=bindparam("subject"), count=1, last_at=bindparam("last_at")
)
_note = _note.on_conflict_do_update(
    index_elements=["city", "subject"],
    set_={
        "count": case((_failed.c.last_at < bindparam("forgotten_before"), 1), else_=_failed.c.count + 1),
        "last_at": bindparam("last_at"),
    },
)
_forget = delete(_failed).where(_failed.c.subject == bindparam("subject"))
_attempt = select(
    select(1).select_from(division).exists().label("is_served"),
    select(1)
    .select_from(_session.join(_account, _account.c.id == _session.c.account_id))
    .where(_account.c.login == bindparam("login"), _session.c.client_sha256 == bindparam("client_sha256"))
    .exists()
    .label("is_known_address"),
)
_known = select(_session.c.id).where(
    _session.c.account_id == func.any(cast(bindparam("account_ids"), ARRAY(Uuid))),
    _session.c.client_sha256 == bindparam("client_sha256"),
)
_known = _known.limit(1)
_failures = select(_failed.c.subject, _failed.c.count, _failed.c.last_at).where(
    _failed.c.subject.in_([bindparam("by_address"), bindparam("by_login")])
)


@dataclass(frozen=True)
class SignInAttempts:
    """The counters of wrong passwords: per login, and per pair of login and client address. Hashes, no addresses."""

    transaction: Transaction
    city: str

    def is_city_served(self) -> bool:
        """Whether the city was seeded here: strangers cannot make us remember cities that do not exist."""
        row = self.transaction.first(_attempt, login="", client_sha256=b"")
        return row is not None and row.is_served

    def throttle(self, login: str, client: str) -> Throttle:
        """What is known before an attempt. An unknown address (`""`) has no counter of its own."""
        known: Any = self.transaction.first(_attempt, login=login, client_sha256=sha256(client))
        by_address, by_login = _subjects(login, client)
        rows = self.transaction.read(_failures, by_address=by_address, by_login=by_login)
        found = {row.subject: Failures(count=row.count, last_at=row.last_at) for row in rows}
        return Throttle(
            by_address=found.get(by_address) if client else None,
            by_login=found.get(by_login),
            is_known_address=bool(client) and known.is_known_address,
        )

    def is_known_address(self, account_ids: Sequence[UUID], client: str) -> bool:
        """Whether one of the accounts signed in from there before."""
        known = self.transaction.first(_known, account_ids=list(account_ids), client_sha256=sha256(client))
        return bool(client) and known is not None

    def codes_asked(self, client: str) -> Failures | None:
        """How often this address asked for a code. An unknown address (`""`) has no counter."""
        subject = _codes_of(client)
        rows = self.transaction.read(_failures, by_address=subject, by_login=subject) if client else []
        return next((Failures(count=row.count, last_at=row.last_at) for row in rows), None)

    def note_code_asked(self, client: str, now: datetime) -> None:
        """Once more."""
        if client:
            self._note(_codes_of(client), now)

    def note_failure(self, login: str, client: str, now: datetime) -> None:
        """One more wrong password."""
        for subject in _subjects(login, client):
            self._note(subject, now)

    def _note(self, subject: bytes, now: datetime) -> None:
        self.transaction.write(_note, city=self.city, subject=subject, last_at=now, forgotten_before=now - REMEMBERED)

    def forget(self, login: str, client: str) -> None:
        """The password was right: this address starts anew. The login's own counter runs out by itself."""
        self.transaction.write(_forget, subject=_subjects(login, client)[0])


def _codes_of(client: str) -> bytes:
    return sha256(f"\ncodes\n{client}")  # no login begins like this


def _subjects(login: str, client: str) -> tuple[bytes, bytes]:
    return sha256(f"{login}\n{client}"), sha256(login)


_recovery, _invitation, _mail = tables.recovery, tables.invitation, tables.mail
_recovery_by_token = select(_recovery).where(_recovery.c.token_sha256 == bindparam("token_sha256")).with_for_update()
_invitation_by_token = (
    select(_invitation).where(_invitation.c.token_sha256 == bindparam("token_sha256")).with_for_update()
)
_last_recovery = (
    select(_recovery)
    .where(_recovery.c.account_id == bindparam("account_id"))
    .order_by(_recovery.c.expires_at.desc())
    .limit(1)
)


class RecoveryRepository(Repository[Recovery]):
    """Tokens to choose a new password."""

    mapped = Mapped(_recovery, Recovery)
    kind = "recovery"

    def by_token(self, token_sha256: bytes) -> Recovery | None:
        """Locked: a token works once."""
        return self._one(_recovery_by_token, token_sha256=token_sha256)

    def last_of(self, account_id: UUID) -> Recovery | None:
        """The newest of an account, to limit how many mails a stranger can make us send."""
        return self._one(_last_recovery, account_id=account_id)


class InvitationRepository(Repository[Invitation]):
    """Tokens to join an organisation."""

    mapped = Mapped(_invitation, Invitation, {"email": Sealed.from_wire})
    kind = "invitation"

    def by_token(self, token_sha256: bytes) -> Invitation | None:
        """Locked: a token works once."""
        return self._one(_invitation_by_token, token_sha256=token_sha256)


_due = (
    select(_mail)
    .where(_mail.c.sent_at.is_(None), _mail.c.next_attempt_at <= bindparam("now"))
    .order_by(_mail.c.next_attempt_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_put_mail = update(_mail).where(_mail.c.id == bindparam("at_id"))
_put_mail = _put_mail.values({column.name: bindparam(column.name) for column in _mail.columns})


class MailRepository(Repository[Mail]):
    """Mail that waits. It has no version and no audit row: the act that it tells of has them."""

    mapped = Mapped(_mail, Mail, {"recipient": Sealed.from_wire, "content": Sealed.from_wire})
    kind = "mail"

    def due(self, now: datetime, limit: int) -> Sequence[Mail]:
        """What is to be sent now, locked against another sender."""
        return self._all(_due, now=now, limit=limit)

    def put(self, mail: Mail) -> None:
        """What became of it."""
        self._transaction.write(_put_mail, at_id=mail.id, **self.mapped.values(mail))


_outdated = (
    delete(_session).where(_session.c.expires_at < bindparam("before")),
    delete(_failed).where(_failed.c.last_at < bindparam("before")),
    delete(_recovery).where(_recovery.c.expires_at < bindparam("before")),
    delete(_mail).where(_mail.c.sent_at < bindparam("before")),
)


def remove_outdated(transaction: Transaction, before: datetime) -> None:
    """Forget sessions, counters, recovery tokens and sent mail older than that."""
    for statement in _outdated:
        transaction.write(statement, before=before)
