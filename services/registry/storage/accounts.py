"""Rows of accounts, sessions, tokens and mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, LargeBinary, Text, bindparam, cast, delete, func, select, update

from chassis.db.transaction import Transaction
from contracts.roles import APPLICANTS
from contracts.sealed import Sealed
from services.registry.domain.accounts import Account
from services.registry.domain.mail import Mail
from services.registry.domain.sessions import Session
from services.registry.domain.tokens import Invitation, Recovery
from services.registry.storage.mapped import Mapped, Repository
from services.registry.storage.tables import accounts as tables
from services.registry.storage.tables.people import channel_choice

_account, _session, _failed = tables.account, tables.session, tables.failed_login

_by_login = select(_account).where(_account.c.login == bindparam("login"))
_of_organisation = (
    select(_account)
    .where(_account.c.organisation_id == bindparam("organisation_id"), _account.c.is_disabled.is_(False))
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


_of_roles = (
    select(_account)
    .where(
        _account.c.roles.op("&&")(cast(bindparam("roles"), ARRAY(Text))),
        _account.c.division.is_not_distinct_from(cast(bindparam("division"), Text)),
        _account.c.is_disabled.is_(False),
    )
    .order_by(_account.c.created_at, _account.c.id)
)


_chosen = select(channel_choice.c.owner_id).where(
    channel_choice.c.topic == func.any(cast(bindparam("topics"), ARRAY(Text))),
    channel_choice.c.by_mail.is_(True) | channel_choice.c.by_sms.is_(True),
)
_choosers = (
    select(_account)
    .where(
        _account.c.id.in_(_chosen) | _account.c.organisation_id.in_(_chosen),
        _account.c.roles.op("&&")(cast(bindparam("roles"), ARRAY(Text))),
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

    def choosers(self, topics: Sequence[str]) -> Sequence[Account]:
        """Applicants who chose another channel for one of the topics, themselves or by their organisation."""
        return self._all(_choosers, topics=list(topics), roles=sorted(APPLICANTS))

    def of_roles(self, roles: Sequence[str], division: str | None) -> Sequence[Account]:
        """Who holds one of the roles for this division (None: for the whole city) and can sign in; oldest first."""
        return self._all(_of_roles, roles=list(roles), division=division)

    def bound_to(self, phone_marks: Sequence[bytes]) -> Sequence[Account]:
        """The accounts that this phone is bound to, by its mark under any of the keys, and that can sign in."""
        return self._all(_bound, phone_marks=list(phone_marks))


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
